import { compileCondition } from '../conditions/compile-condition.js';
import { describeCondition } from '../conditions/describe-condition.js';
import type { Step } from '../graph/step-schema.js';
import type { StepPath } from './event.js';
import { runLoop } from './run-loop.js';
import { runUnit, type UnitResult } from './run-unit.js';
import { type Session, scopeOf } from './session.js';
import { catchExpression } from './step-error.js';
import { nameOf } from './step-name.js';

/** How a step of a graph ended, and how long that took. */
export interface FinishedStep {
  step: Step;
  path: StepPath;
  result: UnitResult['result'] | { status: 'skipped'; reason: string };
  durationMs: number;
}

/** Runs a step whose turn it is: not at all where its condition doesn't hold, once, or once for each item. */
export async function runStep(session: Session, step: Step): Promise<FinishedStep> {
  const { context, run, abort } = session;
  const path = run.prefix + step.id;
  const scope = scopeOf(session, step);
  const { when } = step;
  if (when) {
    const holds = catchExpression(() => compileCondition(when, 'when')(scope), path);
    if (!holds.ok) {
      context.hold({ type: 'step_started', step: path, ...nameOf(step) });
      return { step, path, result: { status: 'failed', error: holds.error }, durationMs: 0 };
    }
    if (!holds.value) {
      const reason = `Its condition doesn't hold: ${describeCondition(when)}.`;
      return { step, path, result: { status: 'skipped', reason }, durationMs: 0 };
    }
  }
  const unit = { step, path, scope, signal: abort.signal, run };
  return {
    step,
    path,
    ...(await (step.forEach ? runLoop(context, unit, step.forEach) : runUnit(context, unit))),
  };
}
