import type { Connector } from '../client/index.js';
import type { Graph, Step, StepPath } from '../engine/index.js';
import { stepIdsOf } from '../runs/step-path.js';

/** Finds the steps of a run in the graph, those inside a connector step in the connector's own. */
export function stepsOf(
  graph: Graph | undefined,
  connectors: readonly Connector[] = [],
): (path: StepPath) => Step | undefined {
  return (path) => {
    let within = graph;
    let found: Step | undefined;
    for (const id of stepIdsOf(path)) {
      found = within?.steps.find((candidate) => candidate.id === id);
      const name = found?.type === 'connector' ? found.connector : undefined;
      within = connectors.find((each) => each.slug === name || each.id === name)?.definition.graph;
    }
    return found;
  };
}

/** Names the steps of a run: by the name the graph gives them, else by their id. */
export function stepNamesOf(stepAt: (path: StepPath) => Step | undefined): (path: StepPath) => string {
  return (path) => stepAt(path)?.name ?? stepIdsOf(path).at(-1) ?? path;
}

/** What the way is called that a branch took, where the graph knows it. */
export function caseNameOf(step: Step | undefined, taken: string | undefined): string | undefined {
  if (step?.type !== 'branch') return undefined;
  return step.cases.find(({ id }) => id === taken)?.name;
}
