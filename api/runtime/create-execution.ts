import { type Insertable, type Selectable, sql, type Transaction } from 'kysely';
import type { Definition, JsonValue } from '#engine';
import type { ConnectorExecutionsTable, DB } from '../db/generated/database-types.js';
import { pinConnectors } from './pin-connectors.js';
import type { ReplayPlan } from './replay-plan.js';

export type ExecutionRow = Selectable<ConnectorExecutionsTable>;

export type NewExecution = {
  workspaceId: string;
  input: JsonValue;
  trigger: ExecutionRow['trigger'];
  /** The user whose run it is; row-level security refuses any other than the actor. Absent: the actor. */
  createdBy?: string;
  replay?: Replay | undefined;
} & ({ flowId: string } | { connectorId: string });

/** The run that a new one repeats, and what it keeps of it. */
export interface Replay {
  of: string;
  plan: ReplayPlan;
}

interface Subject {
  columns: { flow_id: string } | { connector_id: string };
  name: string;
  version: number;
  definition: Definition;
}

/**
 * Queues a run of the newest version of a flow or connector, and pins it and every connector it uses to the versions
 * of now. Runtimes are told when the transaction commits. Answers nothing when there is no such flow or connector.
 */
export async function createExecution(
  tx: Transaction<DB>,
  execution: NewExecution,
): Promise<ExecutionRow | undefined> {
  const { workspaceId, input, trigger, createdBy, replay } = execution;
  const subject = await findSubject(tx, execution);
  if (!subject) return undefined;
  const pinned = await pinConnectors(tx, workspaceId, subject.definition);
  return insertExecution(tx, {
    workspace_id: workspaceId,
    ...subject.columns,
    name: subject.name,
    version: subject.version,
    trigger,
    input: JSON.stringify(input),
    pinned_connectors: JSON.stringify(pinned),
    ...replayColumns(replay),
    ...(createdBy !== undefined && { created_by: createdBy }),
  });
}

/** Queues a run of the very versions that another one ran. */
export async function repeatExecution(
  tx: Transaction<DB>,
  original: ExecutionRow,
  { trigger, replay }: Pick<NewExecution, 'trigger'> & { replay: Replay },
): Promise<ExecutionRow> {
  return insertExecution(tx, {
    workspace_id: original.workspace_id,
    flow_id: original.flow_id,
    connector_id: original.connector_id,
    name: original.name,
    version: original.version,
    trigger,
    input: JSON.stringify(original.input),
    pinned_connectors: JSON.stringify(original.pinned_connectors),
    ...replayColumns(replay),
  });
}

function replayColumns(replay: Replay | undefined) {
  return replay && { replay_of: replay.of, replay: JSON.stringify(replay.plan) };
}

/** Runtimes are told when the transaction commits. */
async function insertExecution(
  tx: Transaction<DB>,
  values: Insertable<ConnectorExecutionsTable>,
): Promise<ExecutionRow> {
  const row = await tx
    .insertInto('connector_executions')
    .values(values)
    .returningAll()
    .executeTakeFirstOrThrow();
  await sql`select pg_notify('patchbay_queue', '')`.execute(tx);
  return row;
}

async function findSubject(tx: Transaction<DB>, execution: NewExecution): Promise<Subject | undefined> {
  if ('flowId' in execution) {
    const flow = await tx
      .selectFrom('flows')
      .select(['id', 'name', 'version', 'definition'])
      .where('workspace_id', '=', execution.workspaceId)
      .where('id', '=', execution.flowId)
      .executeTakeFirst();
    return flow && { ...flow, columns: { flow_id: flow.id } };
  }
  const connector = await tx
    .selectFrom('connectors')
    .select(['id', 'name', 'version', 'definition'])
    .where('workspace_id', '=', execution.workspaceId)
    .where('id', '=', execution.connectorId)
    .executeTakeFirst();
  return connector && { ...connector, columns: { connector_id: connector.id } };
}
