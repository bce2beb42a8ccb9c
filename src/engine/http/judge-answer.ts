import type { Scope } from '../expressions/scope.js';
import type { HttpRequestTemplate } from '../graph/http-request-schema.js';
import type { AnswerOutcome, Classification, HttpStep } from '../graph/http-step-schema.js';
import type { JsonValue } from '../json.js';
import { isJsonObject, ownProperty } from '../json-operations.js';
import type { ResponseRecord, StepError } from '../run/event.js';
import type { HttpFailure, HttpReply } from '../run/ports.js';
import { catchExpression } from '../run/step-error.js';
import type { Redactor } from '../secrets/redactor.js';
import { holdsOverResponse } from './holds-over-response.js';
import { readResponse } from './read-response.js';
import { recordResponse } from './records.js';
import { hideWith, type Response, redactResponse } from './redact-response.js';
import type { AttemptEnd } from './retry-delay.js';
import { describeRequest, outcomeMessage, type ShownRequest, statusMessage } from './status-error.js';

/** What an answer means for its step. */
export type Judgement =
  | { type: 'succeeded'; record: ResponseRecord; response: Response }
  | { type: 'failed'; record?: ResponseRecord; error: StepError; end: AttemptEnd };

/** By what an answer is judged. */
export interface JudgeRules {
  template: HttpRequestTemplate;
  /** The request as people may see it. */
  shown: ShownRequest;
  responseType?: HttpStep['responseType'];
  classify?: readonly Classification[] | undefined;
  /** The request only looks whether something is there: that it isn't is an answer too. */
  isLookUp?: boolean;
  /** What conditions see. */
  scopeWith(response: Response): Scope;
  redactor: Redactor;
}

/**
 * Success is any 2xx whose body can be read, and a redirect where none is to be followed, unless the step says
 * otherwise. Everything else fails, with a message for people.
 */
export function judgeAnswer(answer: HttpReply | HttpFailure, rules: JudgeRules): Judgement {
  const { shown, redactor } = rules;
  const hide = hideWith(redactor);
  if (!answer.ok) {
    const { code, phase } = answer;
    const error: StepError = { code, message: hide(answer.message) };
    return { type: 'failed', error, end: { type: 'failure', code, phase } };
  }
  const { status } = answer;
  const read = readResponse(answer, { responseType: rules.responseType, method: shown.method, hide });
  const response = redactResponse(redactor, {
    status,
    headers: answer.headers,
    body: read.ok ? read.body : null,
  });
  const { headers } = response;
  const body = read.ok ? response.body : undefined;
  const text = () => answer.text();
  const record = recordResponse({ status, headers, body, size: answer.bytes.length, text, hide });
  const said =
    rules.classify && classify(rules, read.ok ? response : { status, headers, body: hide(text()) });
  if (typeof said === 'object') {
    return { type: 'failed', record, error: said, end: { type: 'outcome', as: 'fail', headers } };
  }
  const outcome = said ?? defaultOutcome(rules, response);
  switch (outcome) {
    case 'success_empty':
      return { type: 'succeeded', record, response: { status, headers, body: null } };
    case 'success': {
      if (read.ok) return { type: 'succeeded', record, response };
      const message = `${describeRequest(shown)} answered with ${read.reason}. Choose another response type for this step, or check the URL.`;
      const error: StepError = { code: 'bad_response', message, status };
      return { type: 'failed', record, error, end: { type: 'outcome', as: 'fail', headers } };
    }
    case 'by_status': {
      const message = statusMessage(shown, { status, headers, body });
      const error: StepError = { code: 'http_status', message, status };
      return { type: 'failed', record, error, end: { type: 'status', status, headers } };
    }
    default: {
      const message = outcomeMessage(shown, { status, headers, body }, outcome);
      const error: StepError = { code: OUTCOME_CODES[outcome], message, status };
      return { type: 'failed', record, error, end: { type: 'outcome', as: outcome, headers } };
    }
  }
}

const OUTCOME_CODES = {
  fail: 'rejected',
  retry: 'rejected',
  rate_limited: 'rate_limited',
  auth_expired: 'auth_expired',
} as const;

/** The first condition that holds says what the answer means. An error where one can't be evaluated. */
function classify(
  { classify: rules = [], scopeWith }: JudgeRules,
  response: Response,
): AnswerOutcome | StepError | undefined {
  const scope = scopeWith(response);
  const first = catchExpression(() =>
    rules.find(({ when }, index) => holdsOverResponse(when, `classify[${index}].when`, scope)),
  );
  return first.ok ? first.value?.as : first.error;
}

function defaultOutcome(
  { template, isLookUp }: JudgeRules,
  { status, body }: Response,
): 'success' | 'fail' | 'by_status' {
  if (status >= 200 && status < 300) {
    return template.body?.type === 'graphql' && hasOnlyErrors(body) ? 'fail' : 'success';
  }
  if (status >= 300 && status < 400 && template.followRedirects === false) return 'success';
  return status === 404 && isLookUp ? 'success' : 'by_status';
}

/** GraphQL answers 200 also where nothing was done (its specification, section 7.1). Data that is there in part counts. */
function hasOnlyErrors(body: JsonValue): boolean {
  if (!isJsonObject(body)) return false;
  const errors = ownProperty(body, 'errors');
  if (!Array.isArray(errors) || errors.length === 0) return false;
  const data = ownProperty(body, 'data');
  return !isJsonObject(data) || Object.values(data).every((value) => value === null);
}
