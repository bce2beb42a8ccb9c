import type { Transaction } from 'kysely';
import { z } from 'zod';
import type { StepState } from '#engine';
import type { DB } from '../db/generated/database-types.js';
import { notFound, Problem } from '../problem.js';
import type { Execution, ExecutionStatus, ExecutionSummary } from '../resources.js';
import type { ExecutionRow } from '../runtime/create-execution.js';
import { type FoundExecution, readExecution } from '../runtime/read-execution.js';
import { DEFAULT_LIMIT, decodeCursor, type Page, toPage } from './page.js';

type Tx = Transaction<DB>;

export interface ExecutionQuery {
  flowId?: string | undefined;
  connectorId?: string | undefined;
  status?: ExecutionStatus | undefined;
  trigger?: ExecutionSummary['trigger'] | undefined;
  /** RFC 3339; from then on. */
  createdFrom?: string | undefined;
  /** RFC 3339; before then. */
  createdBefore?: string | undefined;
  limit?: number | undefined;
  cursor?: string | undefined;
}

const numberCursor = z.tuple([z.int().min(1).max(2_147_483_647)]);

/** Newest first. */
export async function listExecutions(
  tx: Tx,
  workspaceId: string,
  query: ExecutionQuery,
): Promise<Page<ExecutionSummary>> {
  const limit = query.limit ?? DEFAULT_LIMIT;
  const after = decodeCursor(query.cursor, numberCursor);
  let select = tx
    .selectFrom('connector_executions')
    .select([
      'id',
      'number',
      'flow_id',
      'connector_id',
      'name',
      'version',
      'status',
      'trigger',
      'error',
      'created_at',
      'started_at',
      'finished_at',
      'duration_ms',
    ])
    .where('workspace_id', '=', workspaceId);
  if (query.flowId) select = select.where('flow_id', '=', query.flowId);
  if (query.connectorId) select = select.where('connector_id', '=', query.connectorId);
  if (query.status) select = select.where('status', '=', query.status);
  if (query.trigger) select = select.where('trigger', '=', query.trigger);
  if (query.createdFrom) select = select.where('created_at', '>=', new Date(query.createdFrom));
  if (query.createdBefore) select = select.where('created_at', '<', new Date(query.createdBefore));
  if (after) select = select.where('number', '<', after[0]);
  const rows = await select
    .orderBy('number', 'desc')
    .limit(limit + 1)
    .execute();
  return toPage(rows, limit, { item: toSummary, key: (row) => [row.number] });
}

export async function getExecution(tx: Tx, workspaceId: string, id: string): Promise<Execution> {
  const { execution, steps } = await findExecution(tx, workspaceId, id);
  return toExecution(execution, steps);
}

/** A run's row and steps. Throws the Problem `not_found`. */
export async function findExecution(tx: Tx, workspaceId: string, id: string): Promise<FoundExecution> {
  const found = z.uuid().safeParse(id).success ? await readExecution(tx, id) : undefined;
  if (found?.execution.workspace_id !== workspaceId) throw notFound('execution');
  return found;
}

/** Deletes a run that has ended, with all that was recorded of it. */
export async function deleteExecution(tx: Tx, workspaceId: string, id: string): Promise<void> {
  const execution = await getExecution(tx, workspaceId, id);
  refuseUnfinished(execution);
  await tx
    .deleteFrom('connector_executions')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .execute();
}

export function refuseUnfinished({ status }: { status: ExecutionStatus }): void {
  if (isFinished({ status })) return;
  throw new Problem('not_finished', `The run is still ${status}. Wait for its end, or cancel it first.`);
}

export function isFinished({ status }: { status: ExecutionStatus }): boolean {
  return status === 'succeeded' || status === 'failed' || status === 'cancelled';
}

export function toExecution(row: ExecutionRow, steps: StepState[]): Execution {
  const { input, output, last_seq: seq, replay, replay_of: of } = row;
  const repeats = replay && { of, kind: replay.kind, from: replay.from ?? null };
  return { ...toSummary(row), replay: repeats, input, output, seq, steps };
}

type SummaryRow = Omit<
  ExecutionRow,
  | 'workspace_id'
  | 'input'
  | 'output'
  | 'pinned_connectors'
  | 'last_seq'
  | 'fence'
  | 'lease_until'
  | 'cancel_requested'
  | 'created_by'
  | 'replay'
  | 'replay_of'
>;

function toSummary(row: SummaryRow): ExecutionSummary {
  return {
    id: row.id,
    number: row.number,
    flowId: row.flow_id,
    connectorId: row.connector_id,
    name: row.name,
    version: row.version,
    status: row.status,
    trigger: row.trigger,
    error: row.error,
    createdAt: row.created_at.toISOString(),
    startedAt: row.started_at?.toISOString() ?? null,
    finishedAt: row.finished_at?.toISOString() ?? null,
    durationMs: row.duration_ms,
  };
}
