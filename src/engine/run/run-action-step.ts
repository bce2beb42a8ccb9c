import type { ActionStep } from '../graph/step-schema.js';
import type { JsonValue } from '../json.js';
import { checkValue } from '../json-schema/check-value.js';
import { withDefaults } from '../json-schema/with-defaults.js';
import { formatPlace } from '../place.js';
import type { StepError } from './event.js';
import type { RunContext } from './run-context.js';
import type { Unit } from './run-unit.js';
import { type StepResult, shapeOutput } from './step-result.js';

/** Calls what the host has registered under the step's action; what that gives is the step's output. */
export async function runActionStep(
  context: RunContext,
  unit: Unit & { step: ActionStep },
  given: JsonValue,
): Promise<StepResult> {
  const { step, path, scope, signal } = unit;
  const { ports } = context;
  const action = ports.steps?.find(step.action);
  if (!action) {
    const message = `There is no action '${step.action}' here. Choose another, or ask whoever runs this product.`;
    return failed({ code: 'unknown_action', message, step: path, path: 'action' });
  }
  const { inputSchema } = action;
  const input = withDefaults(inputSchema, given);
  const [issue] = inputSchema ? checkValue(inputSchema, input) : [];
  if (issue) {
    const place = formatPlace(['input', ...issue.path]);
    return failed({ code: 'invalid_input', message: issue.message, step: path, path: place });
  }
  const idempotencyKey = await ports.idempotencyKey?.(path);
  // Nothing reaches the world before the journal has all that led to it.
  await context.flush();
  if (signal.aborted) return { status: 'cancelled' };
  let output: JsonValue;
  try {
    output = await action.run(input, {
      step: path,
      signal,
      ...(idempotencyKey !== undefined && { idempotencyKey }),
    });
  } catch (error) {
    if (signal.aborted) return { status: 'cancelled' };
    // It is the host's code: whatever it throws is how it says that it failed.
    const message = error instanceof Error ? error.message : String(error);
    return failed({ code: 'action_failed', message, step: path });
  }
  return shapeOutput(step, path, scope, { body: output ?? null });
}

function failed(error: StepError): StepResult {
  return { status: 'failed', error };
}
