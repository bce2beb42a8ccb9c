import type { Edge, StepState } from '../engine/index.js';

/** Whether a run goes on along an edge, by how the edge's source stands. */
export function isFollowed({ on = 'success' }: Edge, source: StepState | undefined): boolean {
  if (on === 'failure') return source?.status === 'failed';
  return source?.status === 'succeeded' && (on === 'success' || on === source.case);
}
