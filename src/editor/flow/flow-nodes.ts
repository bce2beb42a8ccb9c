import type { Node } from '@xyflow/react';
import type { Graph, StepId } from '../../engine/index.js';
import { layoutGraph, NODE_WIDTH } from './layout.js';

/** A step on the canvas. It carries its id alone: the node reads the rest from the editor's store. */
export type StepFlowNode = Node<{ stepId: StepId }, 'step'>;

/** What a node is taken to be high before it was measured, in canvas units. */
const HEIGHT_GUESS = 150;

export function heightOfNode(nodes: readonly StepFlowNode[]): (id: StepId) => number {
  const heights = new Map(nodes.map((node) => [node.id, node.measured?.height ?? HEIGHT_GUESS]));
  return (id) => heights.get(id) ?? HEIGHT_GUESS;
}

/**
 * The nodes of a graph. A node whose step stayed where it was is the same object as before; a step without a
 * position keeps the one it was given, or gets one from the layout.
 */
export function flowNodes(graph: Graph, before: readonly StepFlowNode[]): StepFlowNode[] {
  const known = new Map(before.map((node) => [node.id, node]));
  const isPlaced = graph.steps.every((step) => step.position !== undefined || known.has(step.id));
  const layout = isPlaced ? {} : layoutGraph(graph, heightOfNode(before));
  return graph.steps.map((step): StepFlowNode => {
    const node = known.get(step.id);
    const position = step.position ?? node?.position ?? layout[step.id] ?? { x: 0, y: 0 };
    if (node !== undefined) {
      const isSame = node.position.x === position.x && node.position.y === position.y;
      return isSame ? node : { ...node, position };
    }
    return { id: step.id, type: 'step', position, width: NODE_WIDTH, data: { stepId: step.id } };
  });
}
