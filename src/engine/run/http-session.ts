import type { Scope } from '../expressions/scope.js';
import type { HttpStep } from '../graph/http-step-schema.js';
import { stepReferences } from '../graph/step-templates.js';
import type { PagesSoFar } from '../http/pagination/take-page.js';
import type { Response } from '../http/redact-response.js';
import type { AttemptRecord, StepError, StepPath, Waiting, WaitReason } from './event.js';
import type { GraphRun } from './graph-run.js';
import { narrowScope } from './narrow-scope.js';
import { savePages } from './pages-in-journal.js';
import type { AbortSignalLike } from './ports.js';
import type { RunContext } from './run-context.js';
import { resultOfWait, type StepResult } from './step-result.js';

export interface HttpStepRun {
  step: HttpStep;
  path: StepPath;
  scope: Scope;
  signal: AbortSignalLike;
  /** The graph that the step is part of. */
  run: GraphRun;
}

/** An HTTP step under way: what its requests share. */
export interface HttpSession extends HttpStepRun {
  context: RunContext;
  /** How many attempts are recorded. */
  attempts: number;
  /** How often `poll` has asked. */
  polls: number;
  /** Of a step that asks for several pages. */
  pages: PagesSoFar | undefined;
  /** Access is renewed once for a step, and no more. */
  hasRenewed: boolean;
}

/** What conditions and templates over an answer see. */
export function scopeWith({ step, scope }: HttpStepRun, response: Response): Scope {
  return narrowScope(scope, stepReferences(step), { response });
}

/** Held for what follows at once: a journal never has the last attempt without what became of it. */
export function holdAttempt({ context, path }: HttpSession, attempt: AttemptRecord): void {
  context.hold({ type: 'step_attempted', step: path, attempt });
}

export function failed({ path }: HttpStepRun, error: Omit<StepError, 'step'>): StepResult {
  return { status: 'failed', error: { ...error, step: path } };
}

/** Waits as a timer in the journal. Undefined once it is due; else how the step ends. */
export async function waitFor(
  session: HttpSession,
  { ms, reason, tries }: { ms: number; reason: WaitReason; tries?: number },
): Promise<StepResult | undefined> {
  const { context, polls, pages } = session;
  const saved = pages && savePages(pages, context.redactor);
  return waitUntil(session, {
    until: context.ports.clock.now() + ms,
    reason,
    ...(tries !== undefined && { tries }),
    ...(polls > 0 && { polls }),
    ...(saved !== undefined && { pages: saved }),
  });
}

export async function waitUntil(
  { context, path, signal }: HttpSession,
  waiting: Waiting,
): Promise<StepResult | undefined> {
  return resultOfWait(await context.timers.wait(path, waiting, signal));
}
