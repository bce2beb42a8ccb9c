import type { JsonValue } from '../../json.js';
import { isJsonEqual, isJsonObject, ownProperty } from '../../json-operations.js';
import { type Budget, spendLength, spendVisits, visitsOf } from '../limits.js';
import { defineFunction, unfit } from './define-function.js';
import { fromEntries } from './object-functions.js';
import { stringify } from './text-of.js';

/** Deepest items that can be told apart. */
const MAX_DEPTH = 1_000;

const people = [
  { name: 'Ada', age: 36 },
  { name: 'Bob', age: 17 },
];

/** Functions over lists. */
export const listFunctions = [
  defineFunction('text or list | slice(start: number, end?: number) → text or list', {
    doc: 'The part from one position up to another (not included); negative ones count from the end.',
    example: { template: '{{[1, 2, 3, 4] | slice(1, -1)}}', result: [2, 3] },
    call: (value, [start, end], budget) => {
      const items = itemsOf(value, budget);
      const part = items.slice(whole('slice', start), end === undefined ? undefined : whole('slice', end));
      return typeof value === 'string' ? part.join('') : part;
    },
  }),
  defineFunction('text or list | first → any', {
    doc: 'The first item or character; null where there is none.',
    example: { template: '{{["a", "b"] | first}}', result: 'a' },
    call: (value, _arguments, budget) => itemsOf(value, budget).at(0) ?? null,
  }),
  defineFunction('text or list | last → any', {
    doc: 'The last item or character; null where there is none.',
    example: { template: '{{["a", "b"] | last}}', result: 'b' },
    call: (value, _arguments, budget) => itemsOf(value, budget).at(-1) ?? null,
  }),
  defineFunction('text or list | at(position: number) → any', {
    doc: 'The item or character at a position, from 0; negative ones count from the end; null where there is none.',
    example: { template: '{{["a", "b", "c"] | at(-2)}}', result: 'b' },
    call: (value, [position], budget) => itemsOf(value, budget).at(whole('at', position)) ?? null,
  }),
  defineFunction('list | map(key: text) → list', {
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
  defineFunction('list | where(key: text, equals?: any) → list', {
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
  defineFunction('list | sort_by(key?: text) → list', {
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
  defineFunction('list | group_by(key: text) → object', {
    doc: 'An object of lists: the items by what a field says, which is text, a number, true or false; by "" where it is null or missing.',
    example: {
      template: '{{[{"to": "a", "id": 1}, {"to": "b", "id": 2}, {"to": "a", "id": 3}] | group_by("to")}}',
      result: {
        a: [
          { to: 'a', id: 1 },
          { to: 'a', id: 3 },
        ],
        b: [{ to: 'b', id: 2 }],
      },
    },
    call: (list, [key], budget) => {
      spendVisits(budget, list.length);
      const groups = new Map<string, JsonValue[]>();
      for (const item of list) {
        const field = fieldOf(item, key);
        if (field !== null && typeof field === 'object')
          throw unfit('group_by', 'needs fields that are text, numbers, true or false', field);
        spendVisits(budget, visitsOf(field));
        const name = String(field ?? '');
        const group = groups.get(name);
        if (group) group.push(item);
        else groups.set(name, [item]);
      }
      return fromEntries(groups);
    },
  }),
  defineFunction('list | unique(key?: text) → list', {
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
  defineFunction('list | flatten → list', {
    doc: 'The list with the items of its lists in their place, one level deep.',
    example: { template: '{{[[1, 2], 3, [[4]]] | flatten}}', result: [1, 2, 3, [4]] },
    call: (list, _arguments, budget) => {
      spendVisits(budget, list.length);
      for (const item of list) if (Array.isArray(item)) spendVisits(budget, item.length);
      return list.flat();
    },
  }),
  defineFunction('list | compact → list', {
    doc: 'The list without null and empty text.',
    example: { template: '{{["a", null, "", 0, false] | compact}}', result: ['a', 0, false] },
    call: (list, _arguments, budget) => {
      spendVisits(budget, list.length);
      return list.filter((item) => item !== null && item !== '');
    },
  }),
  defineFunction('text or list | reverse → text or list', {
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
  spendVisits(budget, visitsOf(value));
  if (typeof value !== 'object' || value === null) return stringify(value);
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
