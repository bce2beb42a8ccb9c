import { describe, expect, it } from 'vitest';
import { compileTemplate, evaluateTemplate, type JsonValue } from '#engine';
import { codeOf, guardPrototypes, attackedScope as scope } from '../../support/expressions.js';

guardPrototypes();

const codeOfTemplate = (template: JsonValue) => codeOf(() => evaluateTemplate(template, scope));

describe('text that is as long as it may be', () => {
  const full = (unit: string) => unit.repeat(Math.floor(65_536 / unit.length));
  const units = [
    '{{',
    '}}',
    '\\{{',
    '{{a}}',
    '{{a',
    '{',
    '\\',
    ' ',
    '|',
    '[',
    '(',
    '"',
    "'",
    '.',
    '?',
    '!',
    '-',
    '0',
    '\0',
    '😀',
  ];
  const starts = [
    '',
    '{{',
    '{{a',
    '{{a.',
    '{{a[',
    '{{a[?',
    '{{a[?@',
    '{{a[?(',
    '{{a[?!',
    '{{a[?@==',
    '{{a|f(',
    '{{"',
    '{{[',
    '{{{"a":',
    '{{1',
  ];

  it.each(starts)('[T11] %j and then anything is read or refused', (start) => {
    for (const unit of units) {
      for (const end of ['', '}}', ']}}', '"]}}', ')}}']) {
        const text = start + full(unit).slice(0, 65_536 - start.length - end.length) + end;
        expect(String(codeOf(() => compileTemplate(text)))).toMatch(
          /^(undefined|syntax|limit|unknown_function)$/,
        );
      }
    }
  });

  it.each([
    `{{a[${'?@['.repeat(21_000)}`,
    `{{a[?${'length('.repeat(9_000)}`,
    `{{a[?${'!('.repeat(30_000)}`,
    `{{a${'[?@'.repeat(60)}${'.b'.repeat(20_000)}`,
    `{{${'[{"a":'.repeat(10_000)}`,
    `{{a[?match(@, "${'('.repeat(60_000)}")]}}`,
  ])('[T11] %.20s… is no deeper than the stack', (text) => {
    expect(codeOf(() => compileTemplate(text))).toMatch(/^(syntax|limit)$/);
  });
});

describe('odd characters', () => {
  it.each([
    ['a byte order mark', '{{\ufeffinput}}'],
    ['a zero-width space', '{{\u200binput}}'],
    ['a zero-width joiner', '{{in\u200dput}}'],
    ['a right-to-left override', '{{\u202einput}}'],
    ['a no-break space', '{{\u00a0input}}'],
    ['a line separator', '{{input\u2028}}'],
    ['a NUL', '{{input\0}}'],
    ['a form feed', '{{\finput}}'],
    ['a lone surrogate', '{{input\ud800}}'],
    ['a lone surrogate in a name', '{{input.a\ud800}}'],
    ['a lone surrogate in quotes', '{{input["\udc00"]}}'],
    ['a NUL in quotes', '{{input["\0"]}}'],
    ['full-width braces inside', '{{input}\uff5d'],
    ['a combining mark', '{{input\u0301}}'],
    ['a full-width dot', '{{input\uff0ekey}}'],
    ['a Cyrillic letter', '{{inp\u0443t}}'],
    ['a dotless i', '{{\u0131nput}}'],
    ['a soft hyphen', '{{in\u00adput}}'],
  ])('[T10] %s is no part of an expression', (_name, template) => {
    expect(codeOfTemplate(template)).toBe('syntax');
  });

  it('[T3] outside of braces they are text', () => {
    for (const text of ['\uff5b\uff5binput\uff5d\uff5d', '{\u200b{input}}', '\ud800', '\0', '\ufeff']) {
      expect(evaluateTemplate(text, scope)).toBe(text);
      expect(evaluateTemplate(`${text}{{input.key}}`, scope)).toBe(`${text}__proto__`);
    }
  });

  it('[T7] names that look alike are different names', () => {
    const input = { key: 1, 'k\u0435y': 2, 'key\u200b': 3, 'e\u0301': 4, '\u00e9': 5 };
    expect(evaluateTemplate('{{input.key}}', { input })).toBe(1);
    expect(evaluateTemplate('{{input.k\u0435y}}', { input })).toBe(2);
    expect(evaluateTemplate('{{input.key\u200b}}', { input })).toBe(3);
    expect(evaluateTemplate('{{input.e\u0301}}', { input })).toBe(4);
    expect(evaluateTemplate('{{input.\u00e9}}', { input })).toBe(5);
  });
});

describe('numbers', () => {
  it.each([
    '{{1e400}}',
    '{{-1e400}}',
    `{{${'9'.repeat(400)}}}`,
    '{{a[9007199254740992]}}',
    '{{a[-9007199254740992]}}',
    `{{a[${'9'.repeat(60_000)}]}}`,
    '{{a[0:9007199254740992]}}',
    '{{a[?@ == 1e999]}}',
    '{{a[1e3]}}',
    '{{a[?@ == 01]}}',
  ])('[T8] %.40s is refused', (template) => {
    expect(codeOf(() => evaluateTemplate(template, { a: [1] }))).toBe('syntax');
  });

  it.each<[string, JsonValue]>([
    ['{{9007199254740993}}', 9007199254740992],
    ['{{1e-400}}', 0],
    ['{{5e-324}}', 5e-324],
    [`{{0.${'0'.repeat(400)}1}}`, 0],
    ['{{a[9007199254740991] | default("none")}}', 'none'],
    ['{{a[-9007199254740991] | default("none")}}', 'none'],
    ['{{a[::9007199254740991]}}', [1]],
    ['{{a[?@ == 1.0000000000000000000000000001]}}', [1]],
  ])('[T8] %.40s is a number like any other', (template, expected) => {
    expect(evaluateTemplate(template, { a: [1] })).toEqual(expected);
  });
});
