import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileTemplate, ExpressionError, evaluateTemplate, type JsonValue, parseExpression } from '#engine';
import { errorOf } from '../../support/expressions.js';

const scope = {
  step_1: {
    user: { id: 7, email: 'ada@example.com', name: 'Ada' },
    items: [
      { id: 1, price: 5 },
      { id: 2, price: 15 },
      { id: 3, price: 25 },
    ],
    'odd key': true,
    empty: null,
    list: [],
  },
  skipped: undefined,
  input: { userId: 7, flag: false },
};

const evaluationError = (template: JsonValue) => errorOf(() => evaluateTemplate(template, scope));

describe('safety', () => {
  it.each([
    '{{step_1.__proto__}}',
    '{{step_1.constructor}}',
    '{{step_1.user.prototype}}',
    "{{step_1['__proto__']['polluted']}}",
    '{{step_1.items.length}}',
    '{{step_1.user.toString}}',
    '{{step_1.user.name.length}}',
  ])('[T7] %s is a missing key', (template) => {
    expect(evaluationError(template).code).toBe('missing');
  });

  it.each(['{{__proto__}}', '{{constructor.x}}', '{{globalThis}}', '{{toString}}'])(
    '[T7] %s is no root',
    (template) => {
      expect(evaluationError(template).code).toBe('unknown_root');
    },
  );

  it('[T7] own keys with those names are data, and stay own', () => {
    const data: JsonValue = JSON.parse('{"__proto__": {"x": 1}, "constructor": 2}');
    expect(evaluateTemplate('{{input.__proto__.x}}', { input: data })).toBe(1);
    const built = evaluateTemplate(JSON.parse('{"__proto__": "{{input.constructor}}"}'), { input: data });
    expect(Object.keys(Object(built))).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(built)).toBe(Object.prototype);
    expect(evaluateTemplate('{{ {"__proto__": 1} | keys }}', {})).toEqual(['__proto__']);
  });

  it('[T16] a credential is no value', () => {
    expect(evaluationError('{{workspace.stripe}}').code).toBe('secret_outside_request');
    expect(errorOf(() => evaluateTemplate('{{workspace.stripe}}', { workspace: { stripe: 'x' } })).code).toBe(
      'secret_outside_request',
    );
  });
});

describe('text that can not be read', () => {
  it.each<[string, number]>([
    ['{{}}', 2],
    ['{{ }}', 3],
    ['a {{step_1.id', 2],
    ['{{step_1.}}', 9],
    ['{{step_1.id |}}', 13],
    ['{{step_1.id | upper(}}', 20],
    ['{{step_1.id | at(1 2)}}', 19],
    ['{{step_1[}}', 8],
    ['{{step_1[0}}', 8],
    ["{{'abc}}", 2],
    ['{{ {"a" 1} }}', 8],
    ['{{step_1.first-name}}', 14],
    ['{{1.2.3}}', 5],
    ['{{a b}}', 4],
    ['{{"\\x"}}', 3],
    ['{{"\\ud800"}}', 3],
    ['{{step_1[?@.a ==]}}', 16],
    ['{{step_1[?@.a = 1]}}', 14],
    ['{{step_1[?count(@.a]}}', 19],
    ['{{step_1[1 2]}}', 11],
    ['{{step_1[?@.* == 1]}}', 10],
  ])('[T10] %s', (template, start) => {
    const error = evaluationError(template);
    expect(error.code).toBe('syntax');
    expect(error.position?.start).toBe(start);
    expect(error.message).toMatch(/^.{10,}[.:]?/);
  });

  it('[T10] an expression alone is read with positions in itself', () => {
    expect(parseExpression(' step_1.user.id | default("x") ')).toMatchObject({
      operand: { type: 'reference', root: 'step_1', path: ['user', 'id'], start: 1, end: 15 },
      calls: [{ name: 'default', start: 18, end: 30, arguments: [{ type: 'literal', value: 'x' }] }],
    });
    expect(errorOf(() => parseExpression('a }}')).code).toBe('syntax');
  });

  it.each([
    ['{{1 + 2}}', "'+' is not expected here. Use | add(…)."],
    ['{{input.userId * 2}}', "'*' is not expected here. Use | multiply(…)."],
    ['{{input.userId / 2}}', "'/' is not expected here. Use | divide(…)."],
    ['{{input.userId | abs - 1}}', "'-' is not expected here. Use | subtract(…)."],
    [
      '{{input.user-id}}',
      "Names with - stand in brackets: step_1['first-name']. To subtract, use | subtract(…).",
    ],
    ['{{input.x || "none"}}', 'The name of a function follows |. For what may be missing: | default(…).'],
    ['{{input.flag ? 1 : 2}}', "'?' is not expected here. An expression goes on with | or ends with }}."],
  ])('[T10] %s says what stands for the operator of other languages', (template, message) => {
    expect(evaluationError(template)).toMatchObject({ code: 'syntax', message });
  });

  it.each([0, 1, 2])('[T10] any text is read or refused, never more (seed %i)', (seed) => {
    const piece = fc.constantFrom(
      '{{',
      '}}',
      '\\{{',
      'a',
      '.',
      '[',
      ']',
      '"',
      "'",
      '|',
      '(',
      ')',
      '*',
      '0',
      '-',
      ' ',
      '?',
      '@',
      ',',
      '\\',
      '..',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 24 }), (pieces) => {
        try {
          compileTemplate(pieces.join(''));
        } catch (error) {
          expect(error).toBeInstanceOf(ExpressionError);
        }
      }),
      { seed, numRuns: 2_000 },
    );
  });
});

