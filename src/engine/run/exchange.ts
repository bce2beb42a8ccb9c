import type { HttpRequestTemplate } from '../graph/http-request-schema.js';
import type { PreparedRequest } from '../http/prepare-request.js';
import type { Response } from '../http/redact-response.js';
import {
  type AttemptEnd,
  attemptsOf,
  backoffDelay,
  decideRetry,
  isOutcomeUnknown,
  type Repeatability,
  type RetryDecision,
} from '../http/retry-delay.js';
import type { AttemptRecord, StepError } from './event.js';
import { finalError } from './final-error.js';
import { failed, type HttpSession, holdAttempt, waitFor } from './http-session.js';
import type { SendOptions } from './ports.js';
import { readAttempt } from './read-attempt.js';
import type { StepResult } from './step-result.js';

/** One request of a step, and what is known of it before. */
export interface Exchange {
  prepared: PreparedRequest;
  template: HttpRequestTemplate;
  /** Attempts that were made already. */
  tries: number;
  /** The last of them may have taken effect. */
  isUnknown: boolean;
  /** How it ended. */
  lastError?: StepError | undefined;
  /** Asked where the outcome is unknown; absent where nothing can be asked. */
  lookUp?: (() => Promise<LookedUp>) | undefined;
  /** It is itself what is asked then. */
  isLookUp?: boolean;
}

export type Exchanged =
  /**
   * The attempt that brought the answer is not recorded yet: what follows is for the caller to know. `url` is what was
   * asked, secrets included.
   */
  | { type: 'answered'; response: Response; bytes: Uint8Array; url: string; attempt: AttemptRecord }
  | { type: 'stopped'; result: StepResult };

/** `absent`: the request didn't take effect. */
export type LookedUp = Exchanged | { type: 'absent' };

const NO_BYTES = new Uint8Array();

/** Sends a request, again where that is safe and worthwhile, until there is an answer or no attempt is left. */
export async function exchange(session: HttpSession, request: Exchange): Promise<Exchanged> {
  const { context, step, signal, path } = session;
  const { prepared, lookUp } = request;
  const { http, clock } = context.ports;
  const options = sendOptions(session, request);
  let { tries, isUnknown, lastError } = request;
  for (;;) {
    if (isUnknown && lookUp) {
      const looked = await lookUp();
      if (looked.type !== 'absent') return looked;
      if (lastError && tries >= attemptsOf(step.retry)) return stopped(failed(session, lastError));
      isUnknown = false;
    }
    // Nothing reaches the world before the journal has all that led to it.
    await context.flush();
    if (signal.aborted) return stopped({ status: 'cancelled' });
    const startedAt = clock.now();
    const outgoing = await prepared.forAttempt(startedAt);
    const answer = await http.send(outgoing, options);
    const { judgement, attempt } = readAttempt(session, request, { answer, startedAt });
    if (judgement.type === 'succeeded') {
      const bytes = answer.ok ? answer.bytes : NO_BYTES;
      return { type: 'answered', response: judgement.response, bytes, url: outgoing.url, attempt };
    }
    if (signal.aborted) {
      const message = 'The run ended while this request was under way.';
      holdAttempt(session, { ...attempt, error: { code: 'cancelled', message, step: path } });
      return stopped({ status: 'cancelled' });
    }
    const error: StepError = { ...judgement.error, step: path };
    const { end } = judgement;
    if (mayRenew(session, prepared, end) && (await renewAccess(session, prepared))) {
      context.emit({ type: 'step_attempted', step: path, attempt: { ...attempt, error, retryInMs: 0 } });
      continue;
    }
    tries += 1;
    isUnknown = isOutcomeUnknown(repeatability(session, request), end);
    lastError = error;
    const decision = decide(session, request, { end, tries, isUnknown });
    if (decision.type !== 'wait') {
      const final = finalError(error, { shown: prepared.record(), decision, isUnknown });
      holdAttempt(session, { ...attempt, error: final });
      return stopped(failed(session, final));
    }
    const { ms } = decision;
    holdAttempt(session, { ...attempt, error, retryInMs: ms });
    const result = await waitFor(session, { ms, reason: 'retry', tries });
    if (result) return stopped(result);
  }
}

/** What decides whether a request may be sent twice. */
export function repeatability(
  { step }: HttpSession,
  { prepared, template, isLookUp }: Pick<Exchange, 'prepared' | 'template' | 'isLookUp'>,
): Repeatability {
  return {
    // Whatever its method, a look-up changes nothing.
    method: isLookUp ? 'GET' : template.method,
    hasKey: prepared.hasKey,
    mayRepeat: step.unknownOutcome === 'retry' && !step.reconcile,
  };
}

function stopped(result: StepResult): Exchanged {
  return { type: 'stopped', result };
}

/** With what each attempt at a request is sent. */
function sendOptions({ context, step, signal }: HttpSession, { prepared, template }: Exchange): SendOptions {
  return {
    signal,
    timeoutMs: step.timeoutMs ?? context.limits.attemptMs,
    maxResponseBytes: context.limits.responseBytes,
    followRedirects: template.followRedirects ?? true,
    mayFollow: (url) => prepared.mayFollow(url),
  };
}

function mayRenew({ hasRenewed }: HttpSession, { usesSlots }: PreparedRequest, end: AttemptEnd): boolean {
  const isExpired =
    end.type === 'outcome' ? end.as === 'auth_expired' : end.type === 'status' && end.status === 401;
  return isExpired && !hasRenewed && usesSlots.length > 0;
}

/** A new access where a server says that the one before expired, once for a step. */
function renewAccess(session: HttpSession, prepared: PreparedRequest): Promise<boolean> {
  session.hasRenewed = true;
  return prepared.refresh();
}

function decide(
  session: HttpSession,
  request: Exchange,
  { end, tries, isUnknown }: { end: AttemptEnd; tries: number; isUnknown: boolean },
): RetryDecision {
  const { context, step, path, attempts } = session;
  const policy = step.retry;
  const chance = () => context.chance(path, attempts);
  if (isUnknown) {
    // A server that is slow may still be at it: it gets the time of a retry before it is asked.
    return request.lookUp
      ? { type: 'wait', ms: backoffDelay({ policy, attempt: tries, chance }) }
      : { type: 'give_up' };
  }
  return decideRetry({
    ...repeatability(session, request),
    policy,
    attempt: tries,
    end,
    now: context.ports.clock.now(),
    latest: context.latestWait,
    chance,
  });
}
