import { renameRoot } from '../expressions/list-references.js';
import { setAtPlace } from '../place.js';
import type { Edge, Graph } from './schema.js';
import { type StepId, stepIdSchema } from './step-id.js';
import type { Step } from './step-schema.js';
import { stepTemplates } from './step-templates.js';

/**
 * The graph with one step renamed: its id, the edges at it and every reference to it. What doesn't mention
 * the step is shared with the original. The same graph is given back where there is no step `from`, or where
 * `to` is taken or no step id.
 */
export function renameStep(graph: Graph, from: StepId, to: StepId): Graph {
  const exists = graph.steps.some((step) => step.id === from);
  const isTaken = graph.steps.some((step) => step.id === to);
  if (!exists || isTaken || !stepIdSchema.safeParse(to).success) return graph;
  const renamed: Graph = { ...graph, steps: graph.steps.map((step) => renameInStep(step, from, to)) };
  if (graph.edges) renamed.edges = graph.edges.map((edge) => renameInEdge(edge, from, to));
  if (graph.output !== undefined) renamed.output = renameRoot(graph.output, from, to);
  return renamed;
}

function renameInStep(step: Step, from: StepId, to: StepId): Step {
  let renamed = step.id === from ? { ...step, id: to } : step;
  for (const { place, template } of stepTemplates(step)) {
    const changed = renameRoot(template, from, to);
    if (changed !== template) renamed = setAtPlace(renamed, place, changed);
  }
  return renamed;
}

function renameInEdge(edge: Edge, from: StepId, to: StepId): Edge {
  if (edge.source !== from && edge.target !== from) return edge;
  return {
    ...edge,
    source: edge.source === from ? to : edge.source,
    target: edge.target === from ? to : edge.target,
  };
}
