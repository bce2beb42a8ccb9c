import { sql, type Transaction } from 'kysely';
import type { RunEvent, RunState } from '#engine';
import type { DB } from '../db/generated/database-types.js';
import type { Claim } from './claim.js';

/** Events to store, and the state they lead to. */
export interface JournalEntry extends Claim {
  /** In `seq` order. Empty only to bring the row up to what was recorded. */
  events: readonly RunEvent[];
  /** The state after the last event. */
  state: RunState;
  /** Where each step comes in the run. */
  positionOf(path: string): number;
  /** The connector whose numbers the end of this run adds to. */
  connectorId?: string | undefined;
}

/** `fenced`: somebody else holds the execution, or it ended; nothing was written. */
export type AppendOutcome = 'recorded' | 'fenced';

/**
 * Writes one entry in the caller's transaction: the execution's row first, which locks it and checks the fence,
 * then the events, the steps they changed, the connector's numbers at the end, and a notification. Entries of
 * several executions may share a transaction.
 */
export async function appendEvents(tx: Transaction<DB>, entry: JournalEntry): Promise<AppendOutcome> {
  const { executionId, events, state } = entry;
  const isHeld = await moveExecution(tx, entry);
  if (!isHeld) return (await wasRecorded(tx, entry)) ? 'recorded' : 'fenced';
  if (events.length > 0) await insertEvents(tx, entry);
  await upsertSteps(tx, entry);
  if (isFinal(state) && entry.connectorId !== undefined) {
    const duration = Math.round(state.durationMs ?? 0);
    await sql`select public.increment_connector_stats(${entry.connectorId}, ${state.status === 'succeeded'}, ${duration})`.execute(
      tx,
    );
  }
  await sql`select pg_notify('patchbay_execution', ${executionId})`.execute(tx);
  return 'recorded';
}

export function isFinal({ status }: RunState): boolean {
  return status === 'succeeded' || status === 'failed' || status === 'cancelled';
}

async function moveExecution(tx: Transaction<DB>, entry: JournalEntry): Promise<boolean> {
  const { workspaceId, executionId, fence, events, state } = entry;
  const before = events[0] ? events[0].seq - 1 : state.seq;
  const [row] = await tx
    .updateTable('connector_executions')
    .set({
      status: state.status,
      last_seq: state.seq,
      started_at: instant(state.startedAt),
      ...(isFinal(state) && {
        finished_at: instant(state.finishedAt),
        duration_ms: state.durationMs ?? null,
        output: state.output === undefined ? null : JSON.stringify(state.output),
        error: state.error === undefined ? null : JSON.stringify(state.error),
        lease_until: null,
      }),
    })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', executionId)
    .where('fence', '=', fence)
    .where('finished_at', 'is', null)
    .where('last_seq', '=', before)
    .returning('id')
    .execute();
  return row !== undefined;
}

/** A commit whose answer got lost is tried again; the second try finds its own events there. */
async function wasRecorded(tx: Transaction<DB>, entry: JournalEntry): Promise<boolean> {
  const { workspaceId, executionId, fence, state, events } = entry;
  const row = await tx
    .selectFrom('connector_executions')
    .select(['fence', 'last_seq'])
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', executionId)
    .executeTakeFirst();
  if (row?.fence !== fence) return false;
  if (row.last_seq === state.seq) return true;
  throw new Error(
    `Execution ${executionId} has ${row.last_seq} events; ${events.length} up to ${state.seq} don't follow on them.`,
  );
}

async function insertEvents(
  tx: Transaction<DB>,
  { workspaceId, executionId, events }: JournalEntry,
): Promise<void> {
  await tx
    .insertInto('connector_execution_events')
    .values(
      events.map((event) => ({
        workspace_id: workspaceId,
        execution_id: executionId,
        seq: event.seq,
        type: event.type,
        event: JSON.stringify(event),
        at: new Date(event.at),
      })),
    )
    .execute();
}

async function upsertSteps(tx: Transaction<DB>, entry: JournalEntry): Promise<void> {
  const paths = new Set(entry.events.flatMap((event) => ('step' in event ? [event.step] : [])));
  const rows = [...paths].flatMap((path) => {
    const step = entry.state.steps[path];
    if (!step) return [];
    return {
      workspace_id: entry.workspaceId,
      execution_id: entry.executionId,
      path,
      position: entry.positionOf(path),
      status: step.status,
      state: JSON.stringify(step),
    };
  });
  if (rows.length === 0) return;
  await tx
    .insertInto('connector_execution_steps')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['workspace_id', 'execution_id', 'path']).doUpdateSet((excluded) => ({
        status: excluded.ref('excluded.status'),
        state: excluded.ref('excluded.state'),
        updated_at: sql<Date>`now()`,
      })),
    )
    .execute();
}

function instant(at: number | undefined): Date | null {
  return at === undefined ? null : new Date(at);
}
