import type { Edge as FlowEdge, Node } from '@xyflow/react';
import { type Edge, effectiveEdges, type Graph, type Step } from '../../engine/index.js';
import { edgeKey } from '../store/graph-queries.js';

/** A node of the host's own canvas that carries a step; its id is the step's. */
export type StepDataNode = Node<{ step: Step }>;

/** Makes nodes and edges for a host's own React Flow out of a graph. Steps without a position stand at 0, 0. */
export function toReactFlow(graph: Graph): { nodes: StepDataNode[]; edges: FlowEdge<{ edge: Edge }>[] } {
  return {
    nodes: graph.steps.map((step) => ({
      id: step.id,
      type: step.type,
      position: step.position ?? { x: 0, y: 0 },
      data: { step },
    })),
    edges: effectiveEdges(graph).map((edge) => ({
      id: edgeKey(edge),
      source: edge.source,
      target: edge.target,
      data: { edge },
    })),
  };
}

/**
 * Makes a graph out of a host's nodes and edges. Nodes without a step in `data.step`, and edges that touch one, are
 * left out; a step takes its node's id and position. An edge whose `data.edge.on` is `failure` stays one.
 */
export function fromReactFlow(nodes: readonly Node[], edges: readonly FlowEdge[], output?: Graph['output']): Graph {
  const steps: Step[] = [];
  for (const node of nodes) {
    const { step } = node.data as { step?: Step }; // the host's own data: only this key is looked at
    if (step === undefined) continue;
    steps.push({ ...step, id: node.id, position: { x: node.position.x, y: node.position.y } });
  }
  const ids = new Set(steps.map((step) => step.id));
  const kept: Edge[] = [];
  for (const { source, target, data } of edges) {
    if (!ids.has(source) || !ids.has(target)) continue;
    const { edge } = (data ?? {}) as { edge?: Edge }; // as above
    kept.push(edge?.on === 'failure' ? { source, target, on: 'failure' } : { source, target });
  }
  return { steps, edges: kept, ...(output !== undefined && { output }) };
}
