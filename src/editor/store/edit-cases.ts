import { type BranchStep, branchCaseSchema, effectiveEdges, type Graph } from '../../engine/index.js';
import type { Edit, EditResult, Refusal } from './edit.js';
import { recordChange } from './graph-patches.js';
import { findStep, outcomeOf, storedEdge } from './graph-queries.js';

function refuse(graph: Graph, refusal: Refusal): EditResult {
  return { graph, patches: [], inverse: [], refusal };
}

function findCase(
  graph: Graph,
  stepId: string,
  caseId: string,
): { step: BranchStep; index: number } | undefined {
  const step = findStep(graph, stepId);
  if (step?.type !== 'branch') return undefined;
  const index = step.cases.findIndex(({ id }) => id === caseId);
  return index < 0 ? undefined : { step, index };
}

/** The graph with another branch in the place of that one. */
function withBranch(
  graph: Graph,
  step: BranchStep,
  more: (edges: Graph['edges']) => Graph['edges'],
): EditResult {
  return recordChange(graph, (draft) => {
    draft.steps[graph.steps.findIndex(({ id }) => id === step.id)] = step;
    const edges = more(graph.edges);
    if (edges !== graph.edges && edges !== undefined) draft.edges = edges;
  });
}

/** Gives a case of a branch another id; the edges that follow it go on following it. */
export function renameCase(graph: Graph, edit: Extract<Edit, { type: 'rename_case' }>): EditResult {
  const { stepId, from, to } = edit;
  const found = findCase(graph, stepId, from);
  if (!found) return refuse(graph, { code: 'unknown_case', step: from });
  if (!branchCaseSchema.shape.id.safeParse(to).success) return refuse(graph, { code: 'bad_case', step: to });
  if (findCase(graph, stepId, to)) return refuse(graph, { code: 'taken_case', step: to });
  const { step, index } = found;
  const cases = step.cases.map((each, at) => (at === index ? { ...each, id: to } : each));
  const follows = (edge: { source: string; on?: string | undefined }) =>
    edge.source === stepId && edge.on === from;
  return withBranch(graph, { ...step, cases }, (edges) =>
    edges?.some(follows)
      ? edges.map((edge) => (follows(edge) ? storedEdge({ ...edge, on: to }) : edge))
      : edges,
  );
}

/** Takes a case out of a branch. Edges that follow it go with it, or stay as the problems that they then are. */
export function removeCase(graph: Graph, edit: Extract<Edit, { type: 'remove_case' }>): EditResult {
  const { stepId, caseId, edges: treatment } = edit;
  const found = findCase(graph, stepId, caseId);
  if (!found) return refuse(graph, { code: 'unknown_case', step: caseId });
  const { step, index } = found;
  const gone = new Set(treatment === 'remove' ? edgesOfCase(graph, stepId, caseId) : []);
  return withBranch(graph, { ...step, cases: step.cases.filter((_, at) => at !== index) }, (edges) =>
    gone.size > 0 ? edges?.filter((edge) => !gone.has(edge)) : edges,
  );
}

/** The edges that follow a case. */
export function edgesOfCase(graph: Graph, stepId: string, caseId: string) {
  return effectiveEdges(graph).filter((edge) => edge.source === stepId && outcomeOf(edge) === caseId);
}
