import type { Transaction } from 'kysely';
import { type Definition, type JsonValue, type KnownSlot, validateGraph } from '#engine';
import type { DB } from '../db/generated/database-types.js';
import { notFound, Problem } from '../problem.js';
import type { Connector, Execution } from '../resources.js';
import { createExecution, type Replay } from '../runtime/create-execution.js';
import { type HostSteps, knownActions } from '../runtime/host-steps.js';
import { findConnectors } from './connectors.js';
import { knownSlots } from './credentials.js';
import { toExecution } from './executions.js';
import { prepareInput } from './prepare-input.js';

export type StartExecution = {
  workspaceId: string;
  definition: Definition;
  /** Absent: an empty form. */
  input: JsonValue | undefined;
  trigger: 'manual' | 'api';
  /** What the runtime does in steps of type `action`; absent: not known, so not checked. */
  steps?: HostSteps | undefined;
  replay?: Replay | undefined;
} & ({ flowId: string } | { connectorId: string });

/** Queues a run of what is saved now; a graph that can't run is refused with all that is wrong in it. */
export async function startExecution(tx: Transaction<DB>, start: StartExecution): Promise<Execution> {
  const { workspaceId, definition, input: given, steps, ...rest } = start;
  refuseInvalid(definition, {
    connectors: await connectorsIn(tx, workspaceId, definition),
    slots: await knownSlots(tx, workspaceId),
    steps,
  });
  const prepared = prepareInput(given, definition);
  if (!prepared.ok) {
    const detail = `Check the input: ${prepared.errors[0]?.message}`;
    throw new Problem('invalid_input', detail, { errors: prepared.errors });
  }
  const row = await createExecution(tx, { workspaceId, input: prepared.input, ...rest });
  if (!row) throw notFound('flow or connector');
  return toExecution(row, []);
}

async function connectorsIn(
  tx: Transaction<DB>,
  workspaceId: string,
  { graph }: Definition,
): Promise<Connector[]> {
  const names = graph.steps.flatMap((step) => (step.type === 'connector' ? [step.connector] : []));
  return findConnectors(tx, workspaceId, [...new Set(names)]);
}

interface Surroundings {
  connectors: readonly Connector[];
  slots: readonly KnownSlot[];
  steps: HostSteps | undefined;
}

function refuseInvalid(
  { graph, inputSchema, permissions }: Definition,
  { connectors, slots, steps }: Surroundings,
): void {
  const problems = validateGraph(graph, {
    inputSchema,
    permissions,
    connectors: (name) => connectors.find(({ id, slug }) => id === name || slug === name),
    slots,
    actions: steps && knownActions(steps),
  }).filter(({ severity }) => severity === 'error');
  if (problems.length === 0) return;
  const errors = problems.map(({ stepId, path, message }) => ({
    path: [stepId, path].filter((part) => part !== undefined).join('.'),
    message,
  }));
  const count = problems.length === 1 ? 'One thing keeps' : `${problems.length} things keep`;
  throw new Problem('invalid_graph', `${count} it from running: ${problems[0]?.message}`, { errors });
}
