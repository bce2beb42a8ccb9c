import type { Graph } from '../graph/schema.js';
import type { JsonObject, JsonValue } from '../json.js';
import { unreachable } from '../unreachable.js';
import { type Abort, createAbort } from './abort.js';
import { applyRunEventInPlace, initialRunState } from './apply-run-event.js';
import { createChance } from './chance.js';
import { checkGraph } from './check-graph.js';
import type { Instant, RunEvent, StepError, StepPath } from './event.js';
import { createEventStream } from './event-stream.js';
import { DEFAULT_LIMITS, type Limits } from './limits.js';
import type { AbortSignalLike, Ports } from './ports.js';
import { createRecorder } from './recorder.js';
import type { GraphRun } from './run-connector-step.js';
import type { RunContext } from './run-context.js';
import { runSteps } from './run-steps.js';
import { createSlots } from './slots.js';
import type { RunState, StepState } from './state.js';
import type { StepResult } from './step-result.js';
import { createTimers } from './timers.js';

export interface RunOptions {
  graph: Graph;
  /** What `{{input}}` stands for. Whether it fits a schema is for the caller to check (`checkValue`). */
  input?: JsonValue;
  ports: Ports;
  limits?: Partial<Limits>;
  /** Cancels the run. */
  signal?: AbortSignalLike | undefined;
  /** The journal of this run so far. What it has as done is not done again. */
  resume?: readonly RunEvent[];
  /** What `{{execution}}` stands for. */
  execution?: { id: string; workspaceId?: string };
  /**
   * Puts the run down where it has nothing to do for longer than this, in milliseconds: it ends as `waiting`, without a
   * final event, and goes on from its journal by `resume`, in any process, at `waitingUntil`. Absent: it waits here.
   */
  parkAfterMs?: number;
}

export interface RunResult {
  status: 'succeeded' | 'failed' | 'cancelled' | 'waiting';
  /** Of a run that was put down: when it goes on. */
  waitingUntil?: Instant;
  output?: JsonValue;
  error?: StepError;
  steps: Record<StepPath, StepState>;
}

/**
 * A run under way. Iterating gives its events, each after the journal has stored it; every iteration starts
 * with the first (of this attempt, where the run was resumed). Nobody needs to iterate.
 */
export interface Run extends AsyncIterable<RunEvent> {
  /**
   * How it ended. A run that fails is a result, not a rejection; it rejects only when the journal or another
   * port threw. What was in flight has then been aborted and nothing more is written to the journal, from
   * which the run can be resumed.
   */
  readonly result: Promise<RunResult>;
}

/**
 * Runs a graph. Starts at once and never throws. The journal is awaited before anything that depends on what
 * it stores: a step that is recorded as done never runs again, whatever crashes in between.
 */
export function runGraph(options: RunOptions): Run {
  const events = createEventStream();
  const result = drive(options, events.push);
  result.then(events.end, events.fail);
  return { result, [Symbol.asyncIterator]: () => events[Symbol.asyncIterator]() };
}

function stateOf(journal: readonly RunEvent[]): RunState {
  const state = initialRunState();
  for (const event of journal) applyRunEventInPlace(state, event);
  return state;
}

async function drive(options: RunOptions, push: (event: RunEvent) => void): Promise<RunResult> {
  const state = stateOf(options.resume ?? []);
  if (state.finishedAt !== undefined) return resultOf(state);
  const { ports, graph } = options;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const abort = createAbort(options.signal);
  const recorder = createRecorder({
    journal: ports.journal,
    clock: ports.clock,
    seq: state.seq,
    onRecorded(event) {
      applyRunEventInPlace(state, event);
      push(event);
    },
    onFailed: abort.abort,
  });
  const input = state.startedAt === undefined ? (options.input ?? null) : (state.input ?? null);
  const startedAt = state.startedAt ?? ports.clock.now();
  if (state.startedAt === undefined) recorder.emit({ type: 'run_started', input });
  // A copy: what is added while running is no record of an earlier attempt.
  const recorded = new Map(Object.entries(state.steps));
  const slots = createSlots(limits.concurrency);
  const context: RunContext = {
    ports,
    limits,
    slots,
    timers: createTimers({
      clock: ports.clock,
      slots,
      parkAfterMs: options.parkAfterMs,
      isRecorded: (step, { until }) => recorded.get(step)?.waiting?.until === until,
      emit: recorder.emit,
    }),
    latestWait: latestWait(options, limits),
    chance: createChance(ports.random()),
    execution: executionOf(options),
    recorded,
    emit: recorder.emit,
    hold: recorder.hold,
    flush: recorder.flush,
    fail: recorder.fail,
    countStep: createStepCounter(limits.steps, recorded),
  };
  try {
    const invalid = checkGraph(graph);
    const outcome: StepResult = invalid
      ? { status: 'failed', error: invalid }
      : await runInTime(context, { graph, input, prefix: '', stack: [], signal: abort.signal }, abort);
    recorder.emit({ ...finalEvent(outcome), durationMs: ports.clock.now() - startedAt });
  } catch (error) {
    recorder.fail(error);
  } finally {
    abort.dispose();
  }
  await recorder.flush();
  return resultOf(state);
}

/** A run that can be put down has all the time there is: it has its own anew whenever it goes on. */
function latestWait(
  { ports, parkAfterMs = Number.POSITIVE_INFINITY }: RunOptions,
  { runMs }: Limits,
): Instant {
  return parkAfterMs < runMs ? Number.POSITIVE_INFINITY : ports.clock.now() + runMs;
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

function executionOf({ execution }: RunOptions): JsonObject {
  if (!execution) return {};
  const { id, workspaceId } = execution;
  return workspaceId === undefined ? { id } : { id, workspaceId };
}

/** Steps that an earlier attempt at the run started are counted already. */
function createStepCounter(
  limit: number,
  recorded: ReadonlyMap<StepPath, StepState>,
): RunContext['countStep'] {
  const wasStarted = (step: StepState | undefined) => step?.startedAt !== undefined;
  let count = [...recorded.values()].filter(wasStarted).length;
  return (path) => {
    if (wasStarted(recorded.get(path))) return undefined;
    count += 1;
    if (count <= limit) return undefined;
    return {
      code: 'limit',
      message: `A run may start ${limit} steps, those inside connectors included. Split it into smaller runs.`,
    };
  };
}

type FinalEvent =
  | { type: 'run_succeeded'; output: JsonValue }
  | { type: 'run_failed'; error: StepError }
  | { type: 'run_cancelled' };

function finalEvent(outcome: StepResult): FinalEvent {
  switch (outcome.status) {
    case 'succeeded':
      return { type: 'run_succeeded', output: outcome.output };
    case 'failed':
      return { type: 'run_failed', error: outcome.error };
    case 'cancelled':
      return { type: 'run_cancelled' };
    default:
      return unreachable(outcome);
  }
}

function resultOf({ status, output, error, steps }: RunState): RunResult {
  if (status === 'queued' || status === 'running') throw new Error('The run has not ended.');
  return { status, steps, ...(output !== undefined && { output }), ...(error && { error }) };
}
