import { appendTo } from '../append-to.js';
import { remembered } from '../remembered.js';
import type { Edge, Graph } from './schema.js';
import type { StepId } from './step-id.js';

/** The edges that count: the ones written down, or else the chain of the steps in the order given. */
export function effectiveEdges(graph: Graph): readonly Edge[] {
  return graph.edges ?? chainOf(graph);
}

const chainOf = remembered((graph: Graph) => {
  const chain: Edge[] = [];
  for (const [index, step] of graph.steps.entries()) {
    const previous = graph.steps[index - 1];
    if (previous) chain.push({ source: previous.id, target: step.id });
  }
  return chain;
});

/** All steps that a step waits for, directly or through others, by edges of any outcome. Not itself, but in a cycle. */
export function ancestorsOf(graph: Graph, stepId: StepId): Set<StepId> {
  const sources = sourcesByTarget(effectiveEdges(graph));
  const ancestors = new Set<StepId>();
  const pending = [...(sources.get(stepId) ?? [])];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    if (ancestors.has(id)) continue;
    ancestors.add(id);
    pending.push(...(sources.get(id) ?? []));
  }
  return ancestors;
}

const sourcesByTarget = remembered((edges: readonly Edge[]) => {
  const sources = new Map<StepId, StepId[]>();
  for (const { source, target } of edges) appendTo(sources, target, source);
  return sources;
});
