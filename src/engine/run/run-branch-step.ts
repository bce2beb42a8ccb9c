import { compileCondition } from '../conditions/compile-condition.js';
import type { BranchStep } from '../graph/step-schema.js';
import type { Unit } from './run-unit.js';
import { catchExpression } from './step-error.js';
import { type StepResult, shapeOutput } from './step-result.js';

/** Finds the first case that holds, or `else`; its id is the step's result. */
export function runBranchStep({ step, path, scope }: Unit & { step: BranchStep }): StepResult {
  const taken = catchExpression(() => {
    const index = step.cases.findIndex(({ when }, at) => compileCondition(when, `cases[${at}].when`)(scope));
    return step.cases[index]?.id ?? 'else';
  }, path);
  if (!taken.ok) return { status: 'failed', error: taken.error };
  const shaped = shapeOutput(step, path, scope, { body: { case: taken.value } });
  return shaped.status === 'succeeded' ? { ...shaped, case: taken.value } : shaped;
}
