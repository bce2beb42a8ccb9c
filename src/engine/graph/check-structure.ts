import type { AncestorIndex } from './ancestor-index.js';
import { findCycles } from './find-cycles.js';
import type { Problem } from './problem.js';
import type { Graph } from './schema.js';
import type { StepId } from './step-id.js';

/** Problems of a graph's shape: steps that are called alike, and cycles. */
export function checkStructure(graph: Graph, index: AncestorIndex): Problem[] {
  if (graph.steps.length === 0) {
    return [{ code: 'no_steps', severity: 'error', message: 'There is nothing to run yet. Add a step.' }];
  }
  return [...checkIds(graph), ...checkOrder(graph, index)];
}

function checkIds(graph: Graph): Problem[] {
  const seen = new Set<StepId>();
  return graph.steps.flatMap(({ id }): Problem[] => {
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    const message = `Two steps have the id '${id}'. Rename one.`;
    return [{ code: 'duplicate_step_id', severity: 'error', stepId: id, path: 'id', message }];
  });
}

function checkOrder(graph: Graph, { unordered }: AncestorIndex): Problem[] {
  // A chain only comes back to where it was by steps that are called alike.
  if (unordered.size === 0 || !graph.edges) return [];
  const ids = graph.steps.map((step) => step.id);
  const { cycles, after } = findCycles(ids, graph.edges, unordered);
  const problems = cycles.map(({ steps, edge }): Problem => {
    const [first] = steps;
    const loop = [...steps, first].join(' → ');
    const message =
      steps.length === 1
        ? `'${first}' waits for itself. Remove its line.`
        : `These steps wait for each other: ${loop}. Remove one of the lines.`;
    return {
      code: 'cycle',
      severity: 'error',
      message,
      ...(first !== undefined && { stepId: first }),
      fix: { type: 'remove_edge', label: 'Remove the line that closes the loop', index: edge },
    };
  });
  const unreachable = after.map((stepId): Problem => {
    const message = 'This step never runs: steps before it wait for each other.';
    return { code: 'unreachable_step', severity: 'error', stepId, message };
  });
  return [...problems, ...unreachable];
}
