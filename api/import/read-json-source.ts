import type { JsonObject, JsonValue } from '#engine';
import { isTooDeep, MAX_DEPTH } from '../middleware/json-depth.js';
import { sourceError } from './source-error.js';

/** The JSON object in a source: at most 200 levels deep, and without what no connector can keep. */
export function readJsonSource(source: string, what: string): JsonObject {
  if (source.trim() === '') throw sourceError(`The source is empty. Paste ${what}.`);
  if (isTooDeep(source))
    throw sourceError(`The source is nested deeper than ${MAX_DEPTH} levels. Flatten it.`);
  const value = parseJson(source);
  if (value === undefined)
    throw sourceError(`The source is not JSON${whereItStops(source)}. Paste ${what}.`, 'source');
  if (!isObject(value)) throw sourceError(`The source is JSON, but no object. Paste ${what}.`);
  return value;
}

/** Undefined for text that is no JSON, or is nested too deep. */
export function parseJson(text: string): JsonValue | undefined {
  if (isTooDeep(text)) return undefined;
  try {
    return cleanJson(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The runtime's own message quotes the source, which may hold secrets: only the position is taken from it. */
function whereItStops(source: string): string {
  try {
    JSON.parse(source);
  } catch (error) {
    const position = /at position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
    if (position !== undefined) {
      const before = source.slice(0, Number(position));
      const line = before.split('\n').length;
      return ` (line ${line}, column ${before.length - before.lastIndexOf('\n')})`;
    }
  }
  return '';
}

/**
 * A copy without `__proto__` keys, U+0000 and halves of characters, which can't be saved. Recursion is fine: what was
 * parsed here is at most 200 levels deep.
 */
function cleanJson(value: unknown): JsonValue {
  if (typeof value === 'string') return cleanText(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'boolean' || value === null) return value;
  if (Array.isArray(value)) return value.map(cleanJson);
  if (typeof value !== 'object') return null;
  const entries = Object.entries(value).flatMap(([key, member]): [string, JsonValue][] =>
    key === '__proto__' ? [] : [[cleanText(key), cleanJson(member)]],
  );
  return Object.fromEntries(entries);
}

export function cleanText(text: string): string {
  return text.replace(/[\0\p{Surrogate}]/gu, '');
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A member of an object, where it is its own: a source may name `constructor`. */
export function memberOf(value: JsonValue | undefined, key: string): JsonValue | undefined {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** A member that is text; undefined otherwise. */
export function textOf(value: JsonValue | undefined, key: string): string | undefined {
  const member = memberOf(value, key);
  return typeof member === 'string' ? member : undefined;
}

/** A member that is a list; empty otherwise. */
export function listOf(value: JsonValue | undefined, key: string): JsonValue[] {
  const member = memberOf(value, key);
  return Array.isArray(member) ? member : [];
}
