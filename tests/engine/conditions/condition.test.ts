import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExpressionError, type JsonValue, type Scope } from '#engine';
import { compileCondition } from '../../../src/engine/conditions/compile-condition.js';
import { describeCondition } from '../../../src/engine/conditions/describe-condition.js';
import {
  type BinaryOperator,
  CONDITION_OPERATORS,
  type Condition,
  type ConditionOperator,
  isUnary,
} from '../../../src/engine/graph/condition-schema.js';
import { errorOf } from '../../support/expressions.js';

const holds = (condition: Condition, scope: Scope = {}) => compileCondition(condition, 'when')(scope);
const compare = (left: JsonValue, op: ConditionOperator, right?: JsonValue) =>
  holds({ left: '{{l}}', op, ...(right !== undefined && { right: '{{r}}' }) }, { l: left, r: right });

describe('operators', () => {
  it.each<[JsonValue, BinaryOperator, JsonValue, boolean]>([
    [1, 'equals', 1, true],
    [1, 'equals', '1', false],
    [null, 'equals', null, true],
    [{ a: [1], b: 2 }, 'equals', { b: 2, a: [1] }, true],
    [[1, 2], 'equals', [2, 1], false],
    [1, 'not_equals', '1', true],
    [2, 'gt', 1, true],
    [1, 'gt', 1, false],
    [1, 'gte', 1, true],
    [1, 'lt', 2, true],
    [2, 'lte', 1, false],
    ['2024-01-31', 'lt', '2024-02-01', true],
    ['Z', 'lt', 'a', true],
    ['\ufb01', 'lt', '\ud83d\ude00', true],
    ['', 'lte', '', true],
    ['b', 'gt', 'abc', true],
    ['invoice', 'contains', 'voi', true],
    ['invoice', 'contains', 'x', false],
    [[1, { a: 1 }], 'contains', { a: 1 }, true],
    [[1, '2'], 'contains', 2, false],
    [{ a: null }, 'contains', 'a', true],
    [{}, 'contains', 'constructor', false],
    [['a'], 'not_contains', 'b', true],
    ['invoice-1', 'starts_with', 'invoice', true],
    ['invoice-1', 'starts_with', '1', false],
    ['a.png', 'ends_with', '.png', true],
    ['open', 'in', ['open', 'paid'], true],
    [null, 'in', [], false],
    ['a', 'in', 'cat', true],
    ['id', 'in', { id: 0 }, true],
  ])('[C2] [C3] [C4] %j %s %j: %j', (left, op, right, expected) => {
    expect(compare(left, op, right)).toBe(expected);
  });

  it.each<[JsonValue, boolean]>([
    [null, true],
    ['', true],
    [[], true],
    [{}, true],
    [0, false],
    [false, false],
    [' ', false],
    [[null], false],
    [{ a: null }, false],
  ])('[C5] %j is empty: %j', (value, expected) => {
    expect(compare(value, 'empty')).toBe(expected);
    expect(compare(value, 'not_empty')).toBe(!expected);
    expect(compare(value, 'exists')).toBe(true);
    expect(compare(value, 'not_exists')).toBe(false);
  });

  it('[C5] what a reference does not find is not there and empty; for other operators it is an error', () => {
    const scope: Scope = { a: { b: 1 }, skipped: undefined };
    for (const left of ['{{a.c}}', '{{skipped.x}}', '{{a.c | upper}}', 'no. {{a.c}}']) {
      expect(holds({ left, op: 'exists' }, scope)).toBe(false);
      expect(holds({ left, op: 'not_exists' }, scope)).toBe(true);
      expect(holds({ left, op: 'empty' }, scope)).toBe(true);
      expect(holds({ left, op: 'not_empty' }, scope)).toBe(false);
    }
    expect(errorOf(() => holds({ left: '{{a.c}}', op: 'equals', right: 1 }, scope))).toMatchObject({
      code: 'missing',
      reference: 'a.c',
      place: 'when.left',
    });
    expect(errorOf(() => holds({ left: 1, op: 'equals', right: '{{a.c}}' }, scope)).place).toBe('when.right');
    expect(errorOf(() => holds({ left: '{{b.c}}', op: 'exists' }, scope)).code).toBe('unknown_root');
    expect(errorOf(() => holds({ left: '{{a.b | upper}}', op: 'exists' }, scope)).code).toBe('type');
  });

  it('[C3] a number is not compared with text; a numeric text is told how it can be', () => {
    expect(errorOf(() => compare('10', 'gt', 9))).toMatchObject({
      code: 'type',
      place: 'when',
      message:
        '\'is greater than\' needs two numbers or two texts, not the text "10" and the number 9. Write | number after the text to compare it as a number.',
    });
    expect(errorOf(() => compare(9, 'lte', 'ten')).message).not.toContain('| number');
  });

  const samples: JsonValue[] = [null, true, 0, 1.5, '', 'a', '12', [], ['a', 1], {}, { a: 1 }];
  it.each(
    CONDITION_OPERATORS.filter((op) => !isUnary(op)).flatMap((op) => samples.map((left) => [op, left])),
  )('[C1] %s of %j and any value is true, false or an ExpressionError of its place', (op, left) => {
    for (const right of samples) {
      try {
        expect(compare(left as JsonValue, op as ConditionOperator, right)).toBeTypeOf('boolean');
      } catch (error) {
        expect(error).toBeInstanceOf(ExpressionError);
        expect(error).toMatchObject({ code: 'type', place: 'when' });
      }
    }
  });
});

