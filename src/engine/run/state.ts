import type { JsonValue } from '../json.js';
import type { AttemptRecord, Instant, StepError, StepPath, Waiting } from './event.js';

export type StepStatus = 'queued' | 'running' | 'waiting' | 'succeeded' | 'failed' | 'skipped' | 'cancelled';
export type RunStatus = 'queued' | 'running' | 'waiting' | 'succeeded' | 'failed' | 'cancelled';

export interface StepState {
  path: StepPath;
  /** What people call the step, where it has a name. */
  name?: string;
  status: StepStatus;
  queuedAt?: Instant;
  startedAt?: Instant;
  finishedAt?: Instant;
  durationMs?: number;
  input?: JsonValue;
  output?: JsonValue;
  error?: StepError;
  /** True where a failure edge took the failure up. */
  handled?: boolean;
  reason?: string;
  /** What it waits for, or waited for last, until it ends. */
  waiting?: Waiting;
  /** How many items its loop has; each is a step of its own, `step_2[0]`. */
  items?: number;
  /** The way that a branch took. */
  case?: string;
  attempts: AttemptRecord[];
}

/** What a run looks like after some of its events: a fold of `applyRunEvent`. */
export interface RunState {
  status: RunStatus;
  /** The last event's `seq`; 0 before the first. */
  seq: number;
  input?: JsonValue;
  output?: JsonValue;
  error?: StepError;
  startedAt?: Instant;
  finishedAt?: Instant;
  durationMs?: number;
  /** By path, in the order in which the steps first appeared. */
  steps: Record<StepPath, StepState>;
  /** When a run that was put down goes on. */
  waitingUntil?: Instant;
}
