import type { ConditionOperator } from '../graph/condition-schema.js';

/** How operators read between their two sides. */
export const OPERATOR_WORDS: Readonly<Record<ConditionOperator, string>> = {
  equals: 'is',
  not_equals: 'is not',
  gt: 'is greater than',
  gte: 'is at least',
  lt: 'is less than',
  lte: 'is at most',
  contains: 'contains',
  not_contains: "doesn't contain",
  starts_with: 'starts with',
  ends_with: 'ends with',
  matches: 'matches',
  in: 'is in',
  exists: 'is there',
  not_exists: 'is not there',
  empty: 'is empty',
  not_empty: 'is not empty',
};