describe('limits', () => {
  it.each<[string, string]>([
    ['length', `{{input}}${'x'.repeat(65_536)}`],
    ['pipe', `{{input${' | json'.repeat(33)}}}`],
    ['literal', `{{${'['.repeat(70)}${']'.repeat(70)}}}`],
    ['text', `{{input.big}}{{input.big}}{{input.big}}`],
    ['visits', `{{input.many | map("a") | map("a") | map("a")}}`],
    ['looking through long text', '{{input.big | upper | starts_with("y")}}'.repeat(100)],
    ['comparing long text', `{{input.texts[?@ == $.same${' && @ == $.same'.repeat(400)}]}}`],
    ['comparing long text deep down', `{{input.texts[?@ == $.other${' && @ == $.other'.repeat(400)}]}}`],
    ['many conditions', `{{input.many[?@ < 1${' || @ < 1'.repeat(200)}]}}`],
    ['comparing', '{{input.lists | contains(input.list)}}'.repeat(100)],
    ['counting fields', '{{input.fields | length}}'.repeat(100)],
    ['naming fields', '{{input.fields | keys | first}}'.repeat(100)],
    ['growth', `{{input.big | replace("x", "yyyyyyyyyyyyyyyyyyyyyyyy")}}`],
  ])('[T11] %s is bounded', (_name, template) => {
    const ones = (length: number) => Array.from({ length }, () => 1);
    const input = {
      big: 'x'.repeat(9_000_000),
      many: ones(400_000),
      texts: ['x'.repeat(100_000), ['x'.repeat(100_000)]],
      same: 'x'.repeat(100_000),
      other: ['x'.repeat(100_000)],
      lists: [ones(50_000)],
      list: ones(50_000),
      fields: Object.fromEntries(ones(50_000).map((one, index) => [`f${index}`, one])),
    };
    expect(errorOf(() => evaluateTemplate(template, { input })).code).toBe('limit');
  });

  it('[T11] brackets in a path are bounded too', () => {
    expect(evaluationError(`{{input[?${'('.repeat(100)}@.a${')'.repeat(100)}]}}`).code).toBe('limit');
  });

  it.each<[string, JsonValue]>([
    ['{{a | contains(b)}}', true],
    ['{{a[?@ == $[1]] | length}}', 2],
    ['{{a | where("x", b)}}', []],
    ['{{a | unique}}', 'type'],
  ])('[T9] %s of values nested 100,000 deep overflows nothing', (template, expected) => {
    const deep = () => {
      let value: JsonValue = 1;
      for (let depth = 0; depth < 100_000; depth++) value = [value];
      return value;
    };
    const scope = { a: [deep(), deep()], b: deep() };
    if (expected === 'type') expect(errorOf(() => evaluateTemplate(template, scope)).code).toBe('type');
    else expect(evaluateTemplate(template, scope)).toEqual(expected);
  });

  it('[T11] a template of objects is bounded in depth', () => {
    const deep: JsonValue = JSON.parse(`${'['.repeat(70)}"{{input}}"${']'.repeat(70)}`);
    expect(evaluationError(deep).code).toBe('limit');
  });
});
