import { compileTemplate } from '../expressions/compile-template.js';
import type { Scope } from '../expressions/scope.js';
import type { StepId } from '../graph/step-id.js';
import type { Step } from '../graph/step-schema.js';
import { stepReferences } from '../graph/step-templates.js';
import type { JsonObject, JsonValue } from '../json.js';
import { unreachable } from '../unreachable.js';
import { type Abort, createAbort } from './abort.js';
import type { StepError, StepPath } from './event.js';
import { narrowScope } from './narrow-scope.js';
import { handlesFailure, type Plan, planOf } from './plan.js';
import { connectorInput, type GraphRun, runConnectorStep } from './run-connector-step.js';
import type { RunContext } from './run-context.js';
import { runHttpStep } from './run-http-step.js';
import { createSchedule, isActive, type Outcome, type Schedule } from './schedule.js';
import { catchExpression } from './step-error.js';
import { type StepResult, shapeOutput } from './step-result.js';

/** One graph that is being run. Only this file changes it. */
interface Session {
  context: RunContext;
  run: GraphRun;
  plan: Plan;
  schedule: Schedule;
  abort: Abort;
  /** What expressions see; a step without an output is known and undefined. */
  scope: Record<string, JsonValue | undefined>;
  /** Of a step that failed its own error, of any other the one that led to it. */
  errors: Map<StepId, StepError>;
  /** The failure that nothing took up: from then on no step starts. */
  failure?: StepError;
  /** A step was cancelled, now or in the journal: no other starts. */
  wasCancelled: boolean;
  inFlight: number;
  /** Called when nothing is in flight any more. */
  onIdle: () => void;
}

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
  if (!isStopping(session)) return;
  // Those inside of connectors too: their graphs are not gone into any more.
  for (const { path, status } of context.recorded.values()) {
    const isOpen = status === 'queued' || status === 'running';
    if (isOpen && path.startsWith(run.prefix)) context.emit({ type: 'step_cancelled', step: path });
  }
}

function isStopping(session: Session): boolean {
  return session.failure !== undefined || session.wasCancelled || session.abort.signal.aborted;
}

/** Starts what is ready; what the journal has already is taken from there, with all that follows from it. */
function advance(session: Session, ready: readonly StepId[]): void {
  const pending = [...ready];
  for (const id of pending) {
    const outcome = takeRecorded(session, id);
    if (outcome) pending.push(...settle(session, id, outcome));
    else if (!isStopping(session)) start(session, id);
  }
}

function takeRecorded({ context, run, scope, errors }: Session, id: StepId): Outcome | undefined {
  const step = context.recorded.get(run.prefix + id);
  switch (step?.status) {
    case 'succeeded':
      scope[id] = step.output ?? null;
      return 'succeeded';
    case 'failed':
      if (step.error) errors.set(id, step.error);
      return 'failed';
    case 'skipped':
    case 'cancelled':
      return step.status;
    case 'queued':
    case 'running':
    case undefined:
      return undefined;
  }
}

/** Tells the schedule how a step ended, records what that skips, and gives what it makes ready. */
function settle(session: Session, id: StepId, outcome: Outcome): StepId[] {
  const { context, run, plan, schedule, errors } = session;
  const inherited = errors.size > 0 && !errors.has(id) ? errorBefore(session, id) : undefined;
  if (inherited) errors.set(id, inherited);
  const { ready, skipped } = schedule.settle(id, outcome);
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
  runStep(session, step)
    .catch(session.context.fail)
    .then(() => finishOne(session));
}

function finishOne(session: Session): void {
  session.inFlight -= 1;
  if (session.inFlight === 0) session.onIdle();
}

