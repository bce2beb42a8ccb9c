import type { Connector } from '../client/index.js';
import type { Graph, StepPath } from '../engine/index.js';
import { stepIn } from '../runs/skip-reason.js';
import { stepIdsOf } from '../runs/step-path.js';

/** Finds the graph that a step of a run stands in: of those inside a connector step it is the connector's own. */
export function graphsOf(
  graph: Graph | undefined,
  connectors: readonly Connector[] = [],
): (path: StepPath) => Graph | undefined {
  return (path) => {
    let within = graph;
    for (const id of stepIdsOf(path).slice(0, -1)) {
      const around = within?.steps.find((candidate) => candidate.id === id);
      const name = around?.type === 'connector' ? around.connector : undefined;
      within = connectors.find((each) => each.slug === name || each.id === name)?.definition.graph;
    }
    return within;
  };
}

/** Names the steps of a run: by the name the graph gives them, else by their id. */
export function stepNamesOf(graphAt: (path: StepPath) => Graph | undefined): (path: StepPath) => string {
  return (path) => stepIn(graphAt(path), path)?.name ?? stepIdsOf(path).at(-1) ?? path;
}
