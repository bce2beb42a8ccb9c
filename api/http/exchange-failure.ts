import type { HttpFailure, HttpPhase } from '#engine';
import { cannotConnect, type Target } from './target.js';

/** What a caller's cancel or a deadline ended. While connecting, a deadline looks like a closed port. */
export function stopFailure(target: Target, reason: unknown, phase: HttpPhase): HttpFailure {
  if (reason === 'cancelled')
    return { ok: false, code: 'cancelled', message: 'The request was cancelled.', phase };
  if (phase === 'connect') return { ok: false, ...cannotConnect(target.host, target.port), phase };
  const what = phase === 'sent' ? 'did not answer' : 'did not finish its answer';
  return { ok: false, code: 'timeout', message: `${target.host} ${what} in time.`, phase };
}

/** A connection that ended before the whole answer was there. */
export function brokenConnection(target: Target, phase: HttpPhase): HttpFailure {
  const when = phase === 'sent' ? 'without an answer' : 'before its answer was complete';
  const message = `${target.host} closed the connection ${when}.`;
  return { ok: false, code: 'connection_failed', message, phase };
}

/** Why an answer isn't taken, in a sentence that follows the name of the host. */
export interface AnswerRefusal {
  code: 'bad_response' | 'response_too_large';
  message: string;
}

export function answerFailure(target: Target, refusal: AnswerRefusal, phase: HttpPhase): HttpFailure {
  return { ok: false, code: refusal.code, message: `${target.host} ${refusal.message}`, phase };
}

export const invalidAnswer = badResponse('did not answer with valid HTTP.');
export const headersTooLarge = badResponse('sent more than 32 KB of headers.');
export const brokenEncoding = badResponse('sent an answer whose content encoding is broken.');

export function unknownEncoding(contentEncoding: string): AnswerRefusal {
  return badResponse(`sent an answer encoded as "${contentEncoding.slice(0, 100)}", which can't be read.`);
}

export function bodyTooLarge(limit: number): AnswerRefusal {
  const message = `sent an answer larger than the limit of ${limit.toLocaleString('en')} bytes.`;
  return { code: 'response_too_large', message };
}

function badResponse(message: string): AnswerRefusal {
  return { code: 'bad_response', message };
}
