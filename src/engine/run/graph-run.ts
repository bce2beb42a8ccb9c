import type { Graph, Permissions } from '../graph/schema.js';
import type { JsonValue } from '../json.js';
import type { StepPath } from './event.js';
import type { AbortSignalLike } from './ports.js';

/** One graph inside a run: the run's own, or that of a connector. */
export interface GraphRun {
  graph: Graph;
  /** Where its requests may go at all; absent: wherever the host lets them. */
  permissions?: Permissions | undefined;
  /** The graph whose step called this one, and which of its slots fill the slots here. */
  caller?: { run: GraphRun; credentials: Readonly<Record<string, string>> };
  input: JsonValue;
  /** What stands before the ids of its steps: empty, or `step_2/`. */
  prefix: StepPath;
  /** The connectors that this graph is inside of, outermost first. */
  stack: readonly ConnectorFrame[];
  signal: AbortSignalLike;
}

export interface ConnectorFrame {
  /** As the step says it: the slug or id. */
  connector: string;
  name: string;
  graph: Graph;
}
