import type { JsonValue } from '../json.js';
import { isJsonEqual } from '../json-operations.js';
import { type Budget, spendVisits } from './limits.js';

/** Whether two values are the same JSON, whatever the order of members. What is looked at counts as visited. */
export function isSame(left: JsonValue, right: JsonValue, budget: Budget): boolean {
  return isJsonEqual(left, right, (count) => spendVisits(budget, count));
}
