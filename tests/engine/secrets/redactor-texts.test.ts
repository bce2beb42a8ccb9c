import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../../src/engine/secrets/redactor.js';
import { anySecret, hide, redactorOf, SECRETS, surroundings } from '../../support/redactors.js';
import { encoders } from '../../support/secret-encoders.js';
import { findsSecret } from '../../support/secret-finder.js';

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
