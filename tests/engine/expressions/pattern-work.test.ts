import { describe, expect, it } from 'vitest';
import { evaluateTemplate, parseExpression } from '#engine';
import { compileExpression } from '../../../src/engine/expressions/compile-expression.js';
import { createBudget } from '../../../src/engine/expressions/limits.js';
import { compilePattern } from '../../../src/engine/expressions/pattern/compile-pattern.js';
import { judge, patternOf, problemOf, visitsOf } from '../../support/patterns.js';

describe('the work that a pattern is', () => {
  it.each<[pattern: string, unit: string]>([
    ['(a*)*b', 'a'],
    ['(a|aa)+$', 'a'],
    ['(a|a)*c', 'a'],
    ['(.*)(.*)(.*)(.*)x', 'a'],
    ['([a-z]+)*[0-9]', 'abc'],
    ['(a?){50}a{50}b', 'a'],
    ['(\\p{L}+\\p{L}+)+!', 'é'],
    ['^(([a-z])+.)+[A-Z]([a-z])+$', 'a'],
  ])('[T17] %s grows with the text, and no faster', (pattern, unit) => {
    const { matches, finds } = patternOf(pattern);
    for (const judgeText of [matches, finds]) {
      const short = visitsOf((budget) => judgeText(unit.repeat(500), budget));
      const long = visitsOf((budget) => judgeText(unit.repeat(2_000), budget));
      expect(short).toBeGreaterThan(0);
      expect(long).toBeLessThan(4.2 * short);
    }
  });

  it('[T17] a pattern of n optional parts is quadratic at most, not exponential', () => {
    const visits = (times: number) =>
      visitsOf((budget) => patternOf(`(a?){${times}}a{${times}}`).matches('a'.repeat(times), budget));
    expect(visits(200)).toBeLessThan(18 * visits(50));
  });

  it.each([
    'a{10001}',
    '((a{100}){100}){100}',
    '(){99999999999999999999999999}',
    '((((){1000}){1000}){1000}){1000}',
    `(${'()'.repeat(2_000)}){2000}`,
    'a'.repeat(10_001),
    `${'('.repeat(65)}a${')'.repeat(65)}`,
  ])('[T11] %.40s is too large a pattern', (text) => {
    expect(problemOf(text)?.problem).toBe('limit');
    expect(() => evaluateTemplate('{{t[?match(@, $[1])]}}', { t: ['a', text] })).toThrow(
      expect.objectContaining({ code: 'limit' }),
    );
  });

  it('[T11] nested repetitions that do not multiply are not too large', () => {
    expect(judge(`${'('.repeat(60)}a${')+'.repeat(60)}`, 'aaa')).toEqual([true, true]);
    expect(judge(`${'a|'.repeat(4_000)}b`, 'b')).toEqual([true, true]);
    expect(patternOf('a{5000}').matches('a'.repeat(5_000), createBudget())).toBe(true);
  });

  it.each([
    ['matching long text', '{{t[?search(@, "(a?){500}(a*)*b")]}}', { t: ['a'.repeat(100_000)] }],
    ['building many patterns', '{{t[?match("a", @)]}}', { t: manyPatterns(2_000, (n) => `(a{9}){900}${n}`) }],
    [
      'reading many patterns',
      '{{t[?match("a", @)]}}',
      { t: manyPatterns(2_000, (n) => `${'a'.repeat(9_000)}(${n}`) },
    ],
    [
      'looking up categories',
      '{{t[?search(@, "[\\\\P{L}\\\\P{N}\\\\P{S}]{9}!")]}}',
      { t: ['é'.repeat(400_000)] },
    ],
  ] as const)('[T11] %s is bounded', (_name, template, scope) => {
    expect(() => evaluateTemplate(template, scope as never)).toThrow(
      expect.objectContaining({ code: 'limit' }),
    );
  });

  it('[T11] costs the same whether a pattern is remembered or not', () => {
    const search = compileExpression(parseExpression('t[?search(@, $[1])]'));
    const outcome = () => visitsOf((budget) => search({ t: ['abc', 'b+c'] }, budget));
    const first = outcome();
    expect(outcome()).toBe(first);
    for (let index = 0; index < 20_000; index++) compilePattern(`x{${index}`);
    expect(outcome()).toBe(first);
  });

  it('[T11] a pattern from data is charged once for all that is matched with it', () => {
    const pattern = `(${'ab|'.repeat(300)}c)`;
    const scope = { t: { pattern, texts: Array.from({ length: 2_000 }, (_, index) => `c${index}`) } };
    expect(evaluateTemplate('{{t.texts[?match(@, $.pattern)]}}', scope)).toEqual([]);
    expect(() =>
      evaluateTemplate('{{t.texts[?match($.pattern, @)]}}', {
        t: { pattern, texts: manyPatterns(2_000, (n) => pattern + n) },
      }),
    ).toThrow(expect.objectContaining({ code: 'limit' }));
  });

  it('[T17] the last patterns are remembered, and not more', () => {
    const pattern = compilePattern('remembered+');
    expect(compilePattern('remembered+')).toBe(pattern);
    for (let index = 0; index < 20; index++) compilePattern(`a{9000}${index}`);
    expect(compilePattern('remembered+')).not.toBe(pattern);
  });
});

function manyPatterns(count: number, make: (index: number) => string): string[] {
  return Array.from({ length: count }, (_, index) => make(index));
}
