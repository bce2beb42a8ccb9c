import type { Execution, ExecutionStatus } from '../client/index.js';
import type { RunState, StepError, StepState } from '../engine/index.js';

const finals: Readonly<Record<ExecutionStatus, boolean>> = {
  queued: false,
  running: false,
  waiting: false,
  succeeded: true,
  failed: true,
  cancelled: true,
};

/** Every status, in the order in which a run comes to them. */
export const executionStatuses = Object.keys(finals) as ExecutionStatus[]; // its keys are the statuses

/** Whether nothing follows on this status. */
export function isFinal(status: ExecutionStatus): boolean {
  return finals[status];
}

/** An execution as the state its events fold to, so that later events can be applied to it. */
export function runStateOf(execution: Execution): RunState {
  const { startedAt, finishedAt, durationMs, error } = execution;
  return {
    status: execution.status,
    seq: execution.seq,
    input: execution.input,
    ...(execution.status === 'succeeded' && { output: execution.output }),
    ...(error && { error: error as StepError }), // the API's `code` is the engine's code, as text
    ...(startedAt !== null && { startedAt: Date.parse(startedAt) }),
    ...(finishedAt !== null && { finishedAt: Date.parse(finishedAt) }),
    ...(durationMs !== null && { durationMs }),
    steps: Object.fromEntries(
      // stepExecutionSchema says that it is the engine's StepState; only the error codes are wider there
      execution.steps.map((step) => [step.path, step as StepState]),
    ),
  };
}
