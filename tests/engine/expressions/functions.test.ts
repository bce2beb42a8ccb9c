import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExpressionError, evaluateTemplate, expressionFunctions, type JsonValue } from '#engine';
import { createBudget } from '../../../src/engine/expressions/limits.js';
import { exampleResults } from '../../support/function-examples.js';

describe('the table of functions', () => {
  it.each(expressionFunctions.map((fn) => [fn.name, fn] as const))(
    '[T9] %s does what its example says',
    (name, fn) => {
      const { template, scope = {}, result } = fn.example;
      expect(result).toEqual(exampleResults[name]);
      expect(evaluateTemplate(template, scope)).toEqual(result);
      expect(fn.signature).toContain(`| ${name}`);
      expect(fn.doc).toMatch(/\.$/);
    },
  );

  it('[T9] names each function once', () => {
    const names = expressionFunctions.map((fn) => fn.name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('[T9] has every function that the language promises', () => {
    const promised =
      'default json parse_json string number boolean upper lower capitalize trim replace split join slice first ' +
      'last at length keys values entries pick omit merge map where sort_by group_by unique flatten compact ' +
      'reverse sum min max round floor ceil abs add subtract multiply divide contains starts_with ends_with ' +
      'date to_iso to_unix add_time base64 base64_decode hex url_encode url_decode html_escape slug sha256 ' +
      'hmac_sha256 typeof';
    expect(expressionFunctions.map((fn) => fn.name).sort()).toEqual(promised.split(' ').sort());
  });

  it.each(expressionFunctions.map((fn) => [fn.name, fn] as const))(
    '[T9] %s gives JSON or an ExpressionError on every type of value, and changes none of them',
    (_name, fn) => {
      const wrong: string[] = [];
      const check = (value: JsonValue, args: JsonValue[]) => {
        const problem = problemOf(() => fn.call(value, args, createBudget()));
        if (problem) wrong.push(`${JSON.stringify([value, ...args])}: ${problem}`);
      };
      const most = Math.min(fn.maxArguments, 2);
      for (const value of samples) {
        if (fn.minArguments === 0) check(value, []);
        if (most > 0 && fn.minArguments <= 1) for (const first of samples) check(value, [first]);
        if (most > 1)
          for (const first of samples) for (const second of samples) check(value, [first, second]);
      }
      expect(wrong).toEqual([]);
    },
  );

  it('[T9] is checked by something that notices another error, what is no JSON, and a change', () => {
    const broken = (value: JsonValue): JsonValue =>
      value === null ? Number.NaN : { value: [undefined as never] };
    expect(problemOf(() => broken(null))).toBe('NaN');
    expect(problemOf(() => broken(1))).toBe('undefined');
    expect(problemOf(() => (samples as JsonValue[]).reverse())).toMatch(/^TypeError/);
  });

  it.each([0, 1, 2])('[T9] a pipe of any functions gives JSON or an ExpressionError (seed %i)', (seed) => {
    const value = fc.jsonValue() as fc.Arbitrary<JsonValue>;
    const step = fc.record({
      fn: fc.constantFrom(...expressionFunctions),
      args: fc.array(value, { minLength: 2, maxLength: 2 }),
    });
    fc.assert(
      fc.property(value, fc.array(step, { maxLength: 4 }), (input, steps) => {
        const calls = steps.map(({ fn }, index) => {
          const most = Math.min(fn.maxArguments, 2);
          const list = Array.from({ length: most }, (_, position) => `input.args[${index}][${position}]`);
          return ` | ${fn.name}(${list.join(', ')})`.replace('()', '');
        });
        const args = steps.map((one) => one.args);
        const problem = problemOf(() =>
          evaluateTemplate(`{{input.value${calls.join('')}}}`, { input: { value: input, args } }),
        );
        expect(problem).toBeUndefined();
      }),
      { seed, numRuns: 2_000 },
    );
  });
});

const samples: readonly JsonValue[] = deepFreeze([
  null,
  true,
  false,
  0,
  -2.5,
  3,
  1e308,
  '',
  'abc',
  '2024-01-31',
  'months',
  '%e9 \ud800 <😀>',
  '[{"a":1}]',
  [],
  [2, 1],
  [null, 'a', { a: 1 }, [true]],
  {},
  JSON.parse('{"a": [1], "__proto__": {"b": null}}'),
]);

/** What is wrong with a computation, if anything: an error other than ours, or a result that is no JSON. */
function problemOf(run: () => unknown): string | undefined {
  try {
    return notJson(run());
  } catch (error) {
    return error instanceof ExpressionError ? undefined : String(error);
  }
}

function notJson(value: unknown): string | undefined {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return undefined;
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : String(value);
  if (typeof value !== 'object') return String(value);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== Array.prototype) return 'an object of a class';
  return Object.values(value)
    .map(notJson)
    .find((problem) => problem !== undefined);
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const child of Object.values(value)) deepFreeze(child);
    Object.freeze(value);
  }
  return value;
}

