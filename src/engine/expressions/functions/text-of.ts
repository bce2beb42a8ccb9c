import type { JsonValue } from '../../json.js';
import { ExpressionError } from '../expression-error.js';
import { type Budget, MAX_RESULT_LENGTH, spendLength } from '../limits.js';

/** A value as it stands inside a text: text as it is, null as nothing, anything else as compact JSON. */
export function textOf(value: JsonValue, budget: Budget): string {
  return counted(plainText(value), budget);
}

/** `textOf` for a caller that counts the length itself. */
export function plainText(value: JsonValue): string {
  if (typeof value === 'string') return value;
  if (value === null) return '';
  return typeof value === 'object' ? stringify(value) : String(value);
}

/** The text, once its length is spent. */
export function counted(text: string, budget: Budget): string {
  spendLength(budget, text.length);
  return text;
}

/** Compact or indented JSON; a value too deep or too large to be written is a `limit` error. */
export function stringify(value: JsonValue, indent?: number): string {
  if (!isLongJson(value)) {
    try {
      return JSON.stringify(value, null, indent);
    } catch {
      // JSON values have no cycles and no BigInt: what is left are the depth of the stack and the longest string,
      // which engines report by different errors.
    }
  }
  throw new ExpressionError('limit', 'This value is too large or nested too deep for JSON.');
}

/**
 * True where the JSON of a value is certainly longer than a result may be: a small value that holds another many
 * times, which holds another many times, and so on, has no end of text.
 */
function isLongJson(value: JsonValue): boolean {
  let length = 0;
  const pending = [value];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (typeof next === 'string') length += next.length;
    if (typeof next !== 'object' || next === null) continue;
    const children = Array.isArray(next) ? next : Object.values(next);
    length += children.length + 1;
    if (length > MAX_RESULT_LENGTH) return true;
    for (const child of children) {
      if (typeof child === 'string') length += child.length;
      else if (typeof child === 'object' && child !== null) pending.push(child);
    }
  }
  return length > MAX_RESULT_LENGTH;
}
