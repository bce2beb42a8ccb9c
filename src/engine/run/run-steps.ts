import { compileTemplate } from '../expressions/compile-template.js';
import type { StepId } from '../graph/step-id.js';
import type { Step } from '../graph/step-schema.js';
import type { JsonObject, JsonValue } from '../json.js';
import { unreachable } from '../unreachable.js';
import { createAbort } from './abort.js';
import type { GraphRun } from './graph-run.js';
import { handlesFailure, type Plan, planOf } from './plan.js';
import type { RunContext } from './run-context.js';
import { type FinishedStep, runStep } from './run-step.js';
import { createSchedule, type Outcome } from './schedule.js';
import { errorBefore, isStopping, type Session } from './session.js';
import { catchExpression } from './step-error.js';
import { nameOf } from './step-name.js';
import type { StepResult } from './step-result.js';

/** Runs the steps of one graph to their end and works out its output. A port that throws fails the context. */
export async function runSteps(context: RunContext, run: GraphRun): Promise<StepResult> {
  const plan = planOf(run.graph);
  const abort = createAbort(run.signal);
  try {
    const session = await new Promise<Session>((resolve) => {
      const session: Session = {
        context,
        run,
        plan,
        schedule: createSchedule(plan),
        abort,
        scope: createScope(context, run, plan),
        errors: new Map(),
        wasCancelled: false,
        isParked: false,
        inFlight: 1,
        onIdle: () => resolve(session),
      };
      stopAsRecorded(session);
      advance(session, plan.roots);
      finishOne(session);
    });
    return conclude(session);
  } finally {
    abort.abort();
    abort.dispose();
  }
}

function createScope({ execution }: RunContext, { input }: GraphRun, plan: Plan): Session['scope'] {
  const scope: Session['scope'] = { input, execution, error: undefined };
  for (const id of plan.steps.keys()) scope[id] = undefined;
  return scope;
}

/** A journal that tells of an unhandled failure or a cancellation belongs to a run that must not go on. */
function stopAsRecorded(session: Session): void {
  const { context, run, plan } = session;
  for (const id of plan.steps.keys()) {
    const step = context.recorded.get(run.prefix + id);
    if (step?.status === 'cancelled') session.wasCancelled = true;
    if (step?.status === 'failed' && !step.handled && step.error) session.failure ??= step.error;
  }
}

/** Starts what is ready; what the journal has already is taken from there, with all that follows from it. */
function advance(session: Session, ready: readonly StepId[]): void {
  const pending = [...ready];
  for (const id of pending) {
    const recorded = takeRecorded(session, id);
    if (recorded) pending.push(...settle(session, id, recorded.outcome, recorded.way));
    else if (!isStopping(session)) start(session, id);
  }
}

function takeRecorded(
  { context, run, scope, errors }: Session,
  id: StepId,
): { outcome: Outcome; way?: string | undefined } | undefined {
  const step = context.recorded.get(run.prefix + id);
  switch (step?.status) {
    case 'succeeded':
      scope[id] = step.output ?? null;
      return { outcome: 'succeeded', way: step.case };
    case 'failed':
      if (step.error) errors.set(id, step.error);
      return { outcome: 'failed' };
    case 'skipped':
    case 'cancelled':
      return { outcome: step.status };
    case 'queued':
    case 'running':
    case 'waiting':
    case undefined:
      return undefined;
  }
}

/** Tells the schedule how a step ended, records what that skips, and gives what it makes ready. */
function settle(session: Session, id: StepId, outcome: Outcome, way?: string): StepId[] {
  const { context, run, plan, schedule, errors } = session;
  const inherited = errors.size > 0 && !errors.has(id) ? errorBefore(session, id) : undefined;
  if (inherited) errors.set(id, inherited);
  const { ready, skipped } = schedule.settle(id, outcome, way);
  for (const { id: skippedId, reason } of skipped) {
    const path = run.prefix + skippedId;
    if (context.recorded.get(path)?.status !== 'skipped')
      context.emit({ type: 'step_skipped', step: path, ...nameOf(plan.steps.get(skippedId)), reason });
  }
  return ready;
}

function start(session: Session, id: StepId): void {
  const step = session.plan.steps.get(id);
  if (!step) throw new Error(`The plan has no step ${id}.`);
  session.inFlight += 1;
  session.context.timers.work();
  void carryThrough(session, step); // it never rejects
}

async function carryThrough(session: Session, step: Step): Promise<void> {
  try {
    finish(session, await runStep(session, step));
  } catch (error) {
    session.context.fail(error);
  }
  finishOne(session);
}

/** The last one hands on to whoever waits for the graph. */
function finishOne(session: Session): void {
  session.inFlight -= 1;
  if (session.inFlight === 0) session.onIdle();
  else session.context.timers.rest();
}

/** Records how a step ended and starts what follows; both go to the journal in one write. */
function finish(session: Session, { step, path, result, durationMs }: FinishedStep): void {
  const { context, scope, errors, plan, abort } = session;
  const { id } = step;
  switch (result.status) {
    case 'succeeded': {
      const { output, case: way } = result;
      // The last step of a graph is stored together with what its end brings about.
      const stored = context[session.inFlight > 1 ? 'emit' : 'hold']({
        type: 'step_succeeded',
        step: path,
        output,
        durationMs,
        ...(way !== undefined && { case: way }),
      });
      scope[id] = stored.output;
      advance(session, settle(session, id, 'succeeded', way));
      return;
    }
    case 'skipped':
      context.emit({ type: 'step_skipped', step: path, ...nameOf(step), reason: result.reason });
      advance(session, settle(session, id, 'skipped'));
      return;
    case 'failed': {
      const handled = handlesFailure(plan, id);
      const { error } = context.emit({
        type: 'step_failed',
        step: path,
        error: result.error,
        durationMs,
        handled,
      });
      errors.set(id, error);
      if (handled) {
        advance(session, settle(session, id, 'failed'));
      } else {
        session.failure ??= error;
        abort.abort();
      }
      return;
    }
    case 'cancelled':
      context.emit({ type: 'step_cancelled', step: path });
      session.wasCancelled = true;
      abort.abort();
      return;
    case 'parked':
      session.isParked = true;
      return;
    default:
      unreachable(result);
  }
}

function conclude(session: Session): StepResult {
  const { failure, schedule, run, plan, scope } = session;
  if (failure) return { status: 'failed', error: failure };
  if (session.wasCancelled || run.signal.aborted) return { status: 'cancelled' };
  if (session.isParked) return { status: 'parked' };
  if (schedule.unsettled() > 0) return { status: 'cancelled' };
  const { output } = run.graph;
  if (output === undefined) return { status: 'succeeded', output: leavesOutput(plan, scope) };
  const shaped = catchExpression(() => compileTemplate(output, 'output').evaluate(scope));
  return shaped.ok
    ? { status: 'succeeded', output: shaped.value }
    : { status: 'failed', error: shaped.error };
}

/** Without an `output`: what the last steps gave; of a single one that itself, of several an object by id. */
function leavesOutput({ leaves }: Plan, scope: Session['scope']): JsonValue {
  const [only] = leaves;
  if (leaves.length === 1 && only !== undefined) return scope[only] ?? null;
  const outputs: JsonObject = {};
  for (const id of leaves) {
    const output = scope[id];
    if (output !== undefined) outputs[id] = output;
  }
  return outputs;
}
