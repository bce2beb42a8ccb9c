import type { Scope } from '../expressions/scope.js';
import type { Step } from '../graph/step-schema.js';
import type { StepPath } from './event.js';
import { executeStep } from './execute-step.js';
import type { GraphRun } from './graph-run.js';
import type { AbortSignalLike } from './ports.js';
import type { RunContext } from './run-context.js';
import { nameOf } from './step-name.js';
import type { StepResult } from './step-result.js';

/** A step to be carried out once: a whole step, or one item of its loop. */
export interface Unit {
  step: Step;
  path: StepPath;
  scope: Scope;
  signal: AbortSignalLike;
  /** The graph that it stands in. */
  run: GraphRun;
}

export interface UnitResult {
  result: StepResult;
  durationMs: number;
}

/** Carries a unit out when a slot is free. How it ended is for the caller to record. */
export async function runUnit(context: RunContext, unit: Unit): Promise<UnitResult> {
  const { step, path, signal } = unit;
  const { slots, ports } = context;
  // A connector's inner steps take slots themselves: holding one here could keep them waiting for ever.
  const needsSlot = step.type !== 'connector';
  if (needsSlot && !slots.tryTake()) {
    context.emit({ type: 'step_queued', step: path, ...nameOf(step) });
    await slots.take();
    if (signal.aborted) {
      slots.release();
      return { result: { status: 'cancelled' }, durationMs: 0 };
    }
  }
  const startedAt = ports.clock.now();
  try {
    const result = await executeStep(context, unit);
    return { result, durationMs: ports.clock.now() - startedAt };
  } finally {
    if (needsSlot) slots.release();
  }
}
