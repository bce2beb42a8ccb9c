import type { Connector } from '../client/index.js';
import type { Graph, StepPath } from '../engine/index.js';

/**
 * Names the steps of a run: by the name the graph gives them, else by their id; steps inside a connector step by the
 * connector's own graph.
 */
export function stepNamesOf(
  graph: Graph | undefined,
  connectors: readonly Connector[] = [],
): (path: StepPath) => string {
  return (path) => {
    let within = graph;
    let name = path;
    for (const id of path.split('/')) {
      const step = within?.steps.find((candidate) => candidate.id === id);
      name = step?.name ?? id;
      within =
        step?.type === 'connector'
          ? connectors.find(({ slug, id }) => slug === step.connector || id === step.connector)?.definition
              .graph
          : undefined;
    }
    return name;
  };
}
