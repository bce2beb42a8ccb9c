import { type Comparison, type Condition, type ConditionOperator, placeWithin } from '../../engine/index.js';

/** The engine's own list stands beside its schemas, which a connector's node on a host's canvas doesn't need. */
const unary: ReadonlySet<ConditionOperator> = new Set(['exists', 'not_exists', 'empty', 'not_empty']);

/** Whether an operator looks at the left side alone. */
export function isUnary(op: ConditionOperator): boolean {
  return unary.has(op);
}

/** A comparison somewhere in a condition. */
export interface PlacedComparison {
  comparison: Comparison;
  place: string;
}

/** Every comparison of a condition, in the order in which they are written. */
export function comparisonsOf(condition: Condition, place: string): PlacedComparison[] {
  // A host may give a graph that is half filled in.
  if (typeof condition !== 'object' || condition === null) return [];
  if ('not' in condition) return comparisonsOf(condition.not, `${place}.not`);
  if (!('all' in condition) && !('any' in condition)) return [{ comparison: condition, place }];
  const [key, joined] = 'all' in condition ? ['all', condition.all] : ['any', condition.any];
  if (!Array.isArray(joined)) return [];
  const within = placeWithin(place, key);
  return joined.flatMap((each, index) => comparisonsOf(each, placeWithin(within, index)));
}

/** What a new comparison starts as. */
export const newComparison: Comparison = { left: '', op: 'equals', right: '' };

/** How a comparison follows on the one before. */
export const jointWords = { all: 'and', any: 'or' } as const;

/** How comparisons are joined where that can be shown as one list. */
export const joints = ['all', 'any'] as const;
export type Joint = (typeof joints)[number];

/** A condition as a list of comparisons: one alone, or several that all or any of have to hold. */
export type SimpleCondition =
  | { joint: undefined; comparisons: readonly [Comparison] }
  | { joint: Joint; comparisons: readonly Comparison[] };

/** A condition as a list; `undefined` where it is nested deeper than that. */
export function simpleConditionOf(condition: Condition): SimpleCondition | undefined {
  // As above.
  if (typeof condition !== 'object' || condition === null)
    return { joint: undefined, comparisons: [newComparison] };
  if ('all' in condition) return listOf('all', condition.all);
  if ('any' in condition) return listOf('any', condition.any);
  if ('not' in condition) return undefined;
  return { joint: undefined, comparisons: [condition] };
}

function listOf(joint: Joint, conditions: readonly Condition[]): SimpleCondition | undefined {
  if (!Array.isArray(conditions)) return { joint, comparisons: [] };
  const comparisons = conditions.filter(
    (each) => typeof each === 'object' && each !== null && 'left' in each,
  );
  return comparisons.length === conditions.length ? { joint, comparisons } : undefined;
}

/** The condition that a list stands for. */
export function conditionOf(joint: Joint, comparisons: readonly Comparison[]): Condition {
  return joint === 'all' ? { all: [...comparisons] } : { any: [...comparisons] };
}

/** A comparison as it may be saved: with a right side where its operator has one, and without where it has none. */
export function completeComparison({ left = '', op = 'equals', right }: Partial<Comparison>): Comparison {
  return isUnary(op) ? { left, op } : { left, op, right: right ?? '' };
}
