import type { Scope } from '../expressions/scope.js';
import type { HttpStep } from '../graph/http-step-schema.js';
import { type Judgement, judgeAnswer } from '../http/judge-answer.js';
import { type PreparedRequest, prepareRequest } from '../http/prepare-request.js';
import { isOutcomeUnknown, isUnsafe, retryDelay } from '../http/retry-delay.js';
import { describeRequest } from '../http/status-error.js';
import type { JsonValue } from '../json.js';
import type { AttemptRecord, StepError, StepPath } from './event.js';
import type { GraphRun } from './graph-run.js';
import type { AbortSignalLike, HttpFailure, HttpReply, OutgoingRequest } from './ports.js';
import type { RunContext } from './run-context.js';
import { type StepResult, shapeOutput } from './step-result.js';

export interface HttpStepRun {
  step: HttpStep;
  path: StepPath;
  scope: Scope;
  signal: AbortSignalLike;
  run: GraphRun;
}

/**
 * Sends a step's request, again where that is safe and worthwhile, and shapes what comes back. Events that
 * the step's end follows are held for it: a journal never has the last attempt without what became of it.
 */
export async function runHttpStep(context: RunContext, run: HttpStepRun): Promise<StepResult> {
  const { step, path, scope, signal } = run;
  const ask = { template: step.request, place: 'request', path, scope, run: run.run };
  const prepared = await prepareRequest(context, ask);
  if (!prepared.ok) return { status: 'failed', error: prepared.error };
  const before = context.recorded.get(path);
  if (before?.status === 'running' && !isRepeatable(step, prepared.value)) {
    return { status: 'failed', error: interruptedError(run, prepared.value) };
  }
  const request = prepared.value.record;
  const attemptsBefore = before?.attempts.length ?? 0;
  for (let attempt = 1; ; attempt++) {
    // Nothing reaches the world before the journal has all that led to it.
    await context.flush();
    if (signal.aborted) return { status: 'cancelled' };
    const { judgement, record } = await tryOnce(context, run, prepared.value);
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
    const error = explain(judgement, run, prepared.value);
    const retryInMs = delayAfter(context, judgement, { run, built: prepared.value, attempt });
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
  request: PreparedRequest,
): Promise<{ judgement: Judgement; record: Omit<AttemptRecord, 'number' | 'request'> }> {
  const { http, clock } = context.ports;
  const startedAt = clock.now();
  const answer = await http.send(await request.forAttempt(startedAt), {
    signal,
    mayFollow: request.mayFollow,
    timeoutMs: step.timeoutMs ?? context.limits.attemptMs,
    maxResponseBytes: context.limits.responseBytes,
  });
  const judgement = judgeRedacted(context, request, { answer, responseType: step.responseType });
  const durationMs = clock.now() - startedAt;
  return {
    judgement,
    record: judgement.record
      ? { startedAt, durationMs, response: judgement.record }
      : { startedAt, durationMs },
  };
}

/** Judges what a server sent without the secrets in it: nothing after this ever sees one. */
function judgeRedacted(
  { redactor }: RunContext,
  request: PreparedRequest,
  { answer, responseType }: { answer: HttpReply | HttpFailure; responseType: HttpStep['responseType'] },
): Judgement {
  const shown = shownRequest(request);
  if (redactor.isEmpty) return judgeAnswer(shown, answer, responseType);
  if (!answer.ok) return judgeAnswer(shown, { ...answer, message: redactor.text(answer.message) }, responseType);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(answer.headers)) headers[name] = redactor.text(value);
  const text = () => redactor.text(answer.text());
  const judgement = judgeAnswer(shown, { ...answer, headers, text }, responseType);
  // Reading JSON and base64 may bring to light what their text hid.
  return redactor.value(judgement as unknown as JsonValue) as unknown as Judgement; // a judgement is JSON
}

/** As people may see it. */
function shownRequest({ record: { method, url, headers } }: PreparedRequest): OutgoingRequest {
  return { method, url, headers };
}

/** False where sending it a second time could do things twice. */
function isRepeatable({ request: { method } }: HttpStep, request: PreparedRequest): boolean {
  return !isUnsafe(method) || request.hasKey;
}

function interruptedError({ path }: HttpStepRun, request: PreparedRequest): StepError {
  const message = `The run was interrupted, and ${describeRequest(shownRequest(request))} may have been sent before. It may have taken effect: look before running it again.`;
  return { code: 'outcome_unknown', message, step: path };
}

function delayAfter(
  context: RunContext,
  { end }: FailedJudgement,
  { run, built, attempt }: { run: HttpStepRun; built: PreparedRequest; attempt: number },
): number | undefined {
  return retryDelay({
    policy: run.step.retry,
    method: run.step.request.method,
    hasIdempotencyKey: built.hasKey,
    attempt,
    end,
    now: context.ports.clock.now(),
    random: context.ports.random,
  });
}

function explain(
  { error, end }: FailedJudgement,
  { step, path }: HttpStepRun,
  request: PreparedRequest,
): StepError {
  if (!isOutcomeUnknown(step.request.method, request.hasKey, end)) {
    return { ...error, step: path };
  }
  return {
    code: 'outcome_unknown',
    message: `${describeRequest(shownRequest(request))} was sent, but no answer came (${error.message}) It may have taken effect: look before running it again.`,
    step: path,
    detail: { code: error.code },
  };
}
