import type { JsonObject, JsonValue } from '../json.js';
import { setOwnProperty } from '../json-operations.js';

/** What stands in the place of a secret. */
export const HIDDEN = '••••';
/** Deeper values are looked through without recursion, and hidden whole where they hold a secret. */
const MAX_DEPTH = 256;

/** What has so few characters is as soon looked through again as it is remembered. */
const FEW = 1_000;

export interface LeafRedaction {
  /** The same text where it holds no secret. */
  text(text: string): string;
  /** True for a number that is a secret. */
  isSecret(number: number): boolean;
  /** How many characters were looked through so far. */
  looked: number;
  /**
   * Large values that hold no secret: each is looked through once, however many events have it. Absent while there is no
   * secret: each run has its own.
   */
  clean?: WeakSet<object>;
}

/**
 * A copy without secrets that shares what holds none: the same value comes back where nothing was found. Nobody may
 * change a value in place afterwards.
 */
export function redactValue(value: JsonValue, leaves: LeafRedaction, depth = 0): JsonValue {
  if (typeof value === 'string') return leaves.text(value);
  if (typeof value === 'number') return leaves.isSecret(value) ? HIDDEN : value;
  if (typeof value !== 'object' || value === null || leaves.clean?.has(value)) return value;
  if (depth === MAX_DEPTH) return holdsSecret(value, leaves) ? HIDDEN : value;
  const before = leaves.looked;
  const redacted = Array.isArray(value)
    ? redactItems(value, leaves, depth)
    : redactMembers(value, leaves, depth);
  if (leaves.looked - before > FEW) leaves.clean?.add(redacted);
  return redacted;
}

function redactItems(items: JsonValue[], leaves: LeafRedaction, depth: number): JsonValue[] {
  let copy: JsonValue[] | undefined;
  for (let index = 0; index < items.length; index++) {
    const item = items[index] ?? null;
    const redacted = redactValue(item, leaves, depth + 1);
    if (redacted === item) continue;
    copy ??= items.slice();
    copy[index] = redacted;
  }
  return copy ?? items;
}

/** A key is text like any other; one that would take the place of another is numbered, so that no member is lost. */
function redactMembers(object: JsonObject, leaves: LeafRedaction, depth: number): JsonObject {
  let copy: JsonObject | undefined;
  let numbers: Map<string, number> | undefined;
  for (const key in object) {
    if (!Object.hasOwn(object, key)) continue;
    const member = object[key] ?? null;
    const redacted = redactValue(member, leaves, depth + 1);
    const name = leaves.text(key);
    if (!copy && redacted === member && name === key) continue;
    copy ??= membersBefore(object, key);
    numbers ??= new Map();
    setOwnProperty(copy, freeName(copy, name, numbers), redacted);
  }
  return copy ?? object;
}

function membersBefore(object: JsonObject, end: string): JsonObject {
  const members: JsonObject = {};
  for (const key in object) {
    if (key === end) break;
    if (Object.hasOwn(object, key)) setOwnProperty(members, key, object[key] ?? null);
  }
  return members;
}

/** `name`, or `name (2)` and so on; `numbers` has the next number of each name. */
function freeName(object: JsonObject, name: string, numbers: Map<string, number>): string {
  if (!Object.hasOwn(object, name)) return name;
  for (let number = numbers.get(name) ?? 2; ; number++) {
    const numbered = `${name} (${number})`;
    if (Object.hasOwn(object, numbered)) continue;
    numbers.set(name, number + 1);
    return numbered;
  }
}

function holdsSecret(value: JsonValue, leaves: LeafRedaction): boolean {
  const pending: JsonValue[] = [value];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (typeof next !== 'object' || next === null) {
      if (redactValue(next, leaves) !== next) return true;
      continue;
    }
    for (const key of Object.keys(next)) {
      if (leaves.text(key) !== key) return true;
      pending.push((next as JsonObject)[key] ?? null); // a list has its indices as keys
    }
  }
  return false;
}
