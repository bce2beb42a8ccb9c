import { describe, expect, it } from 'vitest';
import {
  compileTemplate,
  ExpressionError,
  evaluateTemplate,
  expressionFunctions,
  type JsonObject,
  type JsonValue,
  listReferences,
  renameRoot,
} from '#engine';
import { errorOf } from '../../support/expressions.js';

const limit = expect.objectContaining({ name: 'ExpressionError', code: 'limit' });
const list = (length: number, item: JsonValue = 0): JsonValue[] => Array.from({ length }, () => item);

function nested(depth: number, inner: JsonValue = 1): JsonValue {
  let value = inner;
  for (let level = 0; level < depth; level++) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}

describe('exactly at the bounds', () => {
  it('[T11] a text of 65,536 characters is read, one more is not', () => {
    const text = (length: number) => `{{input}}${'x'.repeat(length - 9)}`;
    expect(evaluateTemplate(text(65_536), { input: '' })).toHaveLength(65_527);
    expect(() => compileTemplate(text(65_537))).toThrow(limit);
    expect(evaluateTemplate('x'.repeat(100_000), {})).toHaveLength(100_000);
  });

  it('[T11] 32 functions are called, 33 are not', () => {
    expect(evaluateTemplate(`{{input${' | string'.repeat(32)}}}`, { input: 1 })).toBe('1');
    expect(() => compileTemplate(`{{input${' | string'.repeat(33)}}}`)).toThrow(limit);
  });

  it('[T11] what is too deep or too large is shown where it stands, and what it is', () => {
    expect(errorOf(() => compileTemplate(`{{${'['.repeat(66)}}}`)).position).toEqual({ start: 67, end: 68 });
    expect(() => evaluateTemplate('{{1e308 | multiply(10)}}', {})).toThrow(
      'the value is the number Infinity.',
    );
  });

  it('[T11] 1,000,000 values are visited, more are not', () => {
    // One for the list itself, and one for each of its items.
    expect(evaluateTemplate('{{input[*]}}', { input: list(999_999) })).toHaveLength(999_999);
    expect(() => evaluateTemplate('{{input[*]}}', { input: list(1_000_000) })).toThrow(limit);
  });

  it('[T11] the visits of one evaluation add up, those of another are its own', () => {
    const template = compileTemplate(['{{input[*]}}', '{{input[*]}}']);
    expect(() => template.evaluate({ input: list(600_000) })).toThrow(limit);
    const half = compileTemplate('{{input[*]}}');
    for (let time = 0; time < 3; time++)
      expect(half.evaluate({ input: list(600_000) })).toHaveLength(600_000);
  });

  it('[T11] 20,000,000 characters of text are made, more are not', () => {
    const input = 'x'.repeat(10_000_000);
    expect(evaluateTemplate('{{input}}{{input}}', { input })).toHaveLength(20_000_000);
    expect(() => evaluateTemplate('{{input}}{{input}}{{one}}', { input, one: 1 })).toThrow(limit);
  });

  it('[T11] literals, filters, groups and templates are 64 deep, not deeper', () => {
    const brackets = (depth: number) => `{{${'['.repeat(depth)}${']'.repeat(depth)}}}`;
    const parentheses = (depth: number) => `{{a[?${'('.repeat(depth)}@${')'.repeat(depth)}]}}`;
    const filters = (depth: number) => `{{a${'[?@'.repeat(depth)}${']'.repeat(depth)}}}`;
    const calls = (depth: number) => `{{a[?${'length('.repeat(depth)}@${')'.repeat(depth)} == 1]}}`;
    const groups = (depth: number) => `{{a[?match(@, "${'('.repeat(depth)}${')'.repeat(depth)}")]}}`;
    for (const [write, most] of [
      [brackets, 65],
      [parentheses, 63],
      [filters, 64],
      [calls, 63],
      [groups, 64],
    ] as const) {
      expect(() => compileTemplate(write(most))).not.toThrow();
      expect(() => compileTemplate(write(most + 1))).toThrow(limit);
    }
    expect(evaluateTemplate(nested(64, '{{a}}'), { a: 1 })).toEqual(nested(64));
    expect(() => compileTemplate(nested(65, '{{a}}'))).toThrow(limit);
  });
});

