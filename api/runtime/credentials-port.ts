import type { Credential, CredentialsPort } from '#engine';
import { credentialTypes } from '../credentials/credential-types.js';
import type { KeyRing } from '../credentials/key-ring.js';
import { unseal } from '../credentials/seal.js';
import type { Database } from '../db/database.js';

/**
 * The credentials of one workspace for the engine, which asks once a run and slot. Decrypted ones live no longer than
 * their run. Row-level security holds the lookup inside the workspace.
 */
export function createCredentialsPort(
  database: Database,
  keys: KeyRing,
  workspaceId: string,
): CredentialsPort {
  return {
    async find(slot): Promise<Credential | undefined> {
      const row = await database.as({ role: 'runtime', workspaceId }, (tx) =>
        tx
          .updateTable('workspace_api_credentials')
          .set({ last_used_at: new Date() })
          .where('workspace_id', '=', workspaceId)
          .where('slot', '=', slot)
          .returning(['id', 'type', 'settings', 'hosts', 'sealed'])
          .executeTakeFirst(),
      );
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
