import type { JsonObject, JsonValue } from '../../json.js';
import { type Budget, spendVisits } from '../limits.js';

/** How many items, fields, or Unicode characters: an emoji is one. What a text costs is for the caller to count. */
export function lengthOf(value: string | JsonValue[] | JsonObject, budget: Budget): number {
  if (Array.isArray(value)) return value.length;
  if (typeof value === 'string') {
    let count = 0;
    for (const _character of value) count += 1;
    return count;
  }
  const { length } = Object.keys(value);
  spendVisits(budget, length);
  return length;
}
