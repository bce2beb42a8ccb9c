import { appendTo } from '../../append-to.js';
import type { JsonValue } from '../../json.js';
import { isJsonObject, ownProperty } from '../../json-operations.js';
import { isSame } from '../is-same.js';
import { type Budget, spendLength, spendVisits, visitsOf } from '../limits.js';
import { defineFunction, unfit } from './define-function.js';
import { fromEntries } from './object-functions.js';
import { spendComparisons } from './spend-search.js';
import { stringify } from './text-of.js';

/** Deepest items that can be told apart. */
const MAX_DEPTH = 1_000;

/** Functions over lists. */
export const listFunctions = [
  defineFunction(
    'text or list | slice(start: number, end?: number) → text or list',
    (value, [start, end], budget) => {
      const items = itemsOf(value, budget);
      const part = items.slice(whole('slice', start), end === undefined ? undefined : whole('slice', end));
      return typeof value === 'string' ? part.join('') : part;
    },
  ),
  defineFunction(
    'text or list | first → any',
    (value, _arguments, budget) => itemsOf(value, budget).at(0) ?? null,
  ),
  defineFunction(
    'text or list | last → any',
    (value, _arguments, budget) => itemsOf(value, budget).at(-1) ?? null,
  ),
  defineFunction(
    'text or list | at(position: number) → any',
    (value, [position], budget) => itemsOf(value, budget).at(whole('at', position)) ?? null,
  ),
  defineFunction('list | map(key: text) → list', (list, [key], budget) => {
    spendVisits(budget, list.length);
    return list.map((item) => fieldOf(item, key));
  }),
  defineFunction('list | where(key: text, equals?: any) → list', (list, [key, equals], budget) => {
    spendVisits(budget, list.length);
    return list.filter((item) => {
      const field = fieldOf(item, key);
      return equals === undefined ? field !== null && field !== false : isSame(field, equals, budget);
    });
  }),
  defineFunction('list | sort_by(key?: text) → list', (list, [key], budget) => {
    spendVisits(budget, list.length);
    const ranked = list.map((item) => ({ item, rank: key === undefined ? item : fieldOf(item, key) }));
    const length = ranked.reduce((sum, { rank }) => sum + (typeof rank === 'string' ? rank.length : 0), 0);
    // Each is compared with others about as often as the list can be halved.
    spendComparisons(budget, length * (32 - Math.clz32(list.length)));
    return ranked.sort((left, right) => compareRanks(left.rank, right.rank)).map(({ item }) => item);
  }),
  defineFunction('list | group_by(key: text) → object', (list, [key], budget) => {
    spendVisits(budget, list.length);
    const groups = new Map<string, JsonValue[]>();
    for (const item of list) {
      const field = fieldOf(item, key);
      if (field !== null && typeof field === 'object')
        throw unfit('group_by', 'needs fields that are text, numbers, true or false', field);
      spendVisits(budget, visitsOf(field));
      appendTo(groups, String(field ?? ''), item);
    }
    return fromEntries(groups);
  }),
  defineFunction('list | unique(key?: text) → list', (list, [key], budget) => {
    const seen = new Set<string>();
    spendVisits(budget, list.length);
    return list.filter((item) => {
      const identity = canonical(key === undefined ? item : fieldOf(item, key), budget);
      return !seen.has(identity) && seen.add(identity);
    });
  }),
  defineFunction('list | flatten → list', (list, _arguments, budget) => {
    spendVisits(budget, list.length);
    for (const item of list) if (Array.isArray(item)) spendVisits(budget, item.length);
    return list.flat();
  }),
  defineFunction('list | compact → list', (list, _arguments, budget) => {
    spendVisits(budget, list.length);
    return list.filter((item) => item !== null && item !== '');
  }),
  defineFunction('text or list | reverse → text or list', (value, _arguments, budget) => {
    spendVisits(budget, value.length);
    return typeof value === 'string' ? [...value].reverse().join('') : [...value].reverse();
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
