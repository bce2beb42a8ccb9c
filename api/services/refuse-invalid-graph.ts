import type { Transaction } from 'kysely';
import { type Definition, type KnownSlot, validateGraph } from '#engine';
import type { DB } from '../db/generated/database-types.js';
import { Problem } from '../problem.js';
import type { Connector } from '../resources.js';
import { type HostSteps, knownActions } from '../runtime/host-steps.js';
import { findConnectors } from './connectors.js';

export interface GraphSurroundings {
  workspaceId: string;
  /** The credentials that its requests may name. */
  slots: readonly KnownSlot[];
  /** What the runtime does in steps of type `action`; absent: not known, so not checked. */
  steps: HostSteps | undefined;
  /** Steps that don't run, so that it doesn't matter what they name. */
  pinned?: Readonly<Record<string, unknown>>;
}

/** Refuses a graph that can't run, with all that is wrong in it. */
export async function refuseInvalidGraph(
  tx: Transaction<DB>,
  definition: Definition,
  { workspaceId, slots, steps, pinned = {} }: GraphSurroundings,
): Promise<void> {
  const { graph, inputSchema, permissions } = definition;
  const connectors = await connectorsIn(tx, workspaceId, definition);
  const problems = validateGraph(graph, {
    inputSchema,
    permissions,
    connectors: (name) => connectors.find(({ id, slug }) => id === name || slug === name),
    slots,
    actions: steps && knownActions(steps),
  }).filter(({ severity, code, stepId }) => {
    const isOfPinned = stepId !== undefined && Object.hasOwn(pinned, stepId);
    return severity === 'error' && !(isOfPinned && code === 'unknown_action');
  });
  if (problems.length === 0) return;
  const errors = problems.map(({ stepId, path, message }) => ({
    path: [stepId, path].filter((part) => part !== undefined).join('.'),
    message,
  }));
  const count = problems.length === 1 ? 'One thing keeps' : `${problems.length} things keep`;
  throw new Problem('invalid_graph', `${count} it from running: ${problems[0]?.message}`, { errors });
}

async function connectorsIn(
  tx: Transaction<DB>,
  workspaceId: string,
  { graph }: Definition,
): Promise<Connector[]> {
  const names = graph.steps.flatMap((step) => (step.type === 'connector' ? [step.connector] : []));
  return findConnectors(tx, workspaceId, [...new Set(names)]);
}
