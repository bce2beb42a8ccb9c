import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExpressionError, evaluateTemplate, expressionFunctions, type JsonValue } from '#engine';

describe('the table of functions', () => {
  it.each(expressionFunctions.map((fn) => [fn.name, fn] as const))(
    '[T9] %s does what its example says',
    (name, fn) => {
      const { template, scope = {}, result } = fn.example;
      expect(evaluateTemplate(template, scope as never)).toEqual(result);
      expect(fn.signature).toContain(`| ${name}`);
      expect(fn.doc).toMatch(/\.$/);
    },
  );

  it('[T9] names each function once', () => {
    const names = expressionFunctions.map((fn) => fn.name);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each([0, 1, 2])(
    '[T9] every function gives JSON or an ExpressionError on any value (seed %i)',
    (seed) => {
      const names = fc.constantFrom(...expressionFunctions.map((fn) => fn.name));
      const value = fc.jsonValue() as fc.Arbitrary<JsonValue>;
      fc.assert(
        fc.property(names, value, fc.array(value, { maxLength: 2 }), (name, input, args) => {
          const list = args.map((_, index) => `input.args[${index}]`).join(', ');
          try {
            const result = evaluateTemplate(`{{input.value | ${name}(${list})}}`, {
              input: { value: input, args },
            });
            expect(JSON.parse(JSON.stringify(result))).toEqual(JSON.parse(JSON.stringify(result)));
            expect(result).toBeDefined();
          } catch (error) {
            expect(error).toBeInstanceOf(ExpressionError);
          }
        }),
        { seed, numRuns: 2_000 },
      );
    },
  );
});

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
  ])('[T9] %s', (template, expected) => {
    expect(evaluateTemplate(template, {})).toEqual(expected);
  });
});
