import { operandError } from '../conditions/check-operands.js';
import { readPattern } from '../conditions/read-pattern.js';
import { expressionErrorOf } from '../expressions/expression-error.js';
import { MAX_LITERAL_DEPTH } from '../expressions/limits.js';
import { type Comparison, isUnary } from './condition-schema.js';
import { hasHoles } from './known-shape.js';
import { type Report, takeOut } from './problem.js';
import { stepConditions } from './step-conditions.js';
import type { Step } from './step-schema.js';

/** Problems of conditions that no value can put right: missing sides, groups of nothing, patterns that are none. */
export function checkConditions(step: Step, report: Report): void {
  for (const { place, condition, depth } of stepConditions(step)) {
    if (depth === MAX_LITERAL_DEPTH + 1)
      report('syntax', place, 'This condition is nested more than 64 deep. Take it apart.');
    if ('op' in condition) {
      if (condition.left === '')
        report('missing_field', `${place}.left`, 'Say what this condition looks at.');
      checkComparison(condition, `${place}.right`, report);
    }
    if (
      ('all' in condition && condition.all.length === 0) ||
      ('any' in condition && condition.any.length === 0)
    ) {
      const word = 'all' in condition ? 'all' : 'any';
      const result = word === 'all' ? 'always' : 'never';
      report('missing_field', `${place}.${word}`, `With no condition in it, this ${result} holds. Add one.`, {
        severity: 'warning',
      });
    }
  }
}

function checkComparison(comparison: Comparison, right: string, report: Report): void {
  const wrong = operandError(comparison);
  if (wrong !== undefined) {
    if (isUnary(comparison.op)) report('conflict', right, wrong, { fix: takeOut(right) });
    else report('missing_field', right, wrong);
  } else {
    const { op, right: pattern } = comparison;
    if (op !== 'matches' || typeof pattern !== 'string' || hasHoles(pattern)) return;
    const error = expressionErrorOf(() => readPattern(pattern));
    if (error) report('syntax', right, error.message);
  }
}
