import type { Instant, RunState } from '../engine/index.js';

/** When a run that was put down goes on: as it said, else when the first of its steps does. */
export function waitsUntil(run: RunState): Instant | undefined {
  if (run.waitingUntil !== undefined) return run.waitingUntil;
  let first: Instant | undefined;
  for (const { waiting } of Object.values(run.steps)) {
    if (waiting && (first === undefined || waiting.until < first)) first = waiting.until;
  }
  return first;
}
