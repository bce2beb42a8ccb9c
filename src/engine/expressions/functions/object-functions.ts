import type { JsonObject, JsonValue } from '../../json.js';
import { ownProperty, setOwnProperty } from '../../json-operations.js';
import { spendVisits } from '../limits.js';
import { defineFunction } from './define-function.js';

/** Functions over objects. */
export const objectFunctions = [
  defineFunction('object | keys → list', (object, _arguments, budget) => {
    const keys = Object.keys(object);
    spendVisits(budget, keys.length);
    return keys;
  }),
  defineFunction('object | values → list', (object, _arguments, budget) => {
    const values = Object.values(object);
    spendVisits(budget, values.length);
    return values;
  }),
  defineFunction('object | entries → list', (object, _arguments, budget) => {
    const entries = Object.entries(object);
    spendVisits(budget, entries.length);
    return entries.map(([key, value]) => ({ key, value }));
  }),
  defineFunction('object | pick(…keys: text) → object', (object, keys) => {
    const picked: JsonObject = {};
    for (const key of keys) {
      const value = ownProperty(object, key);
      if (value !== undefined) setOwnProperty(picked, key, value);
    }
    return picked;
  }),
  defineFunction('object | omit(…keys: text) → object', (object, keys, budget) => {
    const unwanted = new Set(keys);
    const entries = Object.entries(object);
    spendVisits(budget, entries.length);
    return fromEntries(entries.filter(([key]) => !unwanted.has(key)));
  }),
  defineFunction('object | merge(other: object) → object', (object, [other], budget) => {
    const entries = [...Object.entries(object), ...Object.entries(other)];
    spendVisits(budget, entries.length);
    return fromEntries(entries);
  }),
];

/** An object of those own properties, whatever they are called. */
export function fromEntries(entries: Iterable<readonly [string, JsonValue]>): JsonObject {
  const object: JsonObject = {};
  for (const [key, value] of entries) setOwnProperty(object, key, value);
  return object;
}
