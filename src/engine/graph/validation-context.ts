import type { JsonSchema } from '../json.js';
import type { FindName } from '../nearest-name.js';
import type { AncestorIndex } from './ancestor-index.js';
import type { ShapeOf } from './root-shapes.js';
import type { Graph, Permissions } from './schema.js';
import type { StepId } from './step-id.js';
import type { Step } from './step-schema.js';

/** What is known about a connector that a step may name. */
export interface KnownConnector {
  name: string;
  definition: { inputSchema?: JsonSchema | undefined; outputSchema?: JsonSchema | undefined };
  /** The credential slots that it asks for; absent: not known. */
  slots?: readonly string[] | undefined;
}

/** What is known about an action of the host. */
export interface KnownAction {
  name: string;
  inputSchema?: JsonSchema | undefined;
  outputSchema?: JsonSchema | undefined;
}

/** A credential slot of which more than its name is known. */
export interface KnownSlot {
  slot: string;
  /** The fields that `{{workspace.<slot>.<field>}}` may name. */
  fields?: readonly string[] | undefined;
}

/** What surrounds a graph. What is left out is not checked. */
export interface ValidationContext {
  /** The schema of `{{input}}`. */
  inputSchema?: JsonSchema | undefined;
  /** Finds a connector by slug or id. */
  connectors?: ((slugOrId: string) => KnownConnector | undefined) | undefined;
  /** Finds an action by its id. */
  actions?: ((id: string) => KnownAction | undefined) | undefined;
  /** The credential slots that requests may name. */
  slots?: readonly (string | KnownSlot)[] | undefined;
  /** Where requests may go. */
  permissions?: Permissions | undefined;
}

/** What the checks of one graph share. */
export interface GraphCheck {
  graph: Graph;
  context: ValidationContext;
  steps: ReadonlyMap<StepId, Step>;
  index: AncestorIndex;
  /** Steps that a failure leads to, directly or through others. */
  failing: ReadonlySet<StepId>;
  calledBy(step: Step): Called | undefined;
  shapeOf: ShapeOf;
  nearestName: FindName;
}

/** What a step calls: a connector or an action. */
export interface Called {
  name: string;
  inputSchema?: JsonSchema | undefined;
  outputSchema?: JsonSchema | undefined;
  slots?: readonly string[] | undefined;
}

/** Finds what a step calls, where it calls something that is known; asks for each only once. */
export function createCallFinder({ connectors, actions }: ValidationContext): GraphCheck['calledBy'] {
  const found = new Map<Step, Called | undefined>();
  return (step) => {
    if (step.type !== 'connector' && step.type !== 'action') return undefined;
    if (!found.has(step)) {
      const connector = step.type === 'connector' ? connectors?.(step.connector) : undefined;
      const called = connector && { ...connector.definition, name: connector.name, slots: connector.slots };
      found.set(step, step.type === 'action' ? actions?.(step.action) : called);
    }
    return found.get(step);
  };
}
