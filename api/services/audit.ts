import { sql, type Transaction } from 'kysely';
import type { JsonObject } from '#engine';
import type { DB } from '../db/generated/database-types.js';
import type { AuditEntry } from '../workspace-resources.js';
import { documentCursor } from './document-cursor.js';
import { DEFAULT_LIMIT, decodeCursor, type Page, toPage } from './page.js';

type Tx = Transaction<DB>;

export interface AuditRecord {
  workspaceId: string;
  /** `<subject type>.<past participle>`, as in `connector.tested`; none that the tables' triggers write. */
  action: string;
  subjectType: string;
  subjectId?: string;
  subjectName?: string;
  /** At most 10,000 bytes; no secrets, no content of documents. */
  detail?: JsonObject;
}

/**
 * Adds an entry for what changes no row, in the name of the transaction's actor and as part of the transaction. What
 * changes rows is written by their triggers. The database refuses viewers and foreign workspaces (42501).
 */
export async function recordAudit(tx: Tx, record: AuditRecord): Promise<void> {
  const { workspaceId, action, subjectType, subjectId = null, subjectName = null, detail = {} } = record;
  await sql`select private.record_audit(
    ${workspaceId}, ${action}, ${subjectType}, ${subjectId}, ${subjectName}, ${JSON.stringify(detail)}::json
  )`.execute(tx);
}

export interface AuditQuery {
  subjectType?: string | undefined;
  subjectId?: string | undefined;
  action?: string | undefined;
  actorId?: string | undefined;
  limit?: number | undefined;
  cursor?: string | undefined;
}

/** The newest first; members and keys that are gone have no name any more. */
export async function listAudit(tx: Tx, workspaceId: string, query: AuditQuery): Promise<Page<AuditEntry>> {
  const limit = query.limit ?? DEFAULT_LIMIT;
  const after = decodeCursor(query.cursor, documentCursor);
  let select = tx
    .selectFrom('audit_log')
    .select([
      'id',
      'at',
      'action',
      'actor_type',
      'actor_id',
      'subject_type',
      'subject_id',
      'subject_name',
      'detail',
      sql<string>`at::text`.as('sort_at'),
    ])
    .where('workspace_id', '=', workspaceId);
  if (query.subjectType !== undefined) select = select.where('subject_type', '=', query.subjectType);
  if (query.subjectId !== undefined) select = select.where('subject_id', '=', query.subjectId);
  if (query.action !== undefined) select = select.where('action', '=', query.action);
  if (query.actorId !== undefined) select = select.where('actor_id', '=', query.actorId);
  if (after) select = select.where(sql<boolean>`(at, id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`);
  const rows = await select
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  return toPage(rows, limit, {
    item: (row): AuditEntry => ({
      id: row.id,
      at: row.at.toISOString(),
      action: row.action,
      actor: { type: row.actor_type, id: row.actor_id, name: null },
      subject: { type: row.subject_type, id: row.subject_id, name: row.subject_name },
      detail: row.detail,
    }),
    key: (row) => [row.sort_at, row.id],
  });
}
