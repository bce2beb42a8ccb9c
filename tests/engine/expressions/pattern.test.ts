import fc from 'fast-check';
import { RE2JS } from 're2js';
import { describe, expect, it } from 'vitest';
import { evaluateTemplate, type JsonValue, parseExpression } from '#engine';
import { compileExpression } from '../../../src/engine/expressions/compile-expression.js';
import { createBudget } from '../../../src/engine/expressions/limits.js';
import {
  compilePattern,
  type Pattern,
  type PatternOptions,
} from '../../../src/engine/expressions/pattern/compile-pattern.js';

function patternOf(text: string, options?: PatternOptions): Pattern {
  const pattern = compilePattern(text, options);
  if ('problem' in pattern) throw new Error(pattern.message);
  return pattern;
}

/** [whether it is the whole text, whether it is in the text] */
function judge(pattern: string, text: string, options?: PatternOptions): [boolean, boolean] {
  const { matches, finds } = patternOf(pattern, options);
  return [matches(text, createBudget()), finds(text, createBudget())];
}

function problemOf(text: string, options?: PatternOptions) {
  const pattern = compilePattern(text, options);
  return 'problem' in pattern ? pattern : undefined;
}

function visitsOf(run: (budget: ReturnType<typeof createBudget>) => unknown): number {
  const budget = createBudget();
  const before = budget.visits;
  run(budget);
  return before - budget.visits;
}

const extended = { isExtended: true };

