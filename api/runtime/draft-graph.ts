import {
  ancestorsOf,
  type Definition,
  type Edge,
  type Graph,
  type JsonValue,
  type Step,
  stepReferences,
} from '#engine';

/** What of a draft runs. */
export interface DraftScope {
  /** The one step that runs; absent: all that aren't pinned. */
  onlyStep?: string | undefined;
  /** Outputs by step: these steps don't run. */
  pinned: Readonly<Record<string, JsonValue>>;
}

/** A draft cut down to what runs of it, with a placeholder in the place of each pinned step. */
export function draftGraph(definition: Definition, { onlyStep, pinned }: DraftScope): Definition {
  const { graph } = definition;
  const isPinned = (id: string): boolean => Object.hasOwn(pinned, id);
  const steps = graph.steps.map((step) => (isPinned(step.id) ? placeholder(step) : step));
  if (onlyStep === undefined) return { ...definition, graph: { ...graph, steps } };
  const before = ancestorsOf(graph, onlyStep);
  const read = new Set(readSteps(graph, onlyStep));
  const kept = steps.filter(
    ({ id }) => id === onlyStep || (isPinned(id) && (before.has(id) || read.has(id))),
  );
  const edges = kept.flatMap(({ id }): Edge[] =>
    id !== onlyStep && before.has(id) ? [{ source: id, target: onlyStep }] : [],
  );
  // Without the graph's own output, that of the step is the output.
  return { ...definition, graph: { steps: kept, edges } };
}

/** The steps of the graph whose outputs a step reads, each once. */
export function readSteps(graph: Graph, id: string): string[] {
  const step = graph.steps.find((one) => one.id === id);
  if (!step) return [];
  const known = new Set(graph.steps.map((one) => one.id));
  const roots = stepReferences(step).map(({ root }) => root);
  return [...new Set(roots)].filter((root) => known.has(root));
}

/** Of no type whose output would be known, so that nothing is said about what reads the pinned one. */
function placeholder({ id, name }: Step): Step {
  return { id, type: 'action', action: 'pinned', ...(name !== undefined && { name }) };
}
