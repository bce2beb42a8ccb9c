import type { Graph, Permissions } from '../graph/schema.js';
import type { JsonValue } from '../json.js';
import type { Instant, RunEvent, StepError, StepPath } from './event.js';
import { createEventStream } from './event-stream.js';
import type { Limits } from './limits.js';
import type { AbortSignalLike, Ports } from './ports.js';
import type { StepState } from './state.js';

export interface RunOptions {
  graph: Graph;
  /** Where its requests may go at all; absent: wherever the host lets them. */
  permissions?: Permissions | undefined;
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

/** Loaded on first use: whoever draws and checks graphs has nothing of what runs them. Kept, since asking costs. */
let runner: typeof import('./runner.js') | undefined;

async function drive(options: RunOptions, push: (event: RunEvent) => void): Promise<RunResult> {
  runner ??= await import('./runner.js');
  return await runner.driveRun(options, push);
}
