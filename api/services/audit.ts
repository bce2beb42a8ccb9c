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
    .selectFrom('audit_log as entry')
    .leftJoin('workspace_members as member', (join) =>
      join
        .onRef('member.workspace_id', '=', 'entry.workspace_id')
        .onRef('member.user_id', '=', 'entry.actor_id')
        .on('entry.actor_type', '=', 'user'),
    )
    .leftJoin('workspace_api_keys as key', (join) =>
      join
        .onRef('key.workspace_id', '=', 'entry.workspace_id')
        .onRef('key.id', '=', 'entry.actor_id')
        .on('entry.actor_type', '=', 'api_key'),
    )
    .select([
      'entry.id',
      'entry.at',
      'entry.action',
      'entry.actor_type',
      'entry.actor_id',
      'entry.subject_type',
      'entry.subject_id',
      'entry.subject_name',
      'entry.detail',
      'member.email as member_email',
      'key.name as key_name',
      sql<string>`entry.at::text`.as('sort_at'),
    ])
    .where('entry.workspace_id', '=', workspaceId);
  if (query.subjectType !== undefined) select = select.where('entry.subject_type', '=', query.subjectType);
  if (query.subjectId !== undefined) select = select.where('entry.subject_id', '=', query.subjectId);
  if (query.action !== undefined) select = select.where('entry.action', '=', query.action);
  if (query.actorId !== undefined) select = select.where('entry.actor_id', '=', query.actorId);
  if (after)
    select = select.where(sql<boolean>`(entry.at, entry.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`);
  const rows = await select
    .orderBy('entry.at', 'desc')
    .orderBy('entry.id', 'desc')
    .limit(limit + 1)
    .execute();
  return toPage(rows, limit, {
    item: (row): AuditEntry => ({
      id: row.id,
      at: row.at.toISOString(),
      action: row.action,
      actor: { type: row.actor_type, id: row.actor_id, name: row.member_email ?? row.key_name },
      subject: { type: row.subject_type, id: row.subject_id, name: row.subject_name },
      detail: row.detail,
    }),
    key: (row) => [row.sort_at, row.id],
  });
}
