import type { JsonValue } from '../../json.js';
import { isJsonEqual, isJsonObject, ownProperty } from '../../json-operations.js';
import { type Budget, spendLength, spendVisits } from '../limits.js';
import { defineFunction, type ExpressionFunction, unfit } from './define-function.js';
import { stringify } from './text-of.js';

/** Deepest items that can be told apart. */
const MAX_DEPTH = 1_000;

const people = [
  { name: 'Ada', age: 36 },
  { name: 'Bob', age: 17 },
];

/** Functions over lists. */
export const listFunctions: readonly ExpressionFunction[] = [
  defineFunction({
    name: 'slice',
    input: 'text or list',
    parameters: [
      { name: 'start', type: 'number' },
      { name: 'end', type: 'number', optional: true },
    ],
    result: 'text or list',
    doc: 'The part from one position up to another (not included); negative ones count from the end.',
    example: { template: '{{[1, 2, 3, 4] | slice(1, -1)}}', result: [2, 3] },
    call: (value, [start, end], budget) => {
      const items = itemsOf(value, budget);
      const part = items.slice(whole('slice', start), end === undefined ? undefined : whole('slice', end));
      return typeof value === 'string' ? part.join('') : part;
    },
  }),
  defineFunction({
    name: 'first',
    input: 'text or list',
    parameters: [],
    result: 'any',
    doc: 'The first item or character; null where there is none.',
    example: { template: '{{["a", "b"] | first}}', result: 'a' },
    call: (value, _arguments, budget) => itemsOf(value, budget).at(0) ?? null,
  }),
  defineFunction({
    name: 'last',
    input: 'text or list',
    parameters: [],
    result: 'any',
    doc: 'The last item or character; null where there is none.',
    example: { template: '{{["a", "b"] | last}}', result: 'b' },
    call: (value, _arguments, budget) => itemsOf(value, budget).at(-1) ?? null,
  }),
  defineFunction({
    name: 'at',
    input: 'text or list',
    parameters: [{ name: 'position', type: 'number' }],
    result: 'any',
    doc: 'The item or character at a position, from 0; negative ones count from the end; null where there is none.',
    example: { template: '{{["a", "b", "c"] | at(-2)}}', result: 'b' },
    call: (value, [position], budget) => itemsOf(value, budget).at(whole('at', position)) ?? null,
  }),
  defineFunction({
    name: 'map',
    input: 'list',
    parameters: [{ name: 'key', type: 'text' }],
    result: 'list',
    doc: 'One field of every item; null for an item that lacks it.',
    example: {
      template: '{{input.people | map("name")}}',
      scope: { input: { people } },
      result: ['Ada', 'Bob'],
    },
    call: (list, [key], budget) => {
      spendVisits(budget, list.length);
      return list.map((item) => fieldOf(item, key));
    },
  }),
  defineFunction({
    name: 'where',
    input: 'list',
    parameters: [
      { name: 'key', type: 'text' },
      { name: 'equals', type: 'any', optional: true },
    ],
    result: 'list',
    doc: 'The items whose field equals a value; without a value, those whose field is neither false, null nor missing.',
    example: {
      template: '{{input.people | where("age", 17)}}',
      scope: { input: { people } },
      result: [{ name: 'Bob', age: 17 }],
    },
    call: (list, [key, equals], budget) => {
      spendVisits(budget, list.length);
      return list.filter((item) => {
        const field = fieldOf(item, key);
        return equals === undefined
          ? field !== null && field !== false
          : isJsonEqual(field, equals, (count) => spendVisits(budget, count));
      });
    },
  }),
  defineFunction({
    name: 'sort_by',
    input: 'list',
    parameters: [{ name: 'key', type: 'text', optional: true }],
    result: 'list',
    doc: 'The items in rising order of a field, or of themselves; equal ones keep their order, null goes last.',
    example: {
      template: '{{input.people | sort_by("age") | map("name")}}',
      scope: { input: { people } },
      result: ['Bob', 'Ada'],
    },
    call: (list, [key], budget) => {
      spendVisits(budget, list.length);
      return list
        .map((item) => ({ item, rank: key === undefined ? item : fieldOf(item, key) }))
        .sort((left, right) => compareRanks(left.rank, right.rank))
        .map(({ item }) => item);
    },
  }),
  defineFunction({
    name: 'unique',
    input: 'list',
    parameters: [{ name: 'key', type: 'text', optional: true }],
    result: 'list',
    doc: 'The items without repeats of a field, or of themselves; the first of each stays.',
    example: { template: '{{[1, 2, 1, "1"] | unique}}', result: [1, 2, '1'] },
    call: (list, [key], budget) => {
      const seen = new Set<string>();
      spendVisits(budget, list.length);
      return list.filter((item) => {
        const identity = canonical(key === undefined ? item : fieldOf(item, key), budget);
        return !seen.has(identity) && seen.add(identity);
      });
    },
  }),
  defineFunction({
    name: 'flatten',
    input: 'list',
    parameters: [],
    result: 'list',
    doc: 'The list with the items of its lists in their place, one level deep.',
    example: { template: '{{[[1, 2], 3, [[4]]] | flatten}}', result: [1, 2, 3, [4]] },
    call: (list, _arguments, budget) => {
      spendVisits(budget, list.length);
      for (const item of list) if (Array.isArray(item)) spendVisits(budget, item.length);
      return list.flat();
    },
  }),
  defineFunction({
    name: 'compact',
    input: 'list',
    parameters: [],
    result: 'list',
    doc: 'The list without null and empty text.',
    example: { template: '{{["a", null, "", 0, false] | compact}}', result: ['a', 0, false] },
    call: (list, _arguments, budget) => {
      spendVisits(budget, list.length);
      return list.filter((item) => item !== null && item !== '');
    },
  }),
  defineFunction({
    name: 'reverse',
    input: 'text or list',
    parameters: [],
    result: 'text or list',
    doc: 'The items or characters in the opposite order.',
    example: { template: '{{[1, 2, 3] | reverse}}', result: [3, 2, 1] },
    call: (value, _arguments, budget) => {
      spendVisits(budget, value.length);
      return typeof value === 'string' ? [...value].reverse().join('') : [...value].reverse();
    },
  }),
];

