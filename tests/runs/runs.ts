import type { AttemptRecord, RunState, StepState } from '../../src/engine/index.js';

/** 2026-01-05T09:00:00Z: where the runs of these tests start. */
export const START = Date.UTC(2026, 0, 5, 9);

export function step(path: string, more: Partial<StepState> = {}): StepState {
  return { path, status: 'succeeded', attempts: [], ...more };
}

/** An attempt that starts `from` milliseconds after the run. */
export function attempt(
  number: number,
  from: number,
  durationMs: number,
  more: Partial<AttemptRecord> = {},
): AttemptRecord {
  return { number, startedAt: START + from, durationMs, ...more };
}

export function run(steps: readonly StepState[], more: Partial<RunState> = {}): RunState {
  return {
    status: 'running',
    seq: steps.length,
    startedAt: START,
    steps: Object.fromEntries(steps.map((item) => [item.path, item])),
    ...more,
  };
}
