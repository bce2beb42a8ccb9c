import type { HttpStep } from '../graph/http-step-schema.js';
import { holdsOverResponse } from '../http/holds-over-response.js';
import { prepareRequest } from '../http/prepare-request.js';
import { describeRequest, type ShownRequest } from '../http/status-error.js';
import type { StepError } from './event.js';
import { exchange, type LookedUp } from './exchange.js';
import { failed, type HttpSession, holdAttempt, scopeWith } from './http-session.js';
import { catchExpression } from './step-error.js';

/**
 * Asks whether a request whose outcome is unknown took effect. Where it did, the answer is the step's own. `tries`:
 * attempts that were made at this look-up before the run was resumed.
 */
export async function lookUp(
  session: HttpSession,
  { request: template, found }: NonNullable<HttpStep['reconcile']>,
  { shown, tries }: { shown: ShownRequest; tries: number },
): Promise<LookedUp> {
  const { context, path, scope, run, attempts } = session;
  const prepared = await prepareRequest(context, {
    template,
    place: 'reconcile.request',
    // A server that knows keys must not repeat what it answered to another request.
    path: `${path}#look-up.${attempts}`,
    scope,
    run,
  });
  if (!prepared.ok) return unknown(session, shown, prepared.error);
  const answer = await exchange(session, {
    prepared: prepared.value,
    template,
    tries,
    isUnknown: false,
    isLookUp: true,
  });
  if (answer.type === 'stopped') {
    const { result } = answer;
    return result.status === 'failed' ? unknown(session, shown, result.error) : answer;
  }
  const isFound = catchExpression(
    () => holdsOverResponse(found, 'reconcile.found', scopeWith(session, answer.response)),
    path,
  );
  if (isFound.ok && isFound.value) return answer;
  holdAttempt(session, isFound.ok ? answer.attempt : { ...answer.attempt, error: isFound.error });
  return isFound.ok ? { type: 'absent' } : unknown(session, shown, isFound.error);
}

function unknown(session: HttpSession, shown: ShownRequest, { code, message }: StepError): LookedUp {
  const result = failed(session, {
    code: 'outcome_unknown',
    message: `${describeRequest(shown)} was sent, but no answer came, and asking whether it took effect failed: ${message} Look before running it again.`,
    path: 'reconcile',
    detail: { code },
  });
  return { type: 'stopped', result };
}
