import type { Transaction } from 'kysely';
import type { Credential, CredentialsPort } from '#engine';
import { credentialTypes } from '../credentials/credential-types.js';
import type { KeyRing } from '../credentials/key-ring.js';
import { unseal } from '../credentials/seal.js';
import type { Database } from '../db/database.js';
import type { DB } from '../db/generated/database-types.js';

/** A use is noted once in so many milliseconds: runs that start together would wait for each other's row. */
const USE_NOTED_MS = 60_000;

export interface CredentialsScope {
  workspaceId: string;
  /** Ids of credentials by slot, in place of those that have these slots. */
  chosen?: Readonly<Record<string, string>> | undefined;
}

/**
 * The credentials of one workspace for the engine, which asks once a run and slot. Decrypted ones live no longer than
 * their run. Row-level security holds the lookup inside the workspace.
 */
export function createCredentialsPort(
  database: Database,
  keys: KeyRing,
  { workspaceId, chosen = {} }: CredentialsScope,
): CredentialsPort {
  return {
    async find(slot): Promise<Credential | undefined> {
      const id = Object.hasOwn(chosen, slot) ? chosen[slot] : undefined;
      const by = id === undefined ? { slot } : { id };
      const row = await database.as({ role: 'runtime', workspaceId }, (tx) => read(tx, workspaceId, by));
      if (!row) return undefined;
      const opened = await unseal(keys, { workspaceId, credentialId: row.id }, row.sealed);
      return credentialTypes[row.type].open({
        settings: row.settings,
        secrets: JSON.parse(opened),
        hosts: row.hosts,
      });
    },
  };
}

async function read(tx: Transaction<DB>, workspaceId: string, by: { slot: string } | { id: string }) {
  const row = await tx
    .selectFrom('workspace_api_credentials')
    .select(['id', 'type', 'settings', 'hosts', 'sealed', 'last_used_at'])
    .where('workspace_id', '=', workspaceId)
    .where((where) => where.and(by))
    .executeTakeFirst();
  const now = Date.now();
  if (row && now - (row.last_used_at?.getTime() ?? 0) > USE_NOTED_MS) {
    await tx
      .updateTable('workspace_api_credentials')
      .set({ last_used_at: new Date(now) })
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', row.id)
      .execute();
  }
  return row;
}
