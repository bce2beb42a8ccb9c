import type { HttpMethod } from '../graph/http-request-schema.js';
import type { RetryPolicy } from '../graph/step-base.js';
import type { Instant } from '../run/event.js';
import type { HttpFailure, HttpPhase } from '../run/ports.js';

/** How an attempt ended, as far as trying again depends on it. */
export type AttemptEnd =
  | { type: 'status'; status: number; retryAfter?: string | undefined }
  | { type: 'failure'; code: HttpFailure['code']; phase: HttpPhase };

export interface RetryQuestion {
  policy: RetryPolicy | undefined;
  method: HttpMethod;
  /** The request carried a key by which the server knows a repeat. */
  hasIdempotencyKey: boolean;
  /** The attempt that just ended, from 1. */
  attempt: number;
  end: AttemptEnd;
  now: Instant;
  /** In [0, 1). */
  random: () => number;
}

const RETRIED_STATUSES = new Set([408, 425, 429, 500, 502, 503, 504]);
/** Statuses by which a server says that it did not begin. */
const REFUSED_STATUSES = new Set([429, 503]);

/** Milliseconds to wait before the next attempt, or undefined where there is none. Decides and does not sleep. */
export function retryDelay(question: RetryQuestion): number | undefined {
  const { attempt, end, policy = {} } = question;
  const {
    attempts = 3,
    backoff = 'exponential',
    initialDelayMs = 500,
    maxDelayMs = 30_000,
    jitter = true,
  } = policy;
  if (attempt >= attempts || !isWorthwhile(end) || !isSafe(question)) return undefined;
  const asked = askedDelay(question);
  if (asked !== undefined) return Math.min(asked, maxDelayMs);
  const delay = Math.min(initialDelayMs * (backoff === 'exponential' ? 2 ** (attempt - 1) : 1), maxDelayMs);
  return Math.round(jitter ? delay * (0.5 + question.random() / 2) : delay);
}

/** True where a request may have had its effect and nobody can know: repeating it could do things twice. */
export function isOutcomeUnknown(method: HttpMethod, hasIdempotencyKey: boolean, end: AttemptEnd): boolean {
  if (end.type !== 'failure' || end.phase === 'connect' || hasIdempotencyKey) return false;
  return isUnsafe(method) && (end.code === 'timeout' || end.code === 'connection_failed');
}

export function isUnsafe(method: HttpMethod): boolean {
  return method === 'POST' || method === 'PATCH';
}

function isWorthwhile(end: AttemptEnd): boolean {
  if (end.type === 'status') return RETRIED_STATUSES.has(end.status);
  return end.code === 'connection_failed' || end.code === 'timeout';
}

function isSafe({ method, hasIdempotencyKey, end }: RetryQuestion): boolean {
  if (!isUnsafe(method) || hasIdempotencyKey) return true;
  return end.type === 'status' ? REFUSED_STATUSES.has(end.status) : end.phase === 'connect';
}

/** What `Retry-After` asks for; undefined where it is absent, in the past or unreadable. */
function askedDelay({ end, now }: RetryQuestion): number | undefined {
  if (end.type !== 'status' || end.retryAfter === undefined) return undefined;
  const text = end.retryAfter.trim();
  if (/^\d{1,15}$/.test(text)) return Number(text) * 1000;
  const date = parseHttpDate(text);
  return date === undefined || date < now ? undefined : date - now;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const HTTP_DATE =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (\d{2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) GMT$/;

/** The form of dates that HTTP servers must send (RFC 9110, section 5.6.7). */
function parseHttpDate(text: string): Instant | undefined {
  const match = HTTP_DATE.exec(text);
  const month = MONTHS.indexOf(match?.[2] ?? '');
  if (!match || month === -1) return undefined;
  const [, day, , year, hours, minutes, seconds] = match;
  return Date.UTC(Number(year), month, Number(day), Number(hours), Number(minutes), Number(seconds));
}