describe('results', () => {
  it('[T11] that stand for more than 20 MB of JSON are refused, though they share it', () => {
    const big = list(1_000, 'x'.repeat(1_000));
    expect(evaluateTemplate(list(15, '{{big}}'), { big })).toHaveLength(15);
    expect(() => evaluateTemplate(list(25, '{{big}}'), { big })).toThrow(limit);
    expect(() => evaluateTemplate(list(25, '{{text}}'), { text: 'x'.repeat(1_000_000) })).toThrow(limit);
    expect(() => evaluateTemplate(`{{root[${'*,'.repeat(25)}*]}}`, { root: [big] })).toThrow(limit);
    expect(() => evaluateTemplate({ a: `{{root[${'*,'.repeat(25)}*]}}` }, { root: [big] })).toThrow(limit);
  });

  it('[T11] that double step by step stop at 20 MB', () => {
    const template = compileTemplate(list(10, '{{step}}'));
    let step: JsonValue = 'laugh';
    const grow = () => {
      for (let time = 0; time < 30; time++) step = template.evaluate({ step });
    };
    expect(grow).toThrow(limit);
    expect(JSON.stringify(step).length).toBeLessThan(20_000_000);
  });

  it('[T11] that wrap each other step by step stop before they are too deep to be written', () => {
    const template = compileTemplate(nested(60, '{{step}}'));
    let step: JsonValue = 1;
    const grow = () => {
      for (let time = 0; time < 30; time++) step = template.evaluate({ step });
    };
    expect(grow).toThrow(limit);
    expect(step).toEqual(nested(240));
    expect(JSON.stringify(step)).toBeTypeOf('string');
  });

  it('[T11] are measured where they are made, not where they are a part of what is there', () => {
    const deep = nested(5_000);
    expect(evaluateTemplate('{{deep}}', { deep })).toBe(deep);
    expect(evaluateTemplate('{{deep[0]}}', { deep: [deep] })).toBe(deep);
    for (const template of [
      ['{{deep}}'],
      '{{deep[*]}}',
      '{{deep | default(1)}}',
      '{{deep.a | default(deep)}}',
    ])
      expect(() => evaluateTemplate(template, { deep })).toThrow(limit);
    expect(() => evaluateTemplate('x{{deep}}', { deep: nested(100_000) })).toThrow(limit);
  });

  it('[T11] that are large and the same are measured once', () => {
    const reads = { count: 0 };
    const big = new Proxy(list(3_000), {
      get(target, key, receiver) {
        reads.count += 1;
        return Reflect.get(target, key, receiver);
      },
    });
    const template = compileTemplate({ a: '{{big}}' });
    template.evaluate({ big });
    const first = reads.count;
    expect(first).toBeGreaterThan(3_000);
    template.evaluate({ big });
    expect(reads.count - first).toBeLessThan(100);
  });

  it('[T11] an error says which part of the template it is about', () => {
    const template = { body: { ok: '{{small}}', large: '{{big}}' } };
    expect(() => evaluateTemplate(template, { small: 1, big: nested(300) })).toThrow(
      expect.objectContaining({ code: 'limit', place: 'body.large' }),
    );
  });
});

describe('depth', () => {
  const deep = nested(20_000);
  const scope = { deep, list: [deep, deep], object: { a: deep, b: deep } as JsonObject };

  it.each(expressionFunctions.map((fn) => fn.name))(
    '[T11] %s of values 20,000 deep, once and 30 times, overflows no stack',
    (name) => {
      for (const value of ['deep', 'list', 'object', 'deep[*]', 'list[?@ == $[1]]', 'object..a']) {
        for (const args of ['', '("a")', '(object)', '(2)', '("a", list)']) {
          for (const times of [1, 30]) {
            const template = `{{${value}${` | ${name}${args}`.repeat(times)}}}`;
            expect(outcomeOf(template, scope), template).toMatch(/^(value|error)$/);
            expect(outcomeOf([template, `x${template}`], scope), template).toMatch(/^(value|error)$/);
          }
        }
      }
    },
  );

  it('[T12] references and renames of a template 100,000 deep end where compiling does', () => {
    const template = nested(100_000, '{{a}}');
    expect(listReferences(template)).toEqual([]);
    expect(renameRoot(template, 'a', 'b')).toBe(template);
    expect(() => compileTemplate(template)).toThrow(limit);
    expect(listReferences(nested(64, '{{a}}'))).toHaveLength(1);
    expect(renameRoot(nested(64, '{{a}}'), 'a', 'b')).toEqual(nested(64, '{{b}}'));
  });
});

describe('messages', () => {
  it('[T5] stay short where there are very many names, or very long ones', () => {
    const many = Object.fromEntries(list(100_000).map((_, index) => [`${'k'.repeat(60)}${index}`, index]));
    const long = { ['x'.repeat(1_000_000)]: 1 };
    for (const input of [many, long]) {
      const error = errorOf(() => evaluateTemplate(`{{input.${'k'.repeat(62)}}}`, { input }));
      expect(error.code).toBe('missing');
      expect(error.message.length).toBeLessThan(1_500);
    }
  });
});

function outcomeOf(template: JsonValue, scope: Record<string, JsonValue>): string {
  try {
    evaluateTemplate(template, scope);
    return 'value';
  } catch (error) {
    return error instanceof ExpressionError ? 'error' : String(error);
  }
}
