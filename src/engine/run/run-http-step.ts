import type { Scope } from '../expressions/scope.js';
import type { HttpStep } from '../graph/schema.js';
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

/** Sends a step's request, again where that is safe and worthwhile, and shapes what comes back. */
export async function runHttpStep(context: RunContext, run: HttpStepRun): Promise<StepResult> {
  const { step, path, scope, signal } = run;
  const built = catchExpression(() => compileRequest(step)(scope), path);
  if (!built.ok) return { status: 'failed', error: built.error };
  await addIdempotencyKey(context, run, built.value);
  const request = recordRequest(built.value);
  const before = context.recorded.get(path)?.attempts.length ?? 0;
  for (let attempt = 1; ; attempt++) {
    const { judgement, record } = await tryOnce(context, run, built.value);
    const ended: AttemptRecord = { number: before + attempt, request, ...record };
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
      context.emit({ type: 'step_attempted', step: path, attempt: { ...ended, error } });
      return { status: 'cancelled' };
    }
    const error = explain(judgement, run, built.value);
    const retryInMs = delayAfter(context, judgement, { run, built: built.value, attempt });
    context.emit({
      type: 'step_attempted',
      step: path,
      attempt: { ...ended, error, ...(retryInMs !== undefined && { retryInMs }) },
    });
    if (retryInMs === undefined) return { status: 'failed', error };
    await context.ports.clock.sleep(retryInMs, signal);
    if (signal.aborted) return { status: 'cancelled' };
  }
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
