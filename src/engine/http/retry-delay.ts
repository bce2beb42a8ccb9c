import type { HttpMethod } from '../graph/http-request-schema.js';
import type { RetryPolicy } from '../graph/step-base.js';
import type { Instant } from '../run/event.js';
import type { HttpFailure, HttpPhase } from '../run/ports.js';
import { askedDelay } from './asked-delay.js';
import { isUnsafe } from './is-unsafe.js';

/** How an attempt ended, as far as trying again depends on it. */
export type AttemptEnd =
  /** What its status means by default. */
  | { type: 'status'; status: number; headers: Readonly<Record<string, string>> }
  /** What the step says that it means. */
  | {
      type: 'outcome';
      as: 'fail' | 'retry' | 'rate_limited' | 'auth_expired';
      headers: Readonly<Record<string, string>>;
    }
  | { type: 'failure'; code: HttpFailure['code']; phase: HttpPhase };

/** What of a request decides whether it may be sent again. */
export interface Repeatability {
  method: HttpMethod;
  /** It carries a key by which the server knows a repeat. */
  hasKey: boolean;
  /** The author takes it upon himself that it may be done twice. */
  mayRepeat: boolean;
}

export interface RetryQuestion extends Repeatability {
  policy: RetryPolicy | undefined;
  /** The attempt that just ended, from 1. */
  attempt: number;
  end: AttemptEnd;
  now: Instant;
  /** The last time that can be waited for. */
  latest: Instant;
  /** In [0, 1). */
  chance: () => number;
}

export type RetryDecision =
  | { type: 'wait'; ms: number }
  | { type: 'give_up' }
  /** It would be tried again, but the server asks for more time than there is. */
  | { type: 'too_long'; until: Instant };

/** Attempts where the policy names no number. */
const ATTEMPTS = 3;
/** Longest time that a server may ask to wait: 24 hours. */
const MAX_ASKED = 86_400_000;
const RETRIED_STATUSES: readonly number[] = [408, 425, 429, 500, 502, 503, 504];
/** Statuses by which a server says that it did not begin. */
const REFUSED_STATUSES: readonly number[] = [429, 503];

/** Whether there is a next attempt, and after how long. Decides and does not sleep. */
export function decideRetry(question: RetryQuestion): RetryDecision {
  const { policy, attempt, end, now, latest } = question;
  if (attempt >= attemptsOf(policy) || !isWorthwhile(end, policy?.on) || !isSafe(question)) {
    return { type: 'give_up' };
  }
  const asked = end.type === 'failure' ? undefined : askedDelay(end.headers, now, isRateLimit(end));
  if (asked === undefined) return { type: 'wait', ms: backoffDelay(question) };
  if (asked > MAX_ASKED || now + asked > latest) return { type: 'too_long', until: now + asked };
  return { type: 'wait', ms: asked };
}

/** How long is waited after an attempt where the server asks for nothing, in milliseconds. */
export function backoffDelay({
  policy = {},
  attempt,
  chance,
}: Pick<RetryQuestion, 'policy' | 'attempt' | 'chance'>): number {
  const { backoff = 'exponential', initialDelayMs = 500, maxDelayMs = 30_000, jitter = true } = policy;
  const delay = Math.min(initialDelayMs * (backoff === 'exponential' ? 2 ** (attempt - 1) : 1), maxDelayMs);
  return Math.round(jitter ? delay * (0.5 + chance() / 2) : delay);
}

export function attemptsOf(policy: RetryPolicy | undefined): number {
  return policy?.attempts ?? ATTEMPTS;
}

/** True where a request may have had its effect and nobody can know: repeating it could do things twice. */
export function isOutcomeUnknown(request: Repeatability, end: AttemptEnd): boolean {
  if (end.type !== 'failure' || end.phase === 'connect' || isRepeatable(request)) return false;
  return end.code === 'timeout' || end.code === 'connection_failed';
}

/** False where sending it a second time could do things twice. */
export function isRepeatable({ method, hasKey, mayRepeat }: Repeatability): boolean {
  return !isUnsafe(method) || hasKey || mayRepeat;
}

function isRateLimit(end: AttemptEnd): boolean {
  return end.type === 'status' ? end.status === 429 : end.type === 'outcome' && end.as === 'rate_limited';
}

function isWorthwhile(end: AttemptEnd, on: RetryPolicy['on']): boolean {
  switch (end.type) {
    case 'outcome':
      return end.as === 'retry' || end.as === 'rate_limited';
    case 'status':
      return (on ?? RETRIED_STATUSES).includes(end.status);
    case 'failure': {
      const { code } = end;
      if (code !== 'connection_failed' && code !== 'timeout') return false;
      return on?.includes(code === 'timeout' ? 'timeout' : 'connection') ?? true;
    }
  }
}

function isSafe(question: RetryQuestion): boolean {
  const { end, hasKey, method } = question;
  switch (end.type) {
    case 'outcome':
      return true;
    case 'status':
      return isRepeatable({ method, hasKey, mayRepeat: false }) || REFUSED_STATUSES.includes(end.status);
    case 'failure':
      return isRepeatable(question) || end.phase === 'connect';
  }
}
