import type { RetryDecision } from '../http/retry-delay.js';
import { describeAnswer, describeRequest, type ShownRequest } from '../http/status-error.js';
import type { Instant, StepError } from './event.js';

/** The last time that a date can tell. */
const MAX_INSTANT = 8_640_000_000_000_000;

/** The error of an attempt that no other follows: why there is none, where that says more than the attempt itself. */
export function finalError(
  error: StepError,
  { shown, decision, isUnknown }: { shown: ShownRequest; decision: RetryDecision; isUnknown: boolean },
): StepError {
  const { status = 0, step = '' } = error;
  if (decision.type === 'too_long') {
    const until = timeOf(decision.until);
    const message = `${describeAnswer(shown, { status })} It asks to wait until ${until}, which is longer than this run can wait. Run it again then.`;
    return { code: 'rate_limited', message, step, status, detail: { until } };
  }
  return isUnknown ? unknownOutcome(error, shown) : error;
}

function unknownOutcome({ code, message, step = '' }: StepError, shown: ShownRequest): StepError {
  return {
    code: 'outcome_unknown',
    message: `${describeRequest(shown)} was sent, but no answer came (${message}) It may have taken effect: look before running it again.`,
    step,
    detail: { code },
  };
}

function timeOf(instant: Instant): string {
  return new Date(Math.min(instant, MAX_INSTANT)).toISOString();
}