/** The items of a list, or the characters of a text: an emoji is one. */
function itemsOf(value: string | JsonValue[], budget: Budget): JsonValue[] {
  if (typeof value !== 'string') return value;
  spendVisits(budget, value.length);
  return [...value];
}

function fieldOf(item: JsonValue, key: string): JsonValue {
  return isJsonObject(item) ? (ownProperty(item, key) ?? null) : null;
}

function whole(name: string, position: number): number {
  if (!Number.isInteger(position)) throw unfit(name, 'needs whole numbers as positions', position);
  return position;
}

function compareRanks(left: JsonValue, right: JsonValue): number {
  if (left === null || right === null) return (left === null ? 1 : 0) - (right === null ? 1 : 0);
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  if (typeof left === 'string' && typeof right === 'string') return left < right ? -1 : left > right ? 1 : 0;
  if (typeof left === 'boolean' && typeof right === 'boolean') return Number(left) - Number(right);
  const odd = typeof left === 'object' ? left : right;
  throw unfit('sort_by', 'needs numbers only, or texts only, to put in order', odd);
}

/** JSON with the members in order of their keys, so that equal values, and only they, have equal text. */
function canonical(value: JsonValue, budget: Budget): string {
  if (typeof value === 'string' || typeof value !== 'object' || value === null) return stringify(value);
  const text = stringify(sortKeys(value, budget));
  spendLength(budget, text.length);
  return text;
}

function sortKeys(value: JsonValue, budget: Budget, depth = 0): JsonValue {
  spendVisits(budget, 1);
  if (depth > MAX_DEPTH)
    throw unfit('unique', `needs items that are nested ${MAX_DEPTH} deep at most`, value);
  if (Array.isArray(value)) return value.map((item) => sortKeys(item, budget, depth + 1));
  if (!isJsonObject(value)) return value;
  const keys = Object.keys(value).sort();
  return { fields: keys.map((key) => [key, sortKeys(value[key] ?? null, budget, depth + 1)]) };
}
