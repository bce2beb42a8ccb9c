import { describe, expect, it } from 'vitest';
import { evaluateTemplate, type JsonValue, parseExpression } from '#engine';
import { extended, judge, problemOf } from '../../support/patterns.js';

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