describe('matches', () => {
  it.each<[string, string, boolean]>([
    ['invoice-12', '\\d+', true],
    ['invoice', '\\d+', false],
    ['invoice-12', '^\\d+$', false],
    ['Invoice', '(?i)^invoice$', true],
    ['', '', true],
  ])('[C10] %j finds %j: %j', (text, pattern, expected) => {
    expect(holds({ left: text, op: 'matches', right: pattern })).toBe(expected);
    expect(compare(text, 'matches', pattern)).toBe(expected);
  });

  it('[C10] a pattern that is none is a syntax error: at once where it is written out, else when it is used', () => {
    const written: Condition = { left: 'x', op: 'matches', right: '(' };
    expect(errorOf(() => compileCondition(written, 'when'))).toMatchObject({
      code: 'syntax',
      place: 'when.right',
    });
    expect(errorOf(() => compare('x', 'matches', '('))).toMatchObject({ code: 'syntax', place: 'when' });
  });

  it('[C8] [C10] a pattern that would take a backtracking matcher for ever takes no time', () => {
    expect(compare('a'.repeat(5_000), 'matches', '^(a+)+b$')).toBe(false);
    expect(errorOf(() => compare('a'.repeat(20_000_000), 'matches', 'a+b')).code).toBe('limit');
  });
});

describe('sides', () => {
  it.each<[Condition, string]>([
    [{ left: 1, op: 'equals' }, "'is' needs a right side. Fill it in."],
    [{ left: 1, op: 'exists', right: 1 }, "'is there' needs no right side. Take it out."],
  ])('[C6] %j', (condition, message) => {
    expect(errorOf(() => compileCondition({ all: [condition] }, 'when'))).toMatchObject({
      code: 'syntax',
      place: 'when.all[0]',
      message,
    });
  });
});

