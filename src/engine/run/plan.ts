import { effectiveEdges } from '../graph/edges.js';
import type { Edge, Graph } from '../graph/schema.js';
import type { StepId } from '../graph/step-id.js';
import type { Step } from '../graph/step-schema.js';

/** A graph, arranged for running. Made once for each graph object. */
export interface Plan {
  steps: ReadonlyMap<StepId, Step>;
  incoming: ReadonlyMap<StepId, readonly Edge[]>;
  outgoing: ReadonlyMap<StepId, readonly Edge[]>;
  /** Steps that wait for nothing, in the order given. */
  roots: readonly StepId[];
  /** Steps that nothing follows, in the order given. */
  leaves: readonly StepId[];
}

const plans = new WeakMap<Graph, Plan>();

export function planOf(graph: Graph): Plan {
  const known = plans.get(graph);
  if (known) return known;
  const incoming = new Map<StepId, Edge[]>();
  const outgoing = new Map<StepId, Edge[]>();
  for (const edge of effectiveEdges(graph)) {
    append(incoming, edge.target, edge);
    append(outgoing, edge.source, edge);
  }
  const ids = graph.steps.map((step) => step.id);
  const plan: Plan = {
    steps: new Map(graph.steps.map((step) => [step.id, step])),
    incoming,
    outgoing,
    roots: ids.filter((id) => !incoming.has(id)),
    leaves: ids.filter((id) => !outgoing.has(id)),
  };
  plans.set(graph, plan);
  return plan;
}

/** True where a failure of the step is taken up by an edge. */
export function handlesFailure(plan: Plan, id: StepId): boolean {
  return plan.outgoing.get(id)?.some((edge) => edge.on === 'failure') ?? false;
}

function append(map: Map<StepId, Edge[]>, key: StepId, edge: Edge): void {
  const list = map.get(key);
  if (list) list.push(edge);
  else map.set(key, [edge]);
}
