import { type Budget, createBudget } from '../../src/engine/expressions/limits.js';
import {
  compilePattern,
  type Pattern,
  type PatternOptions,
  type PatternProblem,
} from '../../src/engine/expressions/pattern/compile-pattern.js';

export const extended: PatternOptions = { isExtended: true };

export function patternOf(text: string, options?: PatternOptions): Pattern {
  const pattern = compilePattern(text, options);
  if ('problem' in pattern) throw new Error(pattern.message);
  return pattern;
}

/** [whether it is the whole text, whether it is in the text] */
export function judge(pattern: string, text: string, options?: PatternOptions): [boolean, boolean] {
  const { matches, finds } = patternOf(pattern, options);
  return [matches(text, createBudget()), finds(text, createBudget())];
}

export function problemOf(text: string, options?: PatternOptions): PatternProblem | undefined {
  const pattern = compilePattern(text, options);
  return 'problem' in pattern ? pattern : undefined;
}

/** How many visits something spends. */
export function visitsOf(run: (budget: Budget) => unknown): number {
  const budget = createBudget();
  const before = budget.visits;
  run(budget);
  return before - budget.visits;
}
