import type { ActionStep } from '../graph/step-schema.js';
import { attemptsOf, backoffDelay } from '../http/retry-delay.js';
import type { JsonValue } from '../json.js';
import { checkValue } from '../json-schema/check-value.js';
import { withDefaults } from '../json-schema/with-defaults.js';
import { formatPlace } from '../place.js';
import { createAbort } from './abort.js';
import type { AttemptRecord, StepError, Waiting } from './event.js';
import type { AbortSignalLike, ClockPort } from './ports.js';
import type { RunContext } from './run-context.js';
import type { Unit } from './run-unit.js';
import { resultOfWait, type StepResult, shapeOutput } from './step-result.js';

/** Calls what the host has registered under the step's action; what that gives is the step's output. */
export async function runActionStep(
  context: RunContext,
  unit: Unit & { step: ActionStep },
  given: JsonValue,
): Promise<StepResult> {
  const { step, path, signal } = unit;
  const { ports } = context;
  const action = ports.steps?.find(step.action);
  if (!action) {
    const message = `There is no action '${step.action}' here. Choose another.`;
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
  const call = { step: path, signal, ...(idempotencyKey !== undefined && { idempotencyKey }) };
  return tryAction(context, unit, () => action.run(input, call));
}

/** Calls it, and calls it again where the step says how often: nobody else knows whether that is safe. */
async function tryAction(
  context: RunContext,
  { step, path, scope, signal }: Unit & { step: ActionStep },
  run: () => Promise<JsonValue>,
): Promise<StepResult> {
  const { clock } = context.ports;
  const before = context.recorded.get(path);
  const attempts = step.retry ? attemptsOf(step.retry) : 1;
  const waiting = before?.status === 'waiting' ? before.waiting : undefined;
  const ended = waiting && resultOfWait(await context.timers.wait(path, waiting, signal));
  if (ended) return ended;
  let number = before?.attempts.length ?? 0;
  // Also where its process died in the middle of an attempt.
  for (let attempt = (before?.waiting?.tries ?? 0) + 1; ; attempt++) {
    // Nothing reaches the world before the journal has all that led to it.
    await context.flush();
    if (signal.aborted) return { status: 'cancelled' };
    const startedAt = clock.now();
    const answer = await unlessLeftBehind(catchThrown(run), signal, { clock });
    if (answer?.ok) return shapeOutput(step, path, scope, { body: answer.value });
    if (!answer || signal.aborted) return { status: 'cancelled' };
    const error: StepError = { code: 'action_failed', message: answer.message, step: path };
    const isLast = attempt >= attempts;
    const ms = backoffDelay({ policy: step.retry, attempt, chance: () => context.chance(path, attempt) });
    number += 1;
    const record: AttemptRecord = { number, startedAt, durationMs: clock.now() - startedAt, error };
    context.hold({
      type: 'step_attempted',
      step: path,
      attempt: isLast ? record : { ...record, retryInMs: ms },
    });
    if (isLast) return failed(error);
    const retry: Waiting = { until: clock.now() + ms, reason: 'retry', tries: attempt };
    const stopped = resultOfWait(await context.timers.wait(path, retry, signal));
    if (stopped) return stopped;
  }
}

/** It is the host's code: whatever it throws is how it says that it failed. */
async function catchThrown(
  run: () => Promise<JsonValue>,
): Promise<{ ok: true; value: JsonValue } | { ok: false; message: string }> {
  try {
    return { ok: true, value: (await run()) ?? null };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}

/** How long a run waits for an action after its signal. */
const GRACE_MS = 5_000;

/** Undefined where an action goes on after its signal: its run must end all the same. */
async function unlessLeftBehind<T>(
  work: Promise<T>,
  signal: AbortSignalLike,
  { clock }: { clock: ClockPort },
): Promise<T | undefined> {
  const over = createAbort();
  let startGrace = () => {};
  const late = new Promise<undefined>((resolve) => {
    startGrace = () => void clock.sleep(GRACE_MS, over.signal).then(() => resolve(undefined));
  });
  if (signal.aborted) startGrace();
  else signal.addEventListener('abort', startGrace, { once: true });
  try {
    return await Promise.race([work, late]);
  } finally {
    signal.removeEventListener('abort', startGrace);
    over.abort();
  }
}

function failed(error: StepError): StepResult {
  return { status: 'failed', error };
}