async function runStep(session: Session, step: Step): Promise<void> {
  const { context, run } = session;
  const path = run.prefix + step.id;
  // A connector's inner steps take slots themselves: holding one here could keep them waiting for ever.
  const needsSlot = step.type !== 'connector';
  if (needsSlot && !context.slots.tryTake()) {
    context.emit({ type: 'step_queued', step: path, ...nameOf(step) });
    await context.slots.take();
    if (isStopping(session)) {
      context.slots.release();
      context.emit({ type: 'step_cancelled', step: path });
      return;
    }
  }
  let result: StepResult;
  const startedAt = context.ports.clock.now();
  try {
    result = await execute(session, step, path);
  } finally {
    if (needsSlot) context.slots.release();
  }
  finishStep(session, { step, path, result, durationMs: context.ports.clock.now() - startedAt });
}

interface FinishedStep {
  step: Step;
  path: StepPath;
  result: StepResult;
  durationMs: number;
}

/** Records how a step ended and starts what follows; both go to the journal in one write. */
function finishStep(session: Session, { step, path, result, durationMs }: FinishedStep): void {
  const { context, scope, errors, plan, abort } = session;
  switch (result.status) {
    case 'succeeded':
      scope[step.id] = result.output;
      // The last step of a graph is stored together with what its end brings about.
      context[session.inFlight > 1 ? 'emit' : 'hold']({
        type: 'step_succeeded',
        step: path,
        output: result.output,
        durationMs,
      });
      advance(session, settle(session, step.id, 'succeeded'));
      return;
    case 'failed': {
      const { error } = result;
      const handled = handlesFailure(plan, step.id);
      context.emit({ type: 'step_failed', step: path, error, durationMs, handled });
      errors.set(step.id, error);
      if (handled) {
        advance(session, settle(session, step.id, 'failed'));
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
    default:
      unreachable(result);
  }
}

/** The input of a connector step; other steps have none. */
type Given = { ok: true; value?: JsonValue } | { ok: false; error: StepError };

/** Announces the step and does its work. */
async function execute(session: Session, step: Step, path: StepPath): Promise<StepResult> {
  const { context, run, abort } = session;
  const scope = scopeOf(session, step);
  const { signal } = abort;
  const given: Given = step.type === 'connector' ? connectorInput(step, path, scope) : { ok: true };
  const input = given.ok ? given.value : undefined;
  const excess = context.countStep(path);
  context[excess ? 'hold' : 'emit']({
    type: 'step_started',
    step: path,
    ...nameOf(step),
    ...(input !== undefined && { input }),
  });
  if (excess) return { status: 'failed', error: { ...excess, step: path } };
  if (!given.ok) return { status: 'failed', error: given.error };
  switch (step.type) {
    case 'http':
      return runHttpStep(context, { step, path, scope, signal, run });
    case 'connector':
      return runConnectorStep(
        context,
        { step, path, scope, signal, stack: run.stack, runGraph: runSteps },
        input ?? null,
      );
    case 'transform':
      return shapeOutput({ ...step, output: step.output ?? {} }, path, scope, {});
    default:
      return unreachable(step);
  }
}

function nameOf(step: Step | undefined): { name?: string } {
  return step?.name === undefined ? {} : { name: step.name };
}

/** The graph's scope, and `error` where the way to this step leads over a failure. */
function scopeOf(session: Session, step: Step): Scope {
  const error = session.errors.size === 0 ? undefined : errorBefore(session, step.id);
  if (!error) return session.scope;
  const { code, message, status } = error;
  const shown: JsonObject = { code, message, step: error.step ?? null, status: status ?? null };
  return narrowScope(session.scope, stepReferences(step), { error: shown });
}

/** The failure that led to a step: over a failure edge that was taken, or else the one that led to a step before it. */
function errorBefore({ plan, schedule, errors }: Session, id: StepId): StepError | undefined {
  const taken = (plan.incoming.get(id) ?? []).filter((edge) =>
    isActive(edge, schedule.outcomeOf(edge.source)),
  );
  const source = taken.find((edge) => edge.on === 'failure') ?? taken.find((edge) => errors.has(edge.source));
  return source && errors.get(source.source);
}

function conclude(session: Session): StepResult {
  const { failure, schedule, run, plan, scope } = session;
  if (failure) return { status: 'failed', error: failure };
  if (schedule.unsettled() > 0 || session.wasCancelled) return { status: 'cancelled' };
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
