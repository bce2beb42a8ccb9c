import type { JsonObject, JsonValue } from '../../json.js';
import { ownProperty, setOwnProperty } from '../../json-operations.js';
import { spendVisits } from '../limits.js';
import { defineFunction } from './define-function.js';

/** Functions over objects. */
export const objectFunctions = [
  defineFunction('object | keys → list', {
    doc: 'The names of the fields.',
    example: { template: '{{ {"id": 1, "name": "Ada"} | keys }}', result: ['id', 'name'] },
    call: (object, _arguments, budget) => {
      const keys = Object.keys(object);
      spendVisits(budget, keys.length);
      return keys;
    },
  }),
  defineFunction('object | values → list', {
    doc: 'The values of the fields.',
    example: { template: '{{ {"id": 1, "name": "Ada"} | values }}', result: [1, 'Ada'] },
    call: (object, _arguments, budget) => {
      const values = Object.values(object);
      spendVisits(budget, values.length);
      return values;
    },
  }),
  defineFunction('object | entries → list', {
    doc: 'The fields as a list of objects with key and value.',
    example: { template: '{{ {"id": 1} | entries }}', result: [{ key: 'id', value: 1 }] },
    call: (object, _arguments, budget) => {
      const entries = Object.entries(object);
      spendVisits(budget, entries.length);
      return entries.map(([key, value]) => ({ key, value }));
    },
  }),
  defineFunction('object | pick(…keys: text) → object', {
    doc: 'Only the named fields; those that are not there are left out.',
    example: {
      template: '{{ {"id": 1, "name": "Ada", "age": 36} | pick("id", "age") }}',
      result: { id: 1, age: 36 },
    },
    call: (object, keys) => {
      const picked: JsonObject = {};
      for (const key of keys) {
        const value = ownProperty(object, key);
        if (value !== undefined) setOwnProperty(picked, key, value);
      }
      return picked;
    },
  }),
  defineFunction('object | omit(…keys: text) → object', {
    doc: 'All fields but the named ones.',
    example: { template: '{{ {"id": 1, "password": "x"} | omit("password") }}', result: { id: 1 } },
    call: (object, keys, budget) => {
      const unwanted = new Set(keys);
      const entries = Object.entries(object);
      spendVisits(budget, entries.length);
      return fromEntries(entries.filter(([key]) => !unwanted.has(key)));
    },
  }),
  defineFunction('object | merge(other: object) → object', {
    doc: "Both objects' fields; where both have one, the other's value stands. Not deep.",
    example: { template: '{{ {"a": 1, "b": 1} | merge({"b": 2}) }}', result: { a: 1, b: 2 } },
    call: (object, [other], budget) => {
      const entries = [...Object.entries(object), ...Object.entries(other)];
      spendVisits(budget, entries.length);
      return fromEntries(entries);
    },
  }),
];

/** An object of those own properties, whatever they are called. */
export function fromEntries(entries: Iterable<readonly [string, JsonValue]>): JsonObject {
  const object: JsonObject = {};
  for (const [key, value] of entries) setOwnProperty(object, key, value);
  return object;
}
