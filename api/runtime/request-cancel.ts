import { sql, type Transaction } from 'kysely';
import type { DB } from '../db/generated/database-types.js';

/**
 * Asks for an execution to be cancelled, and tells the runtimes when the transaction commits. The one that runs it
 * records the end. Answers false when there is no such execution or it has ended already.
 */
export async function requestCancel(
  tx: Transaction<DB>,
  { workspaceId, executionId }: { workspaceId: string; executionId: string },
): Promise<boolean> {
  const [updated] = await tx
    .updateTable('connector_executions')
    .set({ cancel_requested: true })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', executionId)
    .where('finished_at', 'is', null)
    .returning('id')
    .execute();
  if (!updated) return false;
  await sql`select pg_notify('patchbay_cancel', ${executionId}), pg_notify('patchbay_queue', '')`.execute(tx);
  return true;
}
