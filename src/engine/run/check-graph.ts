import type { Graph } from '../graph/schema.js';
import { validateGraph } from '../graph/validate-graph.js';
import type { StepError } from './event.js';

const checked = new WeakMap<Graph, StepError | undefined>();

/** Why a graph can't run at all, checked once for each graph object. */
export function checkGraph(graph: Graph): StepError | undefined {
  if (checked.has(graph)) return checked.get(graph);
  const error = findError(graph);
  checked.set(graph, error);
  return error;
}

function findError(graph: Graph): StepError | undefined {
  const problems = validateGraph(graph).filter((problem) => problem.severity === 'error');
  const [first] = problems;
  if (!first) return undefined;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  return {
    code: 'invalid_graph',
    message: `${first.message}${more}`,
    ...(first.stepId !== undefined && { step: first.stepId }),
    ...(first.path !== undefined && { path: first.path }),
    detail: problems.slice(0, 20).map(({ code, message, stepId, path }) => ({
      code,
      message,
      ...(stepId !== undefined && { stepId }),
      ...(path !== undefined && { path }),
    })),
  };
}
