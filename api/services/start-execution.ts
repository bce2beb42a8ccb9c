import type { Transaction } from 'kysely';
import type { Definition, JsonValue } from '#engine';
import type { DB } from '../db/generated/database-types.js';
import { notFound } from '../problem.js';
import type { Execution } from '../resources.js';
import { createExecution, type Replay } from '../runtime/create-execution.js';
import type { HostSteps } from '../runtime/host-steps.js';
import { knownSlots } from './credentials.js';
import { toExecution } from './executions.js';
import { prepareInput, refuseInvalidInput } from './prepare-input.js';
import { refuseInvalidGraph } from './refuse-invalid-graph.js';

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
  const slots = await knownSlots(tx, workspaceId);
  await refuseInvalidGraph(tx, definition, { workspaceId, slots, steps });
  const input = refuseInvalidInput(prepareInput(given, definition));
  const row = await createExecution(tx, { workspaceId, input, ...rest });
  if (!row) throw notFound('flow or connector');
  return toExecution(row, []);
}
