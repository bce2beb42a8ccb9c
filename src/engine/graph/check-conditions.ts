import { operandError } from '../conditions/check-operands.js';
import { MAX_LITERAL_DEPTH } from '../expressions/limits.js';
import { isUnary } from './condition-schema.js';
import { type Report, takeOut } from './problem.js';
import { stepConditions } from './step-conditions.js';
import type { Step } from './step-schema.js';

/** Problems of conditions that no value can put right: sides that are missing, groups of nothing, patterns. */
export function checkConditions(step: Step, report: Report): void {
  for (const { place, condition, depth } of stepConditions(step)) {
    if (depth === MAX_LITERAL_DEPTH + 1)
      report('syntax', place, 'This condition is nested more than 64 deep. Take it apart.');
    if ('op' in condition) {
      const wrong = operandError(condition);
      const right = `${place}.right`;
      if (wrong === undefined) checkPattern
      else if (isUnary(condition.op)) report('conflict', right, wrong, { fix: takeOut(right) });
      else report('missing_field', right, wrong);
    } 
  }
}
