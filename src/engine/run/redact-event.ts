import type { JsonValue } from '../json.js';
import type { Redactor } from '../secrets/redactor.js';
import type { AttemptRecord, RunEventBody, StepError } from './event.js';
import type { StepResult } from './step-result.js';

/**
 * The last gate: an event as it leaves the engine. What requests and responses hold was redacted before; this looks
 * at everything that comes from outside, and leaves alone the words that events are made of.
 */
export function redactEvent<Event extends RunEventBody>(event: Event, redactor: Redactor): Event {
  return redactor.isEmpty ? event : (redactParts(event, redactor) as Event); // the same type of event
}

/** The same for how a step ended, where no event tells of it here. */
export function redactResult(result: StepResult, redactor: Redactor): StepResult {
  switch (result.status) {
    case 'succeeded':
      return { ...result, output: redactor.value(result.output) };
    case 'failed':
      return { ...result, error: redactError(result.error, redactor) };
    default:
      return result;
  }
}

function redactParts(event: RunEventBody, redactor: Redactor): RunEventBody {
  switch (event.type) {
    case 'run_started':
      return { ...event, input: redactor.value(event.input) };
    case 'step_started':
      return event.input === undefined ? event : { ...event, input: redactor.value(event.input) };
    case 'step_attempted':
      return { ...event, attempt: redactAttempt(event.attempt, redactor) };
    case 'step_succeeded':
    case 'run_succeeded':
      return { ...event, output: redactor.value(event.output) };
    case 'step_failed':
    case 'run_failed':
      return { ...event, error: redactError(event.error, redactor) };
    case 'step_skipped':
      return { ...event, reason: redactor.text(event.reason) };
    case 'step_waiting': {
      const { pages } = event.waiting;
      if (pages === undefined) return event;
      return { ...event, waiting: { ...event.waiting, pages: redactor.value(pages) } };
    }
    default:
      return event;
  }
}

function redactAttempt(attempt: AttemptRecord, redactor: Redactor): AttemptRecord {
  const { request, response, error } = attempt;
  return {
    ...attempt,
    ...(request && {
      request: {
        ...request,
        url: redactor.text(request.url),
        headers: redactTexts(request.headers, redactor),
        ...bodyOf(request.body, redactor),
      },
    }),
    ...(response && {
      response: {
        ...response,
        headers: redactTexts(response.headers, redactor),
        ...bodyOf(response.body, redactor),
      },
    }),
    ...(error && { error: redactError(error, redactor) }),
  };
}

function bodyOf(body: JsonValue | undefined, redactor: Redactor): { body?: JsonValue } {
  return body === undefined ? {} : { body: redactor.value(body) };
}

function redactTexts(texts: Record<string, string>, redactor: Redactor): Record<string, string> {
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [redactor.text(name), redactor.text(text)]),
  );
}

function redactError(error: StepError, redactor: Redactor): StepError {
  const { detail } = error;
  return {
    ...error,
    message: redactor.text(error.message),
    ...(detail !== undefined && { detail: redactor.value(detail) }),
  };
}