describe('errors of functions', () => {
  it.each([
    ['{{12 | upper}}', 'type', 'upper needs text, but the value is the number 12.'],
    ['{{null | length}}', 'type', 'length needs text, list or object, but the value is null.'],
    ['{{"a" | split(1)}}', 'type', "split's separator must be text, but the value is the number 1."],
    ['{{[1, "2"] | sum}}', 'type', 'sum needs a list of numbers only, but the value is the text "2".'],
    [
      '{{"abc" | number}}',
      'type',
      'number needs a text that is a number, such as "12.5", but the value is the text "abc".',
    ],
    [
      '{{[1] | json(11)}}',
      'type',
      "json's indent must be a whole number from 0 to 10, but the value is the number 11.",
    ],
    [
      '{{"[1" | parse_json}}',
      'type',
      'parse_json needs a text that is JSON, but the value is the text "[1".',
    ],
    [
      '{{[{"a": [1, 2]}] | group_by("a")}}',
      'type',
      'group_by needs fields that are text, numbers, true or false, but the value is a list of 2.',
    ],
    ['{{true | round}}', 'type', 'round needs a number, but the value is true.'],
    ['{{ {"a": 1} | merge([]) }}', 'type', "merge's other must be an object, but the value is a list of 0."],
    ['{{ {"a": 1} | pick("a", 2) }}', 'type', "pick's keys must be text, but the value is the number 2."],
    ['{{1 | divide(0)}}', 'type', "divide's by must not be 0, but the value is the number 0."],
    ['{{"a" | uper}}', 'unknown_function', "There is no function 'uper'. Did you mean 'upper'?"],
    ['{{"a" | constructor}}', 'unknown_function', "There is no function 'constructor'."],
    ['{{"a" | split}}', 'syntax', 'split is used like this: text | split(separator: text) → list.'],
    ['{{"a" | upper(1)}}', 'syntax', 'upper is used like this: text | upper → text.'],
  ])('[T9] %s', (template, code, message) => {
    expect(() => evaluateTemplate(template, {})).toThrow(expect.objectContaining({ code, message }));
  });

  it('[T9] point at the function', () => {
    try {
      evaluateTemplate('ab {{12 | upper}}', {});
    } catch (error) {
      expect(error).toMatchObject({ position: { start: 10, end: 15 } });
    }
    expect.assertions(1);
  });
});

describe('corners', () => {
  it.each<[string, JsonValue]>([
    ['{{-2.5 | round}}', -3],
    ['{{1.005 | round(2)}}', 1.01],
    ['{{-0.4 | round}}', 0],
    ['{{1e21 | round(2)}}', 1e21],
    ['{{1e308 | round(15)}}', 1e308],
    ['{{-1234567890123.455 | round(2)}}', -1234567890123.46],
    ['{{"😀a" | length}}', 2],
    ['{{"😀a" | first}}', '😀'],
    ['{{[] | max}}', null],
    ['{{[] | sum}}', 0],
    ['{{[{"a": 1, "b": 2}, {"b": 2, "a": 1}] | unique | length}}', 1],
    ['{{[[["a", 1]], {"a": 1}] | unique | length}}', 2],
    ['{{[3, null, 1] | sort_by}}', [1, 3, null]],
    ['{{"a.b.c" | replace(".", "$&")}}', 'a$&b$&c'],
    ['{{ {"a": 1} | contains("toString") }}', false],
    ['{{[{"a": 1}] | map("toString")}}', [null]],
    ['{{"0x10" | default("") | contains("x")}}', true],
    ['{{[{"k": 1}, {"k": "1"}, {}, {"k": null}, {"k": false}] | group_by("k") | keys}}', ['1', '', 'false']],
    ['{{["a", {"k": "b"}] | group_by("k") | keys}}', ['', 'b']],
    ['{{[] | group_by("k")}}', {}],
    ['{{"Ada\u2019s ﬁrst \u00bd" | slug}}', 'adas-first-1-2'],
    ['{{"Łódź, Straße & Ærø" | slug}}', 'lodz-strasse-aero'],
    ['{{"cafe\\u0301" | slug}}', 'cafe'],
    ['{{"İstanbul — TM™" | slug}}', 'istanbul-tmtm'],
    ['{{"--a--b--" | slug}}', 'a-b'],
    ['{{"日本" | slug}}', ''],
    ['{{[1, {"a": 2}] | json(1)}}', '[\n 1,\n {\n  "a": 2\n }\n]'],
  ])('[T9] %s', (template, expected) => {
    expect(evaluateTemplate(template, {})).toEqual(expected);
  });
});

describe('names that objects inherit', () => {
  it.each<[string, JsonValue]>([
    ['{{input.rows | group_by("k") | keys}}', ['__proto__', 'constructor']],
    [
      '{{input.rows | group_by("k") | omit("constructor") | entries | at(0)}}',
      { key: '__proto__', value: [{ k: '__proto__' }] },
    ],
    ['{{input.own | merge({"a": 1}) | keys}}', ['__proto__', 'a']],
    ['{{input.own | pick("__proto__", "toString") | json}}', '{"__proto__":{"x":1}}'],
    ['{{[input] | map("toString")}}', [null]],
  ])('[T7] %s are fields like others, and only where they are own', (template, expected) => {
    const own: JsonValue = JSON.parse('{"__proto__": {"x": 1}}');
    const input = { own, rows: [{ k: '__proto__' }, { k: 'constructor' }] };
    expect(evaluateTemplate(template.replace('[input]', '[{"a": 1}]'), { input })).toEqual(expected);
  });
});
