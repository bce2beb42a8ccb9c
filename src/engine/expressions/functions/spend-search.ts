import { type Budget, spendVisits } from '../limits.js';

/** So many comparisons of characters count as one visit. */
const COMPARISONS = 2_048;

/**
 * Counts what looking for one text in another may take. The search that engines have built in compares every
 * character of the one with every character of the other where both repeat themselves.
 */
export function spendSearch(budget: Budget, text: string, what: string): void {
  const offsets = Math.max(0, text.length - what.length);
  spendComparisons(budget, offsets * what.length);
}

/** Counts so many comparisons of one character with another. */
export function spendComparisons(budget: Budget, count: number): void {
  spendVisits(budget, Math.floor(count / COMPARISONS));
}
