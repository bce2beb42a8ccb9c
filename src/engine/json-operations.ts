import type { JsonObject, JsonValue } from './json.js';

/** What JSON calls a value's type. */
export type JsonType = 'null' | 'boolean' | 'number' | 'string' | 'array' | 'object';

export function jsonTypeOf(value: JsonValue): JsonType {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : (typeof value as JsonType); // the four others have JavaScript's own names
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The own property of that name, or undefined: nothing is ever read from a prototype. */
export function ownProperty<T>(object: { readonly [key: string]: T }, key: string): T | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** What a list has at an index, counted from its end where that is negative, or an object of its own under a name. */
export function memberOf(value: JsonValue | undefined, key: string | number): JsonValue | undefined {
  if (typeof key === 'number') return Array.isArray(value) ? value.at(key) : undefined;
  return isJsonObject(value) ? ownProperty(value, key) : undefined;
}

/** Sets an own property, also where a plain assignment would reach a setter of the prototype (`__proto__`). */
export function setOwnProperty<T>(object: { [key: string]: T }, key: string, value: T): void {
  if (key === '__proto__') {
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  } else {
    object[key] = value;
  }
}

/** True where arrays and objects lie deeper in one another than `limit`. Never recurses, so it can't overflow. */
export function isDeeperThan(value: unknown, limit: number): boolean {
  const pending: [unknown, number][] = [[value, 0]];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const [current, depth] = next;
    if (typeof current !== 'object' || current === null) continue;
    if (depth >= limit) return true;
    for (const key of Object.keys(current)) pending.push([(current as JsonObject)[key], depth + 1]); // any object has string keys
  }
  return false;
}

/**
 * Equal as JSON: same members and items, whatever the order of the members. Never recurses, so it can't
 * overflow; `visit` is called with the number of values that are looked at next (sixteen characters of a text
 * count as one), and may throw to stop it.
 */
export function isJsonEqual(
  first: JsonValue,
  second: JsonValue,
  visit: (count: number) => void = () => undefined,
): boolean {
  const pending: [JsonValue, JsonValue][] = [[first, second]];
  for (let pair = pending.pop(); pair; pair = pending.pop()) {
    const [left, right] = pair;
    // Comparing long texts is work as well, wherever they stand.
    if (typeof left === 'string' && typeof right === 'string') visit(Math.floor(left.length / 16));
    if (left === right) continue;
    if (Array.isArray(left)) {
      if (!Array.isArray(right) || left.length !== right.length) return false;
      visit(left.length);
      for (const [index, item] of left.entries()) pending.push([item, right[index] ?? null]);
    } else {
      if (!isJsonObject(left) || !isJsonObject(right)) return false;
      const keys = Object.keys(left);
      if (keys.length !== Object.keys(right).length) return false;
      visit(keys.length);
      for (const key of keys) {
        if (!Object.hasOwn(right, key)) return false;
        pending.push([left[key] ?? null, right[key] ?? null]);
      }
    }
  }
  return true;
}

/** Where in a value the first thing stands that is no JSON; undefined where all of it is JSON. */
export function placeOfNoJson(value: unknown): (string | number)[] | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value))
    return undefined;
  const isList = Array.isArray(value);
  if (!isList && !isPlainObject(value)) return [];
  for (const [key, member] of isList ? value.entries() : Object.entries(value)) {
    const place = placeOfNoJson(member);
    if (place) return [key, ...place];
  }
  return undefined;
}

/** True for objects as `JSON.parse` makes them, in whatever realm; not for dates, maps and their like. */
function isPlainObject(value: unknown): value is JsonObject {
  if (!isJsonObject(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
