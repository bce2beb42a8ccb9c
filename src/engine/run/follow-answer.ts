import type { Scope } from '../expressions/scope.js';
import type { Poll } from '../graph/http-step-schema.js';
import { holdsOverResponse } from '../http/holds-over-response.js';
import { takePage } from '../http/pagination/take-page.js';
import { hideWith } from '../http/redact-response.js';
import { describeRequest, type ShownRequest } from '../http/status-error.js';
import { unreachable } from '../unreachable.js';
import type { Exchanged } from './exchange.js';
import { failed, type HttpSession, holdAttempt, scopeWith, waitFor } from './http-session.js';
import { catchExpression } from './step-error.js';
import { type StepResult, shapeOutput } from './step-result.js';

type Answer = Extract<Exchanged, { type: 'answered' }>;

/** What an answer means for a step that polls or asks for pages; undefined where it has another request to send. */
export async function followAnswer(
  session: HttpSession,
  answer: Answer,
  shown: ShownRequest,
): Promise<StepResult | undefined> {
  const { step, path, scope, pages } = session;
  const { poll } = step;
  const answerScope = scopeWith(session, answer.response);
  if (poll && (pages?.page ?? 1) === 1) {
    const isThere = catchExpression(() => holdsOverResponse(poll.until, 'poll.until', answerScope));
    if (isThere.ok && !isThere.value) return askAgain(session, poll, { answer, shown });
    if (!isThere.ok) {
      holdAttempt(session, answer.attempt);
      return failed(session, isThere.error);
    }
  }
  holdAttempt(session, answer.attempt);
  return step.pagination
    ? addPage(session, answer, answerScope)
    : shapeOutput(step, path, scope, answer.response);
}

async function askAgain(
  session: HttpSession,
  { intervalMs, maxAttempts }: Poll,
  { answer: { attempt }, shown }: { answer: Answer; shown: ShownRequest },
): Promise<StepResult | undefined> {
  session.polls += 1;
  if (session.polls < maxAttempts) {
    holdAttempt(session, { ...attempt, retryInMs: intervalMs });
    return waitFor(session, { ms: intervalMs, reason: 'poll' });
  }
  holdAttempt(session, attempt);
  return failed(session, {
    code: 'limit',
    message: `${describeRequest(shown)} was asked ${maxAttempts} times, and poll.until still doesn't hold. Ask more often or with more time in between, or check the condition.`,
    path: 'poll',
  });
}

function addPage(
  session: HttpSession,
  { response, bytes, url }: Answer,
  answerScope: Scope,
): StepResult | undefined {
  const { context, step, path, scope, pages } = session;
  const { pagination } = step;
  if (!pagination || !pages) throw new Error('A page of a step that has none.');
  const { limits, redactor } = context;
  const hide = hideWith(redactor);
  const taken = catchExpression(() =>
    takePage(pagination, pages, { response, bytes, url, scope: answerScope, limits, hide }),
  );
  if (!taken.ok) return failed(session, taken.error);
  const { value } = taken;
  switch (value.type) {
    case 'more':
      return undefined;
    case 'error':
      return failed(session, value.error);
    case 'end':
      return shapeOutput(step, path, scope, {
        ...response,
        body: pages.items,
        pages: pages.page,
        hasMore: value.hasMore,
      });
    default:
      return unreachable(value);
  }
}
