import fc from 'fast-check';
import { RE2JS } from 're2js';
import { describe, expect, it } from 'vitest';
import { createBudget } from '../../../src/engine/expressions/limits.js';
import { compilePattern } from '../../../src/engine/expressions/pattern/compile-pattern.js';
import { extended, judge } from '../../support/patterns.js';

/** Patterns whose parts RE2 and ECMAScript write alike. */
const { pattern: anyPattern } = fc.letrec<{ pattern: string; atom: string }>((tie) => ({
  atom: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom('a', 'b', 'A', '1', '-', ' ', 'é', '😀', '\\.', '\\n', '^', '$'),
    fc.constantFrom('.', '[ab]', '[^a]', '[a-c1]', '[^\\n😀]', '[-b]', '\\p{L}', '\\P{Lu}', '[\\p{Lu}1]'),
    tie('pattern').map((inner) => `(${inner})`),
  ),
  pattern: fc
    .array(
      fc
        .tuple(tie('atom'), fc.constantFrom('', '', '', '*', '+', '?', '{2}', '{0,2}', '{1,}', '{0}'))
        .map(([atom, times]) => (atom === '^' || atom === '$' ? atom : atom + times)),
      { maxLength: 4 },
    )
    .chain((parts) => fc.constantFrom(parts.join(''), parts.join('|'))),
}));
const anyText = fc
  .array(fc.constantFrom('a', 'b', 'A', '1', '-', ' ', 'é', '😀', '.', '\n', '\r', 'c'), { maxLength: 7 })
  .map((characters) => characters.join(''));

/** The one difference: what `.` leaves out. */
const withDots = (pattern: string) =>
  pattern.replaceAll(/\\.|\./gs, (part) => (part === '.' ? '[^\\n\\r]' : part));

describe('patterns against other engines', () => {
  it.each([0, 1, 2, 3])('[T17] RE2 agrees on any pattern and text (seed %i)', (seed) => {
    fc.assert(
      fc.property(anyPattern, fc.array(anyText, { minLength: 1, maxLength: 4 }), (pattern, texts) => {
        const oracle = RE2JS.compile(withDots(pattern));
        for (const text of texts) {
          expect([text, ...judge(pattern, text)]).toEqual([
            text,
            oracle.matches(text),
            oracle.matcher(text).find(),
          ]);
        }
      }),
      { seed, numRuns: 2_000 },
    );
  });

  it.each([0, 1])('[T17] RE2 agrees where case is ignored (seed %i)', (seed) => {
    fc.assert(
      fc.property(anyPattern, anyText, (pattern, text) => {
        const oracle = RE2JS.compile(`(?i)${withDots(pattern)}`);
        expect(judge(`(?i)${pattern}`, text, extended)).toEqual([
          oracle.matches(text),
          oracle.matcher(text).find(),
        ]);
      }),
      { seed, numRuns: 1_000 },
    );
  });

  it.each([0, 1])('[T17] ECMAScript agrees too (seed %i)', (seed) => {
    fc.assert(
      fc.property(anyPattern, anyText, (pattern, text) => {
        const whole = new RegExp(`^(?:${withDots(pattern)})$`, 'u');
        expect(judge(pattern, text)).toEqual([
          whole.test(text),
          new RegExp(withDots(pattern), 'u').test(text),
        ]);
      }),
      { seed, numRuns: 1_000 },
    );
  });

  it.each([0, 1])('[T17] any text is a pattern or a problem, never more (seed %i)', (seed) => {
    const piece = fc.constantFrom(...'()[]{}|*+?.^$\\-,01apPLu:i\n😀\ud800');
    fc.assert(
      fc.property(
        fc.string({ unit: piece, maxLength: 16 }),
        fc.string(),
        fc.boolean(),
        (text, subject, isExtended) => {
          const pattern = compilePattern(text, { isExtended });
          if ('problem' in pattern) expect(pattern.message).toMatch(/pattern/);
          else expect(pattern.matches(subject, createBudget())).toBeTypeOf('boolean');
        },
      ),
      { seed, numRuns: 3_000 },
    );
  });
});
