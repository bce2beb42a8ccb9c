import type { JsonValue } from '../../json.js';
import { ExpressionError } from '../expression-error.js';
import { type Budget, spendLength } from '../limits.js';

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
  try {
    return JSON.stringify(value, null, indent);
  } catch {
    // JSON values have no cycles and no BigInt: what is left are the depth of the stack and the longest string,
    // which engines report by different errors.
    throw new ExpressionError('limit', 'This value is too large or nested too deep to be written as JSON.');
  }
}