describe('patterns', () => {
  it.each<[pattern: string, text: string, matches: boolean, finds: boolean]>([
    ['', '', true, true],
    ['', 'a', false, true],
    ['a', 'a', true, true],
    ['a', 'ba', false, true],
    ['a|b', 'b', true, true],
    ['a|', '', true, true],
    ['|a', 'a', true, true],
    ['()', '', true, true],
    ['(|a)+', 'aaa', true, true],
    ['(a*)*', 'aaab', false, true],
    ['(a*)+b', 'aaab', true, true],
    ['(a|aa)+', 'aaaaa', true, true],
    ['(ab|a)(bc|c)?', 'abc', true, true],
    ['a{0}', '', true, true],
    ['a{0}', 'a', false, true],
    ['a{2}', 'aa', true, true],
    ['a{2}', 'a', false, false],
    ['a{2}', 'aaa', false, true],
    ['a{1,3}b', 'aaaab', false, true],
    ['a{2,}', 'aaaaa', true, true],
    ['a{2,}', 'a', false, false],
    ['a{0,}', '', true, true],
    ['(a{2}){2}', 'aaaa', true, true],
    ['(a{1,2}){2}', 'aaaaa', false, true],
    ['a{000002}', 'aa', true, true],
    ['.', '\n', false, false],
    ['.', '\r', false, false],
    ['.', '\u2028', true, true],
    ['.', '\u0085', true, true],
    ['.', '😀', true, true],
    ['..', '😀', false, false],
    ['😀+', '😀😀', true, true],
    ['[😀-😃]', '😂', true, true],
    ['[^a]', '😀', true, true],
    ['[^a]', '\n', true, true],
    ['[a-c]', 'b', true, true],
    ['[a-cx-z]+', 'azb', true, true],
    ['[c-da-bb-c]+', 'abcd', true, true],
    ['[-a]+', 'a-', true, true],
    ['[a-]+', 'a-', true, true],
    ['[-]', '-', true, true],
    ['[--]', '-', true, true],
    ['[^-]', '-', false, false],
    ['[a^]+', '^a', true, true],
    ['[^^]', '^', false, false],
    ['[.*+?(){}|$]+', '.*+?(){}|$', true, true],
    ['[\\]\\[\\\\\\-\\^]+', '][\\-^', true, true],
    ['[\\--0]+', '-./0', true, true],
    ['[\\n-\\r]', '\v', true, true],
    ['[\\p{L}\\p{Nd}]+', 'aЖ1', true, true],
    ['[^\\p{L}]', '1', true, true],
    ['[\\P{L}a]', 'a', true, true],
    ['[^\\P{L}a]', 'b', true, true],
    ['\\p{Lu}\\p{Ll}*', 'Ünï', true, true],
    ['\\P{Z}', ' ', false, false],
    ['\\p{Sc}', '€', true, true],
    ['\\p{So}', '😀', true, true],
    ['\\(\\)\\*\\+\\-\\.\\?\\[\\]\\\\\\^\\{\\|\\}', '()*+-.?[]\\^{|}', true, true],
    ['\\n\\r\\t', '\n\r\t', true, true],
    ['"\'/ ,-<>=!#%&:;@_`~', '"\'/ ,-<>=!#%&:;@_`~', true, true],
    ['^a$', 'a', true, true],
    ['^a', 'ba', false, false],
    ['a$', 'ab', false, false],
    ['^', 'x', false, true],
    ['$', 'x', false, true],
    ['^$', '', true, true],
    ['(^a|b$)', 'xb', false, true],
    ['a^b', 'a^b', false, false],
    ['(^|x)a', 'bxa', false, true],
  ])('[T17] %j on %j', (pattern, text, matches, finds) => {
    expect(judge(pattern, text)).toEqual([matches, finds]);
    expect(judge(pattern, text, extended)).toEqual([matches, finds]);
  });

  it.each<[pattern: string, text: string, matches: boolean, finds: boolean]>([
    ['\\d{4}-\\d{2}', 'on 2024-01', false, true],
    ['\\w+', 'a_1', true, true],
    ['\\W', 'é', true, true],
    ['\\D\\S', '\ta', true, true],
    ['\\s', '\u00a0', true, true],
    ['[\\w.+-]+@[\\w-]+\\.[a-z]{2,}', 'ada.l+x@mail-1.example', true, true],
    ['[^\\d\\s]+', 'ab', true, true],
    ['[\\D]', '5', false, false],
    ['(?:ab)+', 'abab', true, true],
    ['a+?b*?c??', 'aabb', true, true],
    ['\\/\\$\\"\\@', '/$"@', true, true],
    ['(?i)straSSe', 'STRAsse', true, true],
    ['(?i)ß', 'SS', false, false],
    ['(?i)[a-z]+é', 'ABCÉ', true, true],
    ['(?i)[^a]', 'A', false, false],
    ['(?i)\\p{Lu}', 'a', true, true],
    ['(?i)\\P{Lu}', 'a', false, false],
    ['(?i)[\\P{Lu}b]', 'B', true, true],
    ['(?i)К', 'к', true, true],
  ])('[T17] extended %j on %j', (pattern, text, matches, finds) => {
    expect(judge(pattern, text, extended)).toEqual([matches, finds]);
  });

  it.each([
    '*a',
    '+',
    '?',
    'a**',
    'a|*',
    '(+)',
    '(',
    '(a',
    'a)',
    '[',
    '[a',
    '[]',
    '[^]',
    '[z-a]',
    '[a-b-c]',
    '[a--]',
    '[[]',
    '[a-\\p{L}]',
    '[\\p{L}-z]',
    'a]',
    'a{',
    'a{}',
    'a{,2}',
    'a{1',
    'a{2,1}',
    'a{-1}',
    '{1}',
    '}',
    '\\',
    '\\p',
    '\\pL',
    '\\p{}',
    '\\p{Lx}',
    '\\p{Cs}',
    '\\p{Latin}',
    '\\p{Script=Greek}',
    '\\1',
    '\\b',
    '\\u0041',
    '\\x41',
    '[\\b]',
    '\ud800',
    '[\udfff]',
    '(?=a)',
    '(?!a)',
    '(?<=a)',
    '(?<n>a)',
    '(?P<n>a)',
    'a(?i)b',
  ])('[T17] %j is no pattern, in neither form', (text) => {
    for (const options of [{}, extended]) {
      expect(problemOf(text, options)).toMatchObject({
        problem: 'syntax',
        message: expect.stringMatching(/^This pattern can't be read at .+: .+\.$/s),
      });
    }
  });

  it.each(['\\d', '\\W', '(?:a)', '(?i)a', 'a+?', '\\/', '\\$', '[\\s]'])(
    '[T17] %j is a pattern in the extended form only',
    (text) => {
      expect(problemOf(text)?.problem).toBe('syntax');
      expect(problemOf(text, extended)).toBeUndefined();
    },
  );

  it('[T17] that can not be read say where and what to write', () => {
    expect(problemOf('ab(c')?.message).toBe(
      "This pattern can't be read at its end: a group is never closed.",
    );
    expect(problemOf('a{1b')?.message).toBe(`This pattern can't be read at "{1b": write \\{ for a {.`);
  });
});

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

describe('match() and search()', () => {
  const data = ['abc', 'xabcx', 'ABC', 12, null, { a: 'abc' }] as JsonValue;
  it.each<[string, JsonValue]>([
    ['[?match(@, "abc")]', ['abc']],
    ['[?search(@, "abc")]', ['abc', 'xabcx']],
    ['[?!search(@, "b")]', ['ABC', 12, null, { a: 'abc' }]],
    ['[?match(@.a, $[0])]', [{ a: 'abc' }]],
    ['[?search("abc", @)]', ['abc']],
    ['[?match(@, "[")]', []],
    ['[?!match(@, "[")]', data],
    ['[?search(@, 1)]', []],
    ['[?search(@, "\\\\d")]', []],
    ['[?search(@, $.nothing)]', []],
  ])('[T17] %s', (path, expected) => {
    expect(evaluateTemplate(`{{t${path}}}`, { t: data })).toEqual(expected);
  });

  it('[T17] a pattern from data is read like one that is written out', () => {
    const scope = { t: { patterns: ['a+', '(', '\\d', 'A'], text: 'aaa' } };
    expect(evaluateTemplate('{{t.patterns[?match($.text, @)]}}', scope)).toEqual(['a+']);
  });

  it('[T11] a pattern that is written out and too large is an error where it stands', () => {
    expect(() => parseExpression('t[?match(@, "a{10001}")]')).toThrow(
      expect.objectContaining({ code: 'limit', position: { start: 12, end: 22 } }),
    );
  });
});

function manyPatterns(count: number, make: (index: number) => string): string[] {
  return Array.from({ length: count }, (_, index) => make(index));
}
