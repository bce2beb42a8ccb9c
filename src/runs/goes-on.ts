import type { RunStatus } from '../engine/index.js';

/** Whether something is still to come of a run. */
export function goesOn(status: RunStatus): boolean {
  return status === 'queued' || status === 'running' || status === 'waiting';
}
