import type { JsonValue } from './json.js';
import { setOwnProperty } from './json-operations.js';

/** The keys and indices that lead to a value inside a document. */
export type PlacePath = readonly (string | number)[];

const IDENTIFIER = /^[A-Za-z_$][A-Za-z0-9_$]*$/;

/** Writes a place as text: `request.query.userId`, `input.items[0]`, `request.headers['X Y']`. */
export function formatPlace(path: PlacePath): string {
  let text = '';
  for (const key of path) {
    if (typeof key === 'number') text += `[${key}]`;
    else if (IDENTIFIER.test(key)) text += text === '' ? key : `.${key}`;
    else text += `['${key.replace(/[\\']/g, '\\$&')}']`;
  }
  return text;
}

/** One step further than `place`. */
export function placeWithin(place: string, key: string | number): string {
  if (place === '') return formatPlace([key]);
  if (typeof key === 'number') return `${place}[${key}]`;
  return IDENTIFIER.test(key) ? `${place}.${key}` : `${place}${formatPlace([key])}`;
}

/** Reads what `formatPlace` writes. Text that is no place throws a `RangeError`: places come from code, not from people. */
export function parsePlace(place: string): (string | number)[] {
  const path: (string | number)[] = [];
  const pattern = /\.?([A-Za-z_$][A-Za-z0-9_$]*)|\[(\d+)\]|\['((?:[^\\']|\\.)*)'\]/gy;
  while (pattern.lastIndex < place.length) {
    const from = pattern.lastIndex;
    const match = pattern.exec(place);
    if (!match) throw new RangeError(`Not a place: ${place} (at ${from})`);
    const [, name, index, quoted] = match;
    if (name !== undefined) path.push(name);
    else if (index !== undefined) path.push(Number(index));
    else path.push((quoted ?? '').replace(/\\(.)/g, '$1'));
  }
  return path;
}

/** The value at a place, or undefined where there is none. */
export function getAtPlace(document: unknown, place: string): JsonValue | undefined {
  let value: unknown = document;
  for (const key of parsePlace(place)) {
    if (typeof value !== 'object' || value === null) return undefined;
    if (Array.isArray(value) !== (typeof key === 'number') || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string | number, unknown>)[key]; // an own property was just found
  }
  return value as JsonValue | undefined; // documents are JSON
}

/**
 * A copy of `document` with another value at that place; everything beside the way there is shared with the
 * original. Objects and lists on the way are made where they are missing. `undefined` takes the value away.
 */
export function setAtPlace<T>(document: T, place: string, value: JsonValue | undefined): T {
  return setAtPath(document, parsePlace(place), value) as T; // the same document with one value replaced
}

function setAtPath(document: unknown, path: PlacePath, value: JsonValue | undefined): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (typeof key === 'number') {
    const list: unknown[] = Array.isArray(document) ? [...document] : [];
    if (rest.length === 0 && value === undefined) {
      list.splice(key, 1);
      return list;
    }
    while (list.length < key) list.push(null);
    list[key] = setAtPath(list[key], rest, value);
    return list;
  }
  const isObject = typeof document === 'object' && document !== null && !Array.isArray(document);
  const object: Record<string, unknown> = isObject ? { ...document } : {};
  if (rest.length === 0 && value === undefined) {
    delete object[key];
    return object;
  }
  const before = Object.hasOwn(object, key) ? object[key] : undefined;
  if (before === undefined && value === undefined) return isObject ? document : object;
  setOwnProperty(object, key, setAtPath(before, rest, value));
  return object;
}
