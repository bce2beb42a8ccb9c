import type { NodeChange } from '@xyflow/react';
import type { StepId } from '../../engine/index.js';
import type { StepFlowNode } from '../flow/flow-nodes.js';
import type { Point } from './edit.js';

/** Where steps were put; one that is still being dragged is nowhere yet. */
export function movedTo(changes: readonly NodeChange<StepFlowNode>[]): Record<StepId, Point> {
  const positions: Record<StepId, Point> = {};
  for (const change of changes) {
    if (change.type !== 'position' || change.dragging === true || change.position === undefined) continue;
    positions[change.id] = { x: Math.round(change.position.x), y: Math.round(change.position.y) };
  }
  return positions;
}
