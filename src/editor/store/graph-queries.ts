import {
  ancestorsOf,
  type Edge,
  effectiveEdges,
  type Graph,
  type Step,
  type StepId,
  stepReferences,
} from '../../engine/index.js';

export function findStep(graph: Graph, id: StepId): Step | undefined {
  return graph.steps.find((step) => step.id === id);
}

/** What of its source an edge follows: `success`, `failure`, the id of a branch's case, or `else`. */
export function outcomeOf(edge: Edge): string {
  return edge.on ?? 'success';
}

/** The ways that lead out of a branch: its cases in their order, then `else`. Other steps have none. */
export function waysOf(step: Step): string[] {
  // A host may give a graph that is half filled in.
  return step.type === 'branch' ? [...(step.cases ?? []).map(({ id }) => id), 'else'] : [];
}

/**
 * What an edge from a step follows where nobody has said: of a branch the first way that nothing follows yet, or else
 * its first; of any other step its success.
 */
export function firstFreeOutcome(graph: Graph, source: Step | undefined): string {
  const ways = source ? waysOf(source) : [];
  const taken = new Set(
    effectiveEdges(graph).flatMap((edge) => (edge.source === source?.id ? [outcomeOf(edge)] : [])),
  );
  return ways.find((way) => !taken.has(way)) ?? ways[0] ?? 'success';
}

/** An edge as it is stored: without the outcome that is the default. */
export function storedEdge({ source, target, on = 'success' }: Edge): Edge {
  return on === 'success' ? { source, target } : { source, target, on };
}

export function isSameEdge(a: Edge, b: Edge): boolean {
  return a.source === b.source && a.target === b.target && outcomeOf(a) === outcomeOf(b);
}

/** An edge's name, stable as long as it leads the same way on the same outcome. */
export function edgeKey(edge: Edge): string {
  return `seq:${edge.source}:${outcomeOf(edge)}:${edge.target}`;
}

/** Would an edge from `source` to `target` close a circle? */
export function makesCycle(graph: Graph, source: StepId, target: StepId): boolean {
  return source === target || ancestorsOf(graph, source).has(target);
}

/** The first free id of `step_1`, `step_2`, … */
export function nextStepId(taken: Iterable<StepId>): StepId {
  const used = new Set(taken);
  let number = 1;
  while (used.has(`step_${number}`)) number += 1;
  return `step_${number}`;
}

export interface Reader {
  stepId: StepId;
  place: string;
}

/** The places that read the output of one of `ids`, in steps that are not among them. */
export function readersOf(graph: Graph, ids: readonly StepId[]): Reader[] {
  const removed = new Set(ids);
  const readers: Reader[] = [];
  for (const step of graph.steps) {
    if (removed.has(step.id)) continue;
    const places = stepReferences(step).flatMap(({ root, place }) => (removed.has(root) ? [place] : []));
    for (const place of new Set(places)) readers.push({ stepId: step.id, place });
  }
  return readers;
}

/** The edges that take the place of those around removed steps, so that what is left stays one path. */
export function bridgeEdges(graph: Graph, ids: readonly StepId[]): Edge[] {
  const removed = new Set(ids);
  let edges = [...effectiveEdges(graph)];
  for (const id of ids) {
    const into = edges.filter((edge) => edge.target === id);
    // What followed a failure has nothing to follow any more.
    const outOf = edges.filter((edge) => edge.source === id && outcomeOf(edge) !== 'failure');
    const rest = edges.filter((edge) => edge.source !== id && edge.target !== id);
    for (const before of into) {
      for (const after of outOf) {
        const bridge = { ...before, target: after.target };
        if (!rest.some((edge) => isSameEdge(edge, bridge))) rest.push(bridge);
      }
    }
    edges = rest;
  }
  return edges.filter((edge) => !removed.has(edge.source) && !removed.has(edge.target));
}