describe('all, any and not', () => {
  const fails: Condition = { left: '{{nope}}', op: 'equals', right: 1 };
  const yes: Condition = { left: 1, op: 'equals', right: 1 };
  const no: Condition = { not: yes };

  it('[C7] stop at the first that decides, and hold as logic has it where there is none', () => {
    expect(holds({ any: [yes, fails] })).toBe(true);
    expect(holds({ all: [no, fails] })).toBe(false);
    expect(errorOf(() => holds({ all: [yes, { any: [no, fails] }] })).place).toBe('when.all[1].any[1].left');
    expect(holds({ all: [] })).toBe(true);
    expect(holds({ any: [] })).toBe(false);
  });

  it('[C7] are nested 64 deep at most', () => {
    let deep: Condition = yes;
    for (let depth = 0; depth < 5_000; depth++) deep = { not: deep };
    expect(errorOf(() => compileCondition(deep, 'when')).code).toBe('limit');
  });

  const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
    condition: fc.oneof(
      { maxDepth: 4 },
      fc
        .tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 }))
        .map(([left, right]): Condition => ({ left, op: 'lt', right })),
      fc.array(tie('condition'), { maxLength: 3 }).map((all): Condition => ({ all })),
      fc.array(tie('condition'), { maxLength: 3 }).map((any): Condition => ({ any })),
      tie('condition').map((not): Condition => ({ not })),
    ),
  }));

  it.each([0, 1])('[C7] follow de Morgan (seed %i)', (seed) => {
    fc.assert(
      fc.property(fc.array(condition, { maxLength: 4 }), (list) => {
        expect(holds({ not: { all: list } })).toBe(holds({ any: list.map((not) => ({ not })) }));
        expect(holds({ not: { any: list } })).toBe(holds({ all: list.map((not) => ({ not })) }));
      }),
      { seed, numRuns: 300 },
    );
  });

  it.each([0, 1])('[C2] [C4] [C5] an operator and its opposite never agree (seed %i)', (seed) => {
    const value = fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<JsonValue>; // what fast-check makes is JSON
    const opposites: [ConditionOperator, ConditionOperator][] = [
      ['equals', 'not_equals'],
      ['contains', 'not_contains'],
      ['gt', 'lte'],
      ['lt', 'gte'],
    ];
    const outcome = (left: JsonValue, op: ConditionOperator, right: JsonValue) => {
      try {
        return compare(left, op, right);
      } catch (error) {
        return error instanceof ExpressionError ? error.code : String(error);
      }
    };
    fc.assert(
      fc.property(value, fc.oneof(value, fc.constant(undefined)), (left, other) => {
        const right = other === undefined ? left : other;
        for (const [op, opposite] of opposites) {
          const first = outcome(left, op, right);
          expect(outcome(left, opposite, right)).toBe(first === 'type' ? 'type' : !first);
        }
        expect(compare(left, 'empty')).toBe(!compare(left, 'not_empty'));
      }),
      { seed, numRuns: 300 },
    );
  });
});

describe('compiling', () => {
  it('[C8] a condition once for each object and place', () => {
    const condition: Condition = { left: '{{a}}', op: 'equals', right: 1 };
    expect(compileCondition(condition, 'when')).toBe(compileCondition(condition, 'when'));
    expect(compileCondition(condition, 'poll.until')).not.toBe(compileCondition(condition, 'when'));
    expect(errorOf(() => compileCondition(condition, 'poll.until')({})).place).toBe('poll.until.left');
  });

  it('[C8] work is bounded, also for texts made to be slow to look through', () => {
    const many = Array.from({ length: 2_000 }, () => Array.from({ length: 1_000 }, () => 0));
    expect(
      errorOf(() =>
        compare(
          many,
          'contains',
          Array.from({ length: 1_000 }, () => 1),
        ),
      ).code,
    ).toBe('limit');
    const slow = `${'a'.repeat(50_000)}b${'a'.repeat(50_000)}`;
    expect(errorOf(() => compare('a'.repeat(5_000_000), 'contains', slow)).code).toBe('limit');
    expect(compare('a'.repeat(5_000_000), 'contains', 'ab')).toBe(false);
  });
});

describe('describeCondition', () => {
  it.each<[Condition, string]>([
    [{ left: '{{a.total}}', op: 'gt', right: 100 }, '{{a.total}} is greater than 100'],
    [{ left: '{{a}}', op: 'exists' }, '{{a}} is there'],
    [
      {
        all: [
          { left: '{{a}}', op: 'equals', right: 'x' },
          { any: [{ left: 1, op: 'lt', right: 2 }, { not: { left: '{{b}}', op: 'empty' } }] },
        ],
      },
      '{{a}} is "x" and (1 is less than 2 or not ({{b}} is empty))',
    ],
    [{ all: [{ any: [] }] }, 'never'],
    [{ all: [] }, 'always'],
    [{ left: 'x'.repeat(100), op: 'empty' }, `"${'x'.repeat(59)}… is empty`],
  ])('[C9] %j', (condition, text) => {
    expect(describeCondition(condition)).toBe(text);
  });
});
