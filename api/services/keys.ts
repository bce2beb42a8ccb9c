import { type Selectable, sql, type Transaction } from 'kysely';
import { z } from 'zod';
import { createApiKey } from '../auth/api-keys.js';
import type { DB, WorkspaceApiKeysTable } from '../db/generated/database-types.js';
import { notFound, Problem } from '../problem.js';
import { storable } from '../storable-text.js';
import type { ApiKey, ApiKeyCreate, CreatedApiKey } from '../workspace-resources.js';

type Tx = Transaction<DB>;

const MAX_KEYS = 500;

/** All columns but `hash`, which no user may read. */
const SHOWN = [
  'id',
  'name',
  'hint',
  'scopes',
  'created_at',
  'created_by',
  'last_used_at',
  'expires_at',
  'revoked_at',
] as const;
type Row = Pick<Selectable<WorkspaceApiKeysTable>, (typeof SHOWN)[number]>;

/** At most 500: those that nobody revoked first, and of each the newest first. */
export async function listKeys(tx: Tx, workspaceId: string): Promise<ApiKey[]> {
  const rows = await tx
    .selectFrom('workspace_api_keys')
    .select(SHOWN)
    .where('workspace_id', '=', workspaceId)
    .orderBy(sql`revoked_at is not null`)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(MAX_KEYS)
    .execute();
  return rows.map(toKey);
}

/** Makes a key. Its token is in this answer and nowhere else. */
export async function createKey(tx: Tx, workspaceId: string, key: ApiKeyCreate): Promise<CreatedApiKey> {
  const { name, scopes, expiresAt } = storable(key);
  if (expiresAt !== undefined && Date.parse(expiresAt) <= Date.now()) {
    const message = 'This is in the past. Choose a later time, or none';
    throw new Problem('invalid_request', `Check expiresAt: ${message}.`, {
      errors: [{ path: 'expiresAt', message }],
    });
  }
  const { token, hash, hint } = await createApiKey();
  const row = await tx
    .insertInto('workspace_api_keys')
    .values({ workspace_id: workspaceId, name, scopes, hash, hint, expires_at: expiresAt ?? null })
    .returning(SHOWN)
    .executeTakeFirstOrThrow();
  return { ...toKey(row), token };
}

/** Ends a key at once and for good; one that was revoked before stays as it is. */
export async function revokeKey(tx: Tx, workspaceId: string, id: string): Promise<void> {
  const row = z.uuid().safeParse(id).success
    ? await tx
        .selectFrom('workspace_api_keys')
        .select('id')
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', id)
        .executeTakeFirst()
    : undefined;
  if (!row) throw notFound('API key');
  await tx
    .updateTable('workspace_api_keys')
    .set({ revoked_at: sql<Date>`now()` })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .execute();
}

function toKey(row: Row): ApiKey {
  return {
    id: row.id,
    name: row.name,
    hint: row.hint,
    scopes: row.scopes,
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by,
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
    expiresAt: row.expires_at?.toISOString() ?? null,
    revokedAt: row.revoked_at?.toISOString() ?? null,
  };
}
