import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '#engine';
import { createRedactor } from '../../../src/engine/secrets/redactor.js';
import { encoders } from '../../support/secret-encoders.js';
import { findsSecret } from '../../support/secret-finder.js';

function redactorOf(...secrets: string[]) {
  const redactor = createRedactor();
  for (const secret of secrets) redactor.add(secret);
  return redactor;
}

/** The text without these secrets. */
const hide = (text: string, ...secrets: string[]) => redactorOf(...secrets).text(text);

const KEY = [
  '-----BEGIN PRIVATE KEY-----',
  'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSj',
  'AgEAAoIBAQC7VJTUt9Us8cKjMzEfYyjiWA4R4/M2',
  'bS1GB4t7NXp98C3SC6dVMvDuictGeurT8jNbvJZH',
  'Q=',
  '-----END PRIVATE KEY-----',
  '',
].join('\n');

const SECRETS = [
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

describe('texts', () => {
  it.each(encoders)('[S1] $name', ({ encode }) => {
    for (const secret of SECRETS) {
      const text = `before ${encode(secret)} after`;
      const hidden = hide(text, secret);
      expect(findsSecret(text, secret)).toBe(true);
      expect(findsSecret(hidden, secret)).toBe(false);
      expect(hidden).toMatch(/^before .{0,3}••••[^•]{0,12} after$/);
    }
  });

  it.each<[string, string, string]>([
    ['as it is', 'id=hunter2!&x', 'id=••••&x'],
    ['more than once', 'hunter2!hunter2! and hunter2!', '•••••••• and ••••'],
    ['after what looks like its beginning', 'hunthunter2!', 'hunt••••'],
    ['at the start of an escape', 'x\\u0068unter2!', 'x••••'],
    ['percent-encoded as Latin-1', 'p%e4ssw%F6rd', '••••'],
    ['as a literal of JavaScript', '\\x68unter2\\x21 hunter2\\!', '•••• ••••'],
    ['that ends with an escape', 'tail\\\\\\\\.', '••••.'],
    ['with other letters in front', '%%68unter2! \\\\u0068unter2!', '%•••• ••••'],
  ])('[S1] a secret %s', (_, text, hidden) => {
    expect(hide(text, 'hunter2!', 'tail\\', 'pässwörd')).toBe(hidden);
  });

  it.each(['Hunter2!', 'hunter2', 'hunter\n2!', 'hunter2%', 'hunter2\\', '', 'hun\u0000ter2!'])(
    '[S3] %j holds no secret',
    (text) => {
      expect(hide(text, 'hunter2!')).toBe(text);
    },
  );

  it.each([0, 1, 2])('[S1] what is left of base64 tells nothing of the secret (seed %i)', (seed) => {
    const ascii = fc.stringMatching(/^[ -~]{0,5}$/);
    const secrets = fc
      .integer({ min: 4, max: 12 })
      .chain((length) =>
        fc.tuple(
          ...[0, 1].map(() =>
            fc.string({ unit: fc.constantFrom(...'abXYZ019~!'), minLength: length, maxLength: length }),
          ),
        ),
      );
    fc.assert(
      fc.property(ascii, ascii, secrets, (before, after, pair) => {
        const [one, other] = pair.map((secret) =>
          hide(Buffer.from(before + secret + after).toString('base64'), secret),
        );
        expect(one).toBe(other);
      }),
      { seed, numRuns: 1_000 },
    );
  });

  it.each([0, 1, 2, 3])(
    '[S1] no secret is found in what is left, however it was written (seed %i)',
    (seed) => {
      fc.assert(
        fc.property(
          anySecret(),
          fc.array(fc.tuple(surroundings(), fc.constantFrom(...encoders))),
          surroundings(),
          (secret, parts, end) => {
            const text = parts.map(([before, { encode }]) => before + encode(secret)).join('') + end;
            expect(findsSecret(hide(text, secret), secret)).toBe(false);
          },
        ),
        { seed, numRuns: 1_500 },
      );
    },
  );

  it.each([0, 1])('[S1] what was looked for there is found where nothing is hidden (seed %i)', (seed) => {
    fc.assert(
      fc.property(
        anySecret(),
        surroundings(),
        fc.constantFrom(...encoders),
        surroundings(),
        (secret, before, { encode }, after) => {
          expect(findsSecret(`${before} ${encode(secret)} ${after}`, secret)).toBe(true);
        },
      ),
      { seed, numRuns: 1_000 },
    );
  });

  it.each([0, 1, 2])('[S3] text that comes close is not changed (seed %i)', (seed) => {
    const near = (minLength: number, maxLength: number) =>
      fc.string({
        unit: fc.constantFrom('a', 'b', '1', '+', ' ', '/', '=', '🔑', 'é'),
        minLength,
        maxLength,
      });
    fc.assert(
      fc.property(
        near(4, 7).filter((text) => text.trim().length >= 4),
        near(0, 60),
        (secret, text) => {
          const hidden = hide(text, secret);
          if (findsSecret(text, secret)) expect(findsSecret(hidden, secret)).toBe(false);
          else expect(hidden).toBe(text);
        },
      ),
      { seed, numRuns: 3_000 },
    );
  });

  it.each<[string, string[], string, string]>([
    ['that overlap', ['abcdef', 'defghi'], 'x abcdefghi y', 'x •••• y'],
    ['inside one another', ['abcdefgh', 'cdef'], 'abcdefgh cdef', '•••• ••••'],
    ['beside one another', ['abcd', 'efgh'], 'abcdefgh', '••••••••'],
    ['that begin alike', ['abcd', 'abcdefgh'], 'abcdefgh abcdef', '•••• ••••ef'],
    ['that overlap themselves', ['abab1abab'], 'abab1abab1abab', '••••'],
    ['of which one is base64 that begins with the other', ['abcdef', 'FiY2RlZg'], 'MWFiY2RlZg==', 'M••••=='],
    [
      'of which one is written as base64',
      ['abcd', Buffer.from('abcd').toString('base64')],
      'YWJjZA==',
      '••••',
    ],
  ])('[S3] secrets %s', (_, secrets, text, hidden) => {
    expect(hide(text, ...secrets)).toBe(hidden);
    expect(hide(text, ...secrets.toReversed())).toBe(hidden);
  });

  it('[S3] hundreds of secrets are found at once', () => {
    const secrets = Array.from({ length: 500 }, (_, index) => `secret number ${index * 7_919}!`);
    expect(hide(secrets.join('; '), ...secrets)).toBe(secrets.map(() => '••••').join('; '));
  });

  it.each(['', 'abc', ' abc\n', '\n\n\n\n', 'a\nb\nc'])('[S4] %j is not looked for', (secret) => {
    const redactor = redactorOf(secret);
    expect(redactor.isEmpty).toBe(true);
    expect(redactor.text(`${secret} ${secret}`)).toBe(`${secret} ${secret}`);
  });

  it('[S4] white space around a secret is not part of it', () => {
    expect(hide('Bearer abcd.', ' abcd\n')).toBe('Bearer ••••.');
  });

  it.each<[string, string, string]>([
    ['runs of a secret', `${'a'.repeat(500)}b`, 'a'.repeat(200_000)],
    ['runs of escapes before a short secret', '\\\\\\\\share', '\\'.repeat(500_000)],
    ['runs of escapes', `${'\\'.repeat(30)}b`, '\\'.repeat(30_000)],
  ])('[S4] a text that is made to take long is hidden whole: %s', (_, secret, text) => {
    expect(hide(text, secret)).toBe('••••');
  });

  it('[S1] [S3] that are cut show no part of one, wherever that is', () => {
    const text = 'id=hunter2! and hunter2! here';
    for (let length = 0; length <= text.length + 1; length++) {
      const whole = hide(text, 'hunter2!');
      const shown = redactorOf('hunter2!').text(text, length);
      expect(whole.startsWith(shown)).toBe(true);
      expect(shown.length).toBeGreaterThanOrEqual(Math.min(length, whole.length) - 8);
      expect(createRedactor().text(text, length)).toBe(text.slice(0, length));
    }
    expect(redactorOf('hunter2!').text('hunter2!'.repeat(50_000), 65_536)).toBe('••••'.repeat(8_192));
  });

  it('[S4] long texts that only take long because they are long are not', () => {
    const text = JSON.stringify({ a: 'aaaa "\\\n& %20 ünder\u2028' }).repeat(20_000);
    expect(hide(text, 'aaaaaaaab', 'ünder the', `"\\\n&x`)).toBe(text);
  });
});

describe('pairs', () => {
  it.each([
    ['Aladdin', 'open sesame'],
    ['test', '123£'],
    ['me', 'abc'],
    ['key-as-user', ''],
    ['', 'token'],
  ])('[S2] %s with %s', (user, password) => {
    const redactor = createRedactor();
    redactor.addPair(user, password);
    const basic = Buffer.from(`${user}:${password}`).toString('base64');
    expect(redactor.text(`Basic ${basic}`)).toMatch(/^Basic ••••=*$/);
    expect(redactor.text(`{"auth":"${basic}"}`)).toMatch(/^\{"auth":"••••=*"\}$/);
    expect(redactor.text(`https://${user}:${encodeURIComponent(password)}@a.test/`)).toMatch(
      /^https:\/\/••••:?@a\.test\/$/,
    );
  });

  it('[S2] a user name is hidden alone only where it is all there is', () => {
    const redactor = createRedactor();
    redactor.addPair('admin', 'hunter2!');
    expect(redactor.text('admin hunter2!')).toBe('admin ••••');
    const single = createRedactor();
    single.addPair('sk_live_1', '');
    expect(single.text('sk_live_1')).toBe('••••');
  });
});

describe('keys of many lines', () => {
  const lines = KEY.trim().split('\n');

  it.each(lines.filter((line) => line.length >= 4))('[S2] the line %s', (line) => {
    expect(hide(`see ${line}.`, KEY)).toBe('see ••••.');
    expect(hide(`see ${line}.`, KEY.replaceAll('\n', '\r\n   '))).toBe('see ••••.');
  });

  it.each<[string, (key: string) => string]>([
    ['as it is', (key) => key],
    ['with CRLF', (key) => key.replaceAll('\n', '\r\n')],
    ['in one line', (key) => key.replaceAll('\n', '')],
    ['in JSON', (key) => JSON.stringify(key).slice(1, -1)],
    ['in JSON with CRLF', (key) => JSON.stringify(key.replaceAll('\n', '\r\n')).slice(1, -1)],
    ['in JSON in JSON', (key) => JSON.stringify(JSON.stringify(key).slice(1, -1)).slice(1, -1)],
    ['percent-encoded', encodeURIComponent],
    ['percent-encoded with CRLF', (key) => encodeURIComponent(key.replaceAll('\n', '\r\n'))],
    ['in a form', (key) => new URLSearchParams({ key }).toString().slice(4)],
    ['in lines of another length', (key) => key.replaceAll('\n', '').replace(/.{25}/g, '$&\n')],
  ])('[S2] %s', (_, write) => {
    for (const secret of [KEY, KEY.replaceAll('\n', '\r\n'), KEY.replaceAll('\n', '\r')]) {
      expect(hide(`<${write(KEY.trim())}>`, secret)).toBe('<••••>');
    }
  });

  it.each<[string, (key: string) => string]>([
    ['as it is', (key) => key],
    ['with CRLF', (key) => key.replaceAll('\n', '\r\n')],
    ['in one line', (key) => key.replaceAll('\n', '')],
  ])('[S2] in hex and base64 %s', (_, write) => {
    for (const secret of [KEY, KEY.replaceAll('\n', '\r\n')]) {
      for (const before of ['', 'a', 'ab']) {
        const bytes = Buffer.from(before + write(KEY.trim()));
        expect(hide(bytes.toString('base64'), secret)).toMatch(/^.{0,2}••••=*$/);
        expect(hide(bytes.toString('base64').replace(/.{76}/g, '$&\n'), secret)).toMatch(/^.{0,2}••••=*$/);
        expect(hide(bytes.toString('hex'), secret)).toMatch(/^.{0,4}••••$/);
      }
    }
  });
});

describe('values', () => {
  const redactor = redactorOf('hunter2!', '12345678', '12345678901234567890');

  it('[S1] are looked through, keys and numbers too', () => {
    const value: JsonValue = {
      a: ['x', { b: 'is hunter2!', c: null, d: true }],
      'hunter2!': 1,
      n: [12345678, 123456789, -12345678, 1.5],
      long: JSON.parse('12345678901234567890'),
    };
    expect(redactor.value(value)).toEqual({
      a: ['x', { b: 'is ••••', c: null, d: true }],
      '••••': 1,
      n: ['••••', 123456789, -12345678, 1.5],
      long: '••••',
    });
  });

  it('[S3] are given back as the same where they hold no secret', () => {
    const value: JsonValue = { a: [{ b: 'x' }, 'y'], c: 'hunter2' };
    expect(redactor.value(value)).toBe(value);
    const mixed: JsonValue = { kept: { a: ['x'] }, list: [[1], 'hunter2!', ['y']] };
    const hidden = redactor.value(mixed) as typeof mixed; // what is no secret keeps its shape
    expect(hidden).toEqual({ kept: { a: ['x'] }, list: [[1], '••••', ['y']] });
    expect(hidden.kept).toBe(mixed.kept);
    expect((hidden.list as JsonValue[])[0]).toBe((mixed.list as JsonValue[])[0]); // both are lists
    expect(mixed.list).toEqual([[1], 'hunter2!', ['y']]);
  });

  it('[S3] are looked through once where they are large, and again for a secret that is new', () => {
    let reads = 0;
    const list: JsonValue[] = new Proxy(['x'.repeat(2_000), 'token-2'], {
      get(target, key, receiver) {
        if (key === '0') reads += 1;
        return Reflect.get(target, key, receiver);
      },
    });
    const redactor = redactorOf('hunter2!');
    const [first] = redactor.value([list, 'hunter2!']) as JsonValue[]; // a list stays one
    expect([first, reads]).toEqual([list, 1]);
    expect(redactor.value({ again: list, key: 'hunter2!' })).toEqual({ again: list, key: '••••' });
    const copy = redactor.value([list, 'hunter2!']);
    expect(redactor.value(copy)).toBe(copy);
    redactor.add('hunter2!');
    redactor.value(list);
    reads = 0;
    redactor.value([list]);
    expect(reads).toBe(0);
    redactor.add('token-2');
    expect(redactor.value({ list })).toEqual({ list: ['x'.repeat(2_000), '••••'] });
  });

  it('[S3] lose no member where keys become the same', () => {
    const both = redactorOf('hunter2!', 'hunter3!');
    const value = {
      first: 0,
      'hunter2!': 1,
      'hunter3!': 2,
      '•••• (2)': 3,
      '••••': 4,
      last: 5,
    };
    const hidden = both.value(value);
    expect(Object.entries(hidden ?? {})).toEqual([
      ['first', 0],
      ['••••', 1],
      ['•••• (2)', 2],
      ['•••• (2) (2)', 3],
      ['•••• (3)', 4],
      ['last', 5],
    ]);
  });

  it('[S3] have own members only', () => {
    const value = JSON.parse('{"a":"hunter2!","__proto__":{"b":"hunter2!"},"constructor":"x"}') as JsonValue; // text of ours
    const hidden = redactor.value(value);
    expect(JSON.stringify(hidden)).toBe('{"a":"••••","__proto__":{"b":"••••"},"constructor":"x"}');
    expect(Object.getPrototypeOf(hidden)).toBe(Object.prototype);
    const inherited: JsonValue = Object.create({ c: 'hunter2!' });
    expect(redactor.value(inherited)).toBe(inherited);
  });

  it('[S3] of any depth are looked through', () => {
    const nest = (inner: JsonValue, depth: number): JsonValue => {
      let value = inner;
      for (let level = 0; level < depth; level++) value = level % 2 === 0 ? [value] : { a: value };
      return value;
    };
    expect(redactor.value(nest('hunter2!', 200))).toEqual(nest('••••', 200));
    const clean = nest('x', 50_000);
    expect(redactor.value(clean)).toBe(clean);
    for (const inner of ['is hunter2!', 12345678, { 'hunter2!': 1 }]) {
      const hidden = redactor.value({ kept: 1, deep: nest(inner, 50_000) });
      expect(JSON.stringify(hidden)).toMatch(/^\{"kept":1,"deep":[^x]*••••[^x]*\}$/);
    }
  });

  it.each([0, 1])('[S1] hold no secret afterwards, as JSON (seed %i)', (seed) => {
    fc.assert(
      fc.property(
        anySecret(),
        fc.jsonValue({ maxDepth: 4 }),
        fc.constantFrom(...encoders),
        (secret, filler, { encode }) => {
          const value = [filler, { [`x${encode(secret)}`]: [encode(secret), filler] }, secret] as JsonValue; // fast-check's type for JSON is wider
          const hidden = redactorOf(secret).value(value);
          expect(findsSecret(JSON.stringify(hidden), secret)).toBe(false);
        },
      ),
      { seed, numRuns: 500 },
    );
  });

  it('[S3] cost nothing while there is no secret', () => {
    const empty = createRedactor();
    const value = { a: 'hunter2!' };
    expect(empty.isEmpty).toBe(true);
    expect(empty.value(value)).toBe(value);
    empty.add('hunter2!');
    empty.add('hunter2!');
    expect(empty.isEmpty).toBe(false);
    expect(empty.value(value)).toEqual({ a: '••••' });
  });
});

/** Of 4 characters at least, of any kind; texts that are easily mistaken for something else are frequent. */
function anySecret(): fc.Arbitrary<string> {
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

function surroundings(): fc.Arbitrary<string> {
  return fc.oneof(
    fc.string({ unit: fc.constantFrom(...'ab1%2/+-_=\\"&;#u \n'), maxLength: 12 }),
    fc.string({ unit: 'grapheme', maxLength: 12 }),
  );
}
