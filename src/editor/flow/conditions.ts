import { type Comparison, type Condition, isUnary, placeWithin } from '../../engine/index.js';

/** A comparison somewhere in a condition. */
export interface PlacedComparison {
  comparison: Comparison;
  place: string;
  /** Whether an odd number of `not` stands around it. */
  isNegated: boolean;
  /** How it follows on the one before; absent: it is the first. */
  word?: 'and' | 'or';
}

/** Every comparison of a condition, in the order in which they are written. */
export function comparisonsOf(condition: Condition, place: string, isNegated = false): PlacedComparison[] {
  // A host may give a graph that is half filled in.
  if (typeof condition !== 'object' || condition === null) return [];
  if ('not' in condition) return comparisonsOf(condition.not, `${place}.not`, !isNegated);
  if (!('all' in condition) && !('any' in condition)) return [{ comparison: condition, place, isNegated }];
  const [key, joined] =
    'all' in condition ? (['all', condition.all] as const) : (['any', condition.any] as const);
  const within = placeWithin(place, key);
  return joined.flatMap((each, index) => {
    const [first, ...rest] = comparisonsOf(each, placeWithin(within, index), isNegated);
    if (first === undefined) return [];
    return [index === 0 ? first : { ...first, word: jointWords[key] }, ...rest];
  });
}

/** How a comparison follows on the one before. */
export const jointWords = { all: 'and', any: 'or' } as const;

/** How comparisons are joined where that can be shown as one list. */
export type Joint = 'all' | 'any';

/** A condition as a list of comparisons: one alone, or several that all or any of have to hold. */
export type SimpleCondition =
  | { joint: undefined; comparisons: readonly [Comparison] }
  | { joint: Joint; comparisons: readonly Comparison[] };

/** A condition as a list; `undefined` where it is nested deeper than that. */
export function simpleConditionOf(condition: Condition): SimpleCondition | undefined {
  if ('all' in condition) return listOf('all', condition.all);
  if ('any' in condition) return listOf('any', condition.any);
  if ('not' in condition) return undefined;
  return { joint: undefined, comparisons: [condition] };
}

function listOf(joint: Joint, conditions: readonly Condition[]): SimpleCondition | undefined {
  const comparisons = conditions.filter((each) => 'left' in each);
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

/** What a new comparison starts as. */
export const newComparison: Comparison = { left: '', op: 'equals', right: '' };
