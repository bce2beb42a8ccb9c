import type { HttpStep } from '../graph/http-step-schema.js';
import type { JsonObject } from '../json.js';
import type { ResponseRecord, StepError } from '../run/event.js';
import type { HttpFailure, HttpReply, OutgoingRequest } from '../run/ports.js';
import { readResponse } from './read-response.js';
import { recordResponse } from './records.js';
import type { AttemptEnd } from './retry-delay.js';
import { describeRequest, statusMessage } from './status-error.js';

/** What an answer means for its step. */
export type Judgement =
  | { type: 'succeeded'; record: ResponseRecord; response: JsonObject }
  | { type: 'failed'; record?: ResponseRecord; error: StepError; end: AttemptEnd };

/** Any 2xx whose body can be read is a success. Everything else fails, with a message for people. */
export function judgeAnswer(
  request: OutgoingRequest,
  answer: HttpReply | HttpFailure,
  responseType: HttpStep['responseType'],
): Judgement {
  if (!answer.ok) {
    const { code, message, phase } = answer;
    return { type: 'failed', error: { code, message }, end: { type: 'failure', code, phase } };
  }
  const { status, headers } = answer;
  const isSuccess = status >= 200 && status < 300;
  const read = readResponse(answer, responseType);
  const record = recordResponse(answer, read.ok ? read.body : undefined);
  if (!isSuccess) {
    const message = statusMessage(request, status, headers, read.ok ? read.body : undefined);
    const end = { type: 'status' as const, status, retryAfter: headers['retry-after'] };
    return { type: 'failed', record, error: { code: 'http_status', message, status }, end };
  }
  if (!read.ok) {
    const message = `${describeRequest(request)} answered with ${read.reason}. Choose another response type for this step, or check the URL.`;
    const end = { type: 'failure' as const, code: 'bad_response' as const, phase: 'body' as const };
    return { type: 'failed', record, error: { code: 'bad_response', message, status }, end };
  }
  return { type: 'succeeded', record, response: { status, headers, body: read.body } };
}
