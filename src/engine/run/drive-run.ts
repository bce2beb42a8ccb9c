import { createRedactor } from '../secrets/redactor.js';
import { unreachable } from '../unreachable.js';
import { type Abort, createAbort } from './abort.js';
import { applyRunEventInPlace, initialRunState } from './apply-run-event.js';
import { checkGraph } from './check-graph.js';
import { createRunContext } from './create-run-context.js';
import type { RunEvent, RunEventBody, StepError } from './event.js';
import type { GraphRun } from './graph-run.js';
import { createOpenSteps } from './open-steps.js';
import { createRecorder } from './recorder.js';
import type { RunContext } from './run-context.js';
import type { RunOptions, RunResult } from './run-graph.js';
import { runSteps } from './run-steps.js';
import type { RunState } from './state.js';
import type { StepResult } from './step-result.js';

function stateOf(journal: readonly RunEvent[]): RunState {
  const state = initialRunState();
  for (const event of journal) applyRunEventInPlace(state, event);
  return state;
}

/** Runs a graph to its end, or to where it can only wait. `push` is called with each event once it is stored. */
export async function driveRun(options: RunOptions, push: (event: RunEvent) => void): Promise<RunResult> {
  const state = stateOf(options.resume ?? []);
  if (state.finishedAt !== undefined) return resultOf(state);
  const { ports, graph, permissions } = options;
  const redactor = createRedactor();
  const abort = createAbort(options.signal);
  // A copy: what is added while running is no record of an earlier attempt.
  const recorded = new Map(Object.entries(state.steps));
  const recorder = createRecorder({
    journal: ports.journal,
    clock: ports.clock,
    seq: state.seq,
    redactor,
    openSteps: createOpenSteps(recorded),
    onRecorded(event) {
      applyRunEventInPlace(state, event);
      push(event);
    },
    onFailed: abort.abort,
  });
  const input = state.startedAt === undefined ? (options.input ?? null) : (state.input ?? null);
  const startedAt = state.startedAt ?? ports.clock.now();
  if (state.startedAt === undefined) recorder.emit({ type: 'run_started', input });
  else if (state.status === 'waiting') recorder.emit({ type: 'run_resumed' });
  const context = createRunContext({
    ports,
    limits: options.limits,
    execution: options.execution,
    parkAfterMs: options.parkAfterMs,
    recorder,
    recorded,
    redactor,
  });
  try {
    const invalid = checkGraph(graph);
    const outcome: StepResult = invalid
      ? { status: 'failed', error: invalid }
      : await runInTime(
          context,
          { graph, permissions, input, prefix: '', stack: [], signal: abort.signal },
          abort,
        );
    recorder.emit(lastEvent(outcome, context, ports.clock.now() - startedAt));
  } catch (error) {
    recorder.fail(error);
  } finally {
    abort.dispose();
  }
  await recorder.flush();
  return resultOf(state);
}

/** Runs the steps, and stops them by signal when the run takes longer than it may. */
async function runInTime(context: RunContext, run: GraphRun, abort: Abort): Promise<StepResult> {
  const timer = createAbort();
  const { runMs } = context.limits;
  let isLate = false;
  context.ports.clock.sleep(runMs, timer.signal).then(() => {
    if (timer.signal.aborted) return;
    isLate = true;
    abort.abort();
  }, context.fail);
  try {
    const outcome = await runSteps(context, run);
    return isLate && outcome.status === 'cancelled' ? { status: 'failed', error: lateError(runMs) } : outcome;
  } finally {
    timer.abort();
  }
}

function lateError(runMs: number): StepError {
  const minutes = Math.round(runMs / 6_000) / 10;
  return {
    code: 'limit',
    message: `The run took longer than ${minutes} minutes and was stopped. Split it into smaller runs.`,
  };
}

function lastEvent(outcome: StepResult, { timers }: RunContext, durationMs: number): RunEventBody {
  switch (outcome.status) {
    case 'succeeded':
      return { type: 'run_succeeded', output: outcome.output, durationMs };
    case 'failed':
      return { type: 'run_failed', error: outcome.error, durationMs };
    case 'cancelled':
      return { type: 'run_cancelled', durationMs };
    case 'parked':
      return { type: 'run_waiting', until: timers.parkedUntil() };
    default:
      return unreachable(outcome);
  }
}

function resultOf({ status, output, error, steps, waitingUntil }: RunState): RunResult {
  if (status === 'queued' || status === 'running') throw new Error('The run has not ended.');
  return {
    status,
    steps,
    ...(output !== undefined && { output }),
    ...(error && { error }),
    ...(waitingUntil !== undefined && { waitingUntil }),
  };
}
