import type { Edge, Graph } from './schema.js';
import type { StepId } from './step-id.js';

/** The edges that count: the ones written down, or else the chain of the steps in the order given. */
export function effectiveEdges(graph: Graph): readonly Edge[] {
  if (graph.edges) return graph.edges;
  const known = chains.get(graph);
  if (known) return known;
  const chain: Edge[] = [];
  for (const [index, step] of graph.steps.entries()) {
    const previous = graph.steps[index - 1];
    if (previous) chain.push({ source: previous.id, target: step.id });
  }
  chains.set(graph, chain);
  return chain;
}

const chains = new WeakMap<Graph, readonly Edge[]>();

/** All steps that a step waits for, directly or through others, by edges of any outcome. Not itself, but in a cycle. */
export function ancestorsOf(graph: Graph, stepId: StepId): Set<StepId> {
  const sources = sourcesByTarget(graph);
  const ancestors = new Set<StepId>();
  const pending = [...(sources.get(stepId) ?? [])];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    if (ancestors.has(id)) continue;
    ancestors.add(id);
    pending.push(...(sources.get(id) ?? []));
  }
  return ancestors;
}

function sourcesByTarget(graph: Graph): Map<StepId, StepId[]> {
  const edges = effectiveEdges(graph);
  const known = sourceMaps.get(edges);
  if (known) return known;
  const sources = new Map<StepId, StepId[]>();
  for (const { source, target } of edges) {
    const list = sources.get(target);
    if (list) list.push(source);
    else sources.set(target, [source]);
  }
  sourceMaps.set(edges, sources);
  return sources;
}

const sourceMaps = new WeakMap<readonly Edge[], Map<StepId, StepId[]>>();
