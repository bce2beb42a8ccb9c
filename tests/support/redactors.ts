import fc from 'fast-check';
import { createRedactor } from '../../src/engine/secrets/redactor.js';

export function redactorOf(...secrets: string[]) {
  const redactor = createRedactor();
  for (const secret of secrets) redactor.add(secret);
  return redactor;
}

/** The text without these secrets. */
export const hide = (text: string, ...secrets: string[]) => redactorOf(...secrets).text(text);

export const KEY = [
  '-----BEGIN PRIVATE KEY-----',
  'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSj',
  'AgEAAoIBAQC7VJTUt9Us8cKjMzEfYyjiWA4R4/M2',
  'bS1GB4t7NXp98C3SC6dVMvDuictGeurT8jNbvJZH',
  'Q=',
  '-----END PRIVATE KEY-----',
  '',
].join('\n');

export const SECRETS = [
  'hunter2!',
  'sk_live_51H/8xYz+Q==',
  'p@ss "wörd"\\/&<tag>\'~!()*',
  'a b+c%20d%25',
  'пароль-密码-🔑🗝',
  '.*+?^$()|[]{}\\',
  '\\\\server\\share',
  '&amp;&lt;%41\\u0041',
  'ends with a lone \ud83d',
  '12345678',
  'tab\tand\u0007bell',
];

/** Of 4 characters at least, of any kind; texts that are easily mistaken for something else are frequent. */
export function anySecret(): fc.Arbitrary<string> {
  const characters = fc.constantFrom(
    ...'ab1%2/+-_=\\"\'&;#u.*?()[]{}^$|<> \n\r\té🔑',
    '\ud83d',
    '\udd11',
    '&amp;',
    '%41',
  );
  return fc
    .oneof(
      fc.string({ unit: characters, minLength: 4, maxLength: 24 }),
      fc.string({ unit: 'binary', minLength: 4, maxLength: 24 }),
      fc.string({ unit: 'grapheme-ascii', minLength: 4, maxLength: 60 }),
      fc.base64String({ minLength: 8, maxLength: 64 }),
      fc
        .array(fc.base64String({ minLength: 4, maxLength: 16 }), { minLength: 2, maxLength: 4 })
        .map((lines) => lines.join('\n')),
    )
    .filter((secret) => secret.trim().replace(/[\r\n]/g, '').length >= 4);
}

export function surroundings(): fc.Arbitrary<string> {
  return fc.oneof(
    fc.string({ unit: fc.constantFrom(...'ab1%2/+-_=\\"&;#u \n'), maxLength: 12 }),
    fc.string({ unit: 'grapheme', maxLength: 12 }),
  );
}
