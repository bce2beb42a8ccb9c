import { changeFor } from '../http/pagination/next-page.js';
import { noPages } from '../http/pagination/take-page.js';
import { type PreparedRequest, prepareRequest } from '../http/prepare-request.js';
import { describeRequest } from '../http/status-error.js';
import { type Exchanged, exchange, repeatability } from './exchange.js';
import { followAnswer } from './follow-answer.js';
import { failed, type HttpSession, type HttpStepRun, holdAttempt, waitUntil } from './http-session.js';
import { loadPages } from './pages-in-journal.js';
import { lookUp } from './reconcile.js';
import type { RunContext } from './run-context.js';
import { FRESH_START, startOfStep } from './start-of-step.js';
import type { StepState } from './state.js';
import { type StepResult, shapeOutput } from './step-result.js';

/**
 * Sends a step's request, again where that is safe and worthwhile, until what it waits for is there (`poll`), for all
 * pages (`pagination`), and shapes what came back. Goes on where the journal of an earlier attempt at the run ends.
 */
export async function runHttpStep(context: RunContext, run: HttpStepRun): Promise<StepResult> {
  const { step, path, scope } = run;
  const before = context.recorded.get(path);
  const session = createSession(context, run, before);
  const waiting = before?.status === 'waiting' ? before.waiting : undefined;
  const ended = waiting && (await waitUntil(session, waiting));
  if (ended) return ended;
  for (let from = before; ; from = undefined) {
    const prepared = await prepare(session);
    if (!prepared.ok) return failed(session, prepared.error);
    const answer = await send(session, prepared.value, from);
    if (answer.type === 'stopped') return answer.result;
    if (!step.poll && !step.pagination) {
      holdAttempt(session, answer.attempt);
      return shapeOutput(step, path, scope, answer.response);
    }
    const result = await followAnswer(session, answer, prepared.value.record());
    if (result) return result;
  }
}

function createSession(context: RunContext, run: HttpStepRun, before: StepState | undefined): HttpSession {
  const { step, path, scope, signal } = run;
  const { pagination } = step;
  const waiting = before?.waiting;
  const pages = waiting?.pages;
  return {
    context,
    step,
    path,
    scope,
    signal,
    run: run.run,
    attempts: before?.attempts.length ?? 0,
    polls: waiting?.polls ?? 0,
    pages: pagination && (pages === undefined ? noPages(pagination) : loadPages(pages)),
    hasRenewed: false,
  };
}

function prepare(session: HttpSession): ReturnType<typeof prepareRequest> {
  const { context, step, path, scope, run, pages, polls } = session;
  const { request: template, pagination } = step;
  const page = pages?.page ?? 1;
  const change = pagination && changeFor(pagination, pages?.position);
  const ask = {
    template,
    place: 'request',
    // To a server that knows keys, each page and each poll is a request of its own.
    path: page === 1 && polls === 0 ? path : `${path}#${page}.${polls}`,
    scope,
    run,
  };
  return prepareRequest(context, change ? { ...ask, change } : ask);
}

/** One page, or the whole where there are none. `before`: what the journal has of this very request. */
function send(
  session: HttpSession,
  prepared: PreparedRequest,
  before: StepState | undefined,
): Exchanged | Promise<Exchanged> {
  const { request: template, reconcile } = session.step;
  const start = before ? startOfStep(before, repeatability(session, { prepared, template })) : FRESH_START;
  if (before?.status === 'running' && start.isUnknown && !reconcile) {
    const message = `The run was interrupted, and ${describeRequest(prepared.record())} may have been sent before. It may have taken effect: look before running it again.`;
    return { type: 'stopped', result: failed(session, { code: 'outcome_unknown', message }) };
  }
  const { tries, isUnknown, lastError } = start;
  let { lookUpTries } = start;
  const askWhether =
    reconcile &&
    (() => {
      const tries = lookUpTries;
      lookUpTries = 0;
      return lookUp(session, reconcile, { shown: prepared.record(), tries });
    });
  return exchange(session, { prepared, template, tries, isUnknown, lastError, lookUp: askWhether });
}
