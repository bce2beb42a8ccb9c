import type { JsonValue } from '../json.js';
import type { AttemptRecord, Instant, StepError, StepPath } from './event.js';

export type StepStatus = 'queued' | 'running' | 'succeeded' | 'failed' | 'skipped' | 'cancelled';
export type RunStatus = 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled';

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
}
