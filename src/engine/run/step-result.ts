import { compileTemplate } from '../expressions/compile-template.js';
import type { Scope } from '../expressions/scope.js';
import type { Step } from '../graph/step-schema.js';
import type { JsonObject, JsonValue } from '../json.js';
import type { StepError, StepPath } from './event.js';
import { narrowScope } from './narrow-scope.js';
import { catchExpression } from './step-error.js';
import type { WaitEnd } from './timers.js';

/** How a step's own work ended, before anything is said about what follows. */
export type StepResult =
  | { status: 'succeeded'; output: JsonValue; case?: string }
  | { status: 'failed'; error: StepError }
  | { status: 'cancelled' }
  /** It waits for a time that the journal names; whoever resumes the run goes on with it. */
  | { status: 'parked' };

/** The step's `output` over what came back, where it has one; else what came back. */
export function shapeOutput(step: Step, path: StepPath, scope: Scope, response: JsonObject): StepResult {
  const { output } = step;
  if (!output) return { status: 'succeeded', output: response.body ?? null };
  const shaped = catchExpression(() => {
    const template = compileTemplate(output, 'output');
    return template.evaluate(narrowScope(scope, template.references, { response }));
  }, path);
  return shaped.ok
    ? { status: 'succeeded', output: shaped.value }
    : { status: 'failed', error: shaped.error };
}

/** What a wait that ended makes of its step; undefined where the step goes on. */
export function resultOfWait(end: WaitEnd): StepResult | undefined {
  switch (end) {
    case 'due':
      return undefined;
    case 'parked':
      return { status: 'parked' };
    case 'aborted':
      return { status: 'cancelled' };
  }
}
