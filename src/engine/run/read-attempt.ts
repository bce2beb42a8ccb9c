import { type Judgement, judgeAnswer } from '../http/judge-answer.js';
import type { AttemptRecord, Instant } from './event.js';
import type { Exchange } from './exchange.js';
import { type HttpSession, scopeWith } from './http-session.js';
import type { HttpFailure, HttpReply } from './ports.js';

/** What an answer means, and the attempt as events keep it. */
export function readAttempt(
  session: HttpSession,
  { prepared, template, isLookUp = false }: Exchange,
  { answer, startedAt }: { answer: HttpReply | HttpFailure; startedAt: Instant },
): { judgement: Judgement; attempt: AttemptRecord } {
  const { context, step } = session;
  // As it was sent: with a renewed access it is another one.
  const record = prepared.record();
  const judgement = judgeAnswer(answer, {
    template,
    shown: record,
    responseType: isLookUp ? 'auto' : step.responseType,
    classify: isLookUp ? undefined : step.classify,
    isLookUp,
    scopeWith: (response) => scopeWith(session, response),
    redactor: context.redactor,
  });
  session.attempts += 1;
  const attempt: AttemptRecord = {
    number: session.attempts,
    request: record,
    startedAt,
    durationMs: context.ports.clock.now() - startedAt,
  };
  if (judgement.record) attempt.response = judgement.record;
  if (!answer.ok) attempt.phase = answer.phase;
  if (isLookUp) attempt.reconcile = true;
  else if (session.pages) attempt.page = session.pages.page;
  return { judgement, attempt };
}
