import type { Transaction } from 'kysely';
import type { RunEvent, StepState } from '#engine';
import type { DB } from '../db/generated/database-types.js';
import type { ExecutionRow } from './create-execution.js';

/** Most events that one query fetches. */
const PAGE = 500;

export interface FoundExecution {
  execution: ExecutionRow;
  steps: StepState[];
}

/** An execution of the actor's workspaces with its steps, in the order in which they first appeared. */
export async function readExecution(
  tx: Transaction<DB>,
  executionId: string,
): Promise<FoundExecution | undefined> {
  const execution = await tx
    .selectFrom('connector_executions')
    .selectAll()
    .where('id', '=', executionId)
    .executeTakeFirst();
  if (!execution) return undefined;
  const steps = await tx
    .selectFrom('connector_execution_steps')
    .select('state')
    .where('workspace_id', '=', execution.workspace_id)
    .where('execution_id', '=', executionId)
    .orderBy('position')
    .execute();
  return { execution, steps: steps.map(({ state }) => state) };
}

/** The next events of an execution after `after` (a `seq`; 0: from the first), in order: 500 at most. */
export async function listEvents(
  tx: Transaction<DB>,
  executionId: string,
  after: number,
): Promise<RunEvent[]> {
  const rows = await tx
    .selectFrom('connector_execution_events')
    .select('event')
    .where('execution_id', '=', executionId)
    .where('seq', '>', after)
    .orderBy('seq')
    .limit(PAGE)
    .execute();
  return rows.map(({ event }) => event);
}
