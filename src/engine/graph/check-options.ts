import { checkHeaderName } from '../http/check-header.js';
import { isUnsafe } from '../http/is-unsafe.js';
import { DEFAULT_LIMITS } from '../run/limits.js';
import { attempt } from './check-request.js';
import type { HttpStep, Pagination } from './http-step-schema.js';
import { hasHoles } from './known-shape.js';
import { type Report, takeOut, writeValue } from './problem.js';
import type { BranchStep, Step, WaitStep } from './step-schema.js';
import { stepReferences } from './step-templates.js';

import { MAX_WAIT_DAYS, readWaitUntil } from './wait-time.js';

/** Problems of what a step says about how it runs: settings that are missing, exclude each other or have no effect. */
export function checkOptions(step: Step, report: Report): void {
  const { type, forEach } = step;
  const inside = type === 'connector' ? ' Set it inside the connector.' : '';
  if (step.retry && type !== 'http' && type !== 'action')
    hasNoEffect('retry', `Only requests and actions are tried again; this has no effect.${inside}`, report);
  if (step.timeoutMs !== undefined && type !== 'http')
    hasNoEffect('timeoutMs', `Only requests have a timeout; this has no effect.${inside}`, report);
  if (Array.isArray(forEach?.items) && forEach.items.length > DEFAULT_LIMITS.items) {
    const most = DEFAULT_LIMITS.items.toLocaleString('en');
    report('invalid_document', 'forEach.items', `A loop has ${most} items at most. Split it over steps.`);
  }
  if (type === 'transform' && !step.output)
    report('missing_field', 'output', 'This step gives an empty object. Add a field.', {
      severity: 'warning',
    });
  if (type === 'wait') checkWait(step, report);
  if (type === 'branch') checkBranch(step, report);
  if (type === 'http') checkAnswers(step, report);
}

function hasNoEffect(path: string, message: string, report: Report): void {
  report('unknown_field', path, message, { severity: 'warning', fix: takeOut(path) });
}

function checkWait({ for: duration, until }: WaitStep, report: Report): void {
  if (duration && until !== undefined)
    report('conflict', 'until', 'A step waits for a time or until one. Keep one of both.', {
      fix: takeOut('until'),
    });
  if (!duration && until === undefined)
    report('missing_field', 'for', 'Say how long this step waits, or until when.', {
      fix: writeValue('for', { seconds: 60 }, 'Wait a minute'),
    });
  const seconds = duration?.seconds;
  if (typeof seconds === 'number' && !(seconds >= 0 && seconds <= MAX_WAIT_DAYS * 86_400))
    report('invalid_document', 'for.seconds', `A step waits 0 seconds to ${MAX_WAIT_DAYS} days.`);
  const isWritten = typeof until === 'number' || (typeof until === 'string' && !hasHoles(until));
  if (isWritten && readWaitUntil(until) === undefined)
    report('invalid_document', 'until', 'Write a time with its zone, as in 2030-01-31T09:00:00Z.');
}

function checkBranch({ cases, forEach }: BranchStep, report: Report): void {
  if (forEach)
    report('conflict', 'forEach', "A branch can't be a loop. Loop the steps after it.", {
      fix: takeOut('forEach', 'Take the loop out'),
    });
  if (cases.length === 0)
    report('missing_field', 'cases', 'This branch has no cases. Add one.', {
      severity: 'warning',
    });
  const ids = cases.map(({ id }) => id);
  for (const [index, id] of ids.entries()) {
    if (ids.indexOf(id) === index) continue;
    let number = 2;
    while (ids.includes(`${id}_${number}`)) number += 1;
    const path = `cases[${index}].id`;
    report('duplicate_case', path, `Two cases of this branch are called '${id}'. Rename one.`, {
      fix: writeValue(path, `${id}_${number}`),
    });
  }
}

/** What is done about the answers to a request. */
function checkAnswers(step: HttpStep, report: Report): void {
  const { request, pagination, poll, reconcile, unknownOutcome } = step;
  if (!isUnsafe(request.method)) {
    const message = `A ${request.method} request can be sent again; this has no effect.`;
    if (unknownOutcome) hasNoEffect('unknownOutcome', message, report);
    if (reconcile) hasNoEffect('reconcile', message, report);
  }
  if (poll) readsResponse(step, 'poll.until', 'asking again changes nothing', report);
  if (reconcile) readsResponse(step, 'reconcile.found', "it can't tell what was found", report);
  if (pagination) checkPagination(step, pagination, report);
}

function checkPagination(step: HttpStep, pagination: Pagination, report: Report): void {
  const { type, items } = pagination;
  if (items.trim() === '')
    report('missing_field', 'pagination.items', 'Say where the items are, as in {{response.body.data}}.');
  else readsResponse(step, 'pagination.items', 'every page has the same items', report);
  if (type === 'cursor' || type === 'next_url') {
    const place = type === 'cursor' ? 'pagination.cursor' : 'pagination.next';
    readsResponse(step, place, 'it is the same on every page', report);
  }
  if (!('in' in pagination)) return;
  const { name } = pagination;
  if (pagination.in === 'header')
    attempt('pagination.name', report, () => checkHeaderName(name, 'pagination.name'));
  const { type: body = 'none' } = step.request.body ?? {};
  if (pagination.in !== 'body' || ['json', 'graphql', 'form'].includes(body)) return;
  const message = `'${name}' needs a JSON, GraphQL or form body. Send it in the query.`;
  report('conflict', 'pagination.in', message, { fix: writeValue('pagination.in', 'query') });
}

function readsResponse(step: HttpStep, place: string, otherwise: string, report: Report): void {
  const isRead = stepReferences(step).some(
    (reference) => reference.root === 'response' && reference.place.startsWith(place),
  );
  if (isRead) return;
  const message = `This doesn't look at the response, so ${otherwise}. Use {{response.body…}}.`;
  report('missing_field', place, message, { severity: 'warning' });
}
