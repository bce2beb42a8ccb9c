import { isOutcomeUnknown, isRepeatable, type Repeatability } from '../http/retry-delay.js';
import type { AttemptRecord, StepError } from './event.js';
import type { StepState } from './state.js';

/** Where an HTTP step goes on. */
export interface StepStart {
  /** Attempts at the request under way. */
  tries: number;
  /** The request may have taken effect, and nobody knows. */
  isUnknown: boolean;
  /** How the last attempt ended. */
  lastError?: StepError | undefined;
  /** Attempts at a look-up under way. */
  lookUpTries: number;
}

export const FRESH_START: StepStart = { tries: 0, isUnknown: false, lookUpTries: 0 };

/**
 * Where a step's request stands by the journal. One that was in flight when the journal ends may have taken effect;
 * one that waited has not gone out since its last attempt.
 */
export function startOfStep(before: StepState, request: Repeatability): StepStart {
  const { status, attempts, waiting } = before;
  if (status !== 'running' && status !== 'waiting') return FRESH_START;
  const failures = lastFailures(attempts);
  const lastError = failures[0]?.error;
  const waited = waiting?.reason === 'retry' ? (waiting.tries ?? 0) : 0;
  const isLookUp = attempts.at(-1)?.reconcile === true;
  const tries = isLookUp ? failures.length : waited;
  if (status === 'running') return { tries, isUnknown: !isRepeatable(request), lastError, lookUpTries: 0 };
  if (isLookUp) return { tries, isUnknown: true, lastError, lookUpTries: waited };
  return { tries, isUnknown: isUnknownAfter(failures[0], request), lastError, lookUpTries: 0 };
}

/** The step's own attempts, look-ups aside, since the last that had an answer that counts; the newest first. */
function lastFailures(attempts: readonly AttemptRecord[]): AttemptRecord[] {
  const own = attempts.filter((attempt) => !attempt.reconcile).reverse();
  const end = own.findIndex((attempt) => !attempt.error);
  return end === -1 ? own : own.slice(0, end);
}

function isUnknownAfter(attempt: AttemptRecord | undefined, request: Repeatability): boolean {
  const code = attempt?.error?.code;
  if (attempt?.phase === undefined || (code !== 'timeout' && code !== 'connection_failed')) return false;
  return isOutcomeUnknown(request, { type: 'failure', code, phase: attempt.phase });
}
