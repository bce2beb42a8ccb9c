import type { Scope } from '../expressions/scope.js';
import type { HttpStep } from '../graph/http-step-schema.js';
import { type BuiltRequest, compileRequest } from '../http/build-request.js';
import { type Judgement, judgeAnswer } from '../http/judge-answer.js';
import { recordRequest } from '../http/records.js';
import { isOutcomeUnknown, isUnsafe, retryDelay } from '../http/retry-delay.js';
import { describeRequest } from '../http/status-error.js';
import type { AttemptRecord, StepError, StepPath } from './event.js';
import type { AbortSignalLike } from './ports.js';
import type { RunContext } from './run-context.js';
import { catchExpression } from './step-error.js';
import { type StepResult, shapeOutput } from './step-result.js';

const IDEMPOTENCY_HEADER = 'idempotency-key';

export interface HttpStepRun {
  step: HttpStep;
  path: StepPath;
  scope: Scope;
  signal: AbortSignalLike;
}

/**
 * Sends a step's request, again where that is safe and worthwhile, and shapes what comes back. Events that
 * the step's end follows are held for it: a journal never has the last attempt without what became of it.
 */
export async function runHttpStep(context: RunContext, run: HttpStepRun): Promise<StepResult> {
  const { step, path, scope, signal } = run;
  const built = catchExpression(() => compileRequest(step)(scope), path);
  if (!built.ok) return { status: 'failed', error: built.error };
  await addIdempotencyKey(context, run, built.value);
  const before = context.recorded.get(path);
  if (before?.status === 'running' && !isRepeatable(step, built.value)) {
    return { status: 'failed', error: interruptedError(run, built.value) };
  }
  const request = recordRequest(built.value);
  const attemptsBefore = before?.attempts.length ?? 0;
  for (let attempt = 1; ; attempt++) {
    // Nothing reaches the world before the journal has all that led to it.
    await context.flush();
    if (signal.aborted) return { status: 'cancelled' };
    const { judgement, record } = await tryOnce(context, run, built.value);
    const ended: AttemptRecord = { number: attemptsBefore + attempt, request, ...record };
    if (judgement.type === 'succeeded') {
      context.hold({ type: 'step_attempted', step: path, attempt: ended });
      return shapeOutput(step, path, scope, judgement.response);
    }
    if (signal.aborted) {
      const error: StepError = {
        code: 'cancelled',
        message: 'The run ended while this request was under way.',
        step: path,
      };
      context.hold({ type: 'step_attempted', step: path, attempt: { ...ended, error } });
      return { status: 'cancelled' };
    }
    const error = explain(judgement, run, built.value);
    const retryInMs = delayAfter(context, judgement, { run, built: built.value, attempt });
    if (retryInMs === undefined) {
      context.hold({ type: 'step_attempted', step: path, attempt: { ...ended, error } });
      return { status: 'failed', error };
    }
    context.emit({ type: 'step_attempted', step: path, attempt: { ...ended, error, retryInMs } });
    await waitOutside(context, retryInMs, signal);
  }
}

/** Waits without a slot, so that a host that is down doesn't keep steps from others. */
async function waitOutside({ slots, ports }: RunContext, ms: number, signal: AbortSignalLike): Promise<void> {
  slots.release();
  await ports.clock.sleep(ms, signal);
  await slots.take();
}

type FailedJudgement = Extract<Judgement, { type: 'failed' }>;

async function tryOnce(
  context: RunContext,
  { step, signal }: HttpStepRun,
  { request }: BuiltRequest,
): Promise<{ judgement: Judgement; record: Omit<AttemptRecord, 'number' | 'request'> }> {
  const { http, clock } = context.ports;
  const startedAt = clock.now();
  const answer = await http.send(request, {
    signal,
    timeoutMs: step.timeoutMs ?? context.limits.attemptMs,
    maxResponseBytes: context.limits.responseBytes,
  });
  const judgement = judgeAnswer(request, answer, step.responseType);
  const durationMs = clock.now() - startedAt;
  return {
    judgement,
    record: judgement.record
      ? { startedAt, durationMs, response: judgement.record }
      : { startedAt, durationMs },
  };
}

/** The same key for every attempt, also after a crash, so that a server that knows such keys acts only once. */
async function addIdempotencyKey(
  context: RunContext,
  { step, path }: HttpStepRun,
  built: BuiltRequest,
): Promise<void> {
  const { headers } = built.request;
  if (!isUnsafe(step.request.method) || Object.hasOwn(headers, IDEMPOTENCY_HEADER)) return;
  const key = await context.ports.idempotencyKey?.(path);
  if (key !== undefined) headers[IDEMPOTENCY_HEADER] = key;
}

/** False where sending it a second time could do things twice. */
function isRepeatable({ request: { method } }: HttpStep, { request }: BuiltRequest): boolean {
  return !isUnsafe(method) || Object.hasOwn(request.headers, IDEMPOTENCY_HEADER);
}

function interruptedError({ path }: HttpStepRun, { request }: BuiltRequest): StepError {
  const message = `The run was interrupted, and ${describeRequest(request)} may have been sent before. It may have taken effect: look before running it again.`;
  return { code: 'outcome_unknown', message, step: path };
}

function delayAfter(
  context: RunContext,
  { end }: FailedJudgement,
  { run, built, attempt }: { run: HttpStepRun; built: BuiltRequest; attempt: number },
): number | undefined {
  return retryDelay({
    policy: run.step.retry,
    method: run.step.request.method,
    hasIdempotencyKey: Object.hasOwn(built.request.headers, IDEMPOTENCY_HEADER),
    attempt,
    end,
    now: context.ports.clock.now(),
    random: context.ports.random,
  });
}

function explain(
  { error, end }: FailedJudgement,
  { step, path }: HttpStepRun,
  { request }: BuiltRequest,
): StepError {
  if (!isOutcomeUnknown(step.request.method, Object.hasOwn(request.headers, IDEMPOTENCY_HEADER), end)) {
    return { ...error, step: path };
  }
  return {
    code: 'outcome_unknown',
    message: `${describeRequest(request)} was sent, but no answer came (${error.message}) It may have taken effect: look before running it again.`,
    step: path,
    detail: { code: error.code },
  };
}
