import type { JsonValue } from './json.js';
import { setOwnProperty } from './json-operations.js';

/** The keys and indices that lead to a value inside a document. */
export type PlacePath = readonly (string | number)[];

/** Names that stand after a dot in a place, and in an expression too: there `$` has a meaning of its own. */
const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * Writes a place as text: `request.query.userId`, `input.items[0]`, `request.headers['X Y']`. What begins with a root
 * is a reference that expressions can read.
 */
export function formatPlace(path: PlacePath): string {
  let text = '';
  for (const key of path) {
    if (typeof key === 'number') text += `[${key}]`;
    else if (IDENTIFIER.test(key)) text += text === '' ? key : `.${key}`;
    else text += `['${key.replace(/[\\']|\p{Cc}/gu, escapeOf)}']`;
  }
  return text;
}

function escapeOf(char: string): string {
  const isControl = char !== "'" && char !== '\\';
  return isControl ? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}` : `\\${char}`;
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
    else path.push((quoted ?? '').replace(/\\(?:u([0-9a-f]{4})|(.))/g, unescaped));
  }
  return path;
}

function unescaped(_escape: string, unit: string | undefined, char: string): string {
  return unit === undefined ? char : String.fromCharCode(Number.parseInt(unit, 16));
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
