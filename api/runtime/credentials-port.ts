import type { Transaction } from 'kysely';
import type { Credential, CredentialRefusal, CredentialsPort, HttpPort } from '#engine';
import { credentialTypes } from '../credentials/credential-types.js';
import type { KeyRing } from '../credentials/key-ring.js';
import { unseal } from '../credentials/seal.js';
import type { Database } from '../db/database.js';
import type { DB } from '../db/generated/database-types.js';
import { createTokenKeeper } from '../oauth/token-keeper.js';
import { systemClock } from './system-clock.js';

/** A use is noted once in so many milliseconds: runs that start together would wait for each other's row. */
const USE_NOTED_MS = 60_000;

export interface CredentialsPortOptions {
  workspaceId: string;
  /** Over which tokens are fetched. */
  http: HttpPort;
  /** Ids of credentials by slot, in place of those that have these slots. */
  chosen?: Readonly<Record<string, string>> | undefined;
}

/**
 * The credentials of one workspace for one run of the engine, which asks once a run and slot. Decrypted ones live no
 * longer than their run. Row-level security holds the lookup inside the workspace.
 */
export function createCredentialsPort(
  database: Database,
  keys: KeyRing,
  { workspaceId, http, chosen = {} }: CredentialsPortOptions,
): CredentialsPort {
  const keeper = createTokenKeeper({ database, keys, http, clock: systemClock });
  /** The tokens that this run was given, by slot. */
  const given = new Map<string, string>();

  async function find(slot: string, stale?: string): Promise<Credential | CredentialRefusal | undefined> {
    const id = Object.hasOwn(chosen, slot) ? chosen[slot] : undefined;
    const by = id === undefined ? { slot } : { id };
    const row = await database.as({ role: 'runtime', workspaceId }, (tx) => read(tx, workspaceId, by));
    if (!row) return undefined;
    const type = credentialTypes[row.type];
    const { settings, hosts } = row;
    const place = { workspaceId, credentialId: row.id };
    if (type.tokens === undefined) {
      if (stale !== undefined) return undefined;
      return type.open({ settings, secrets: JSON.parse(await unseal(keys, place, row.sealed)), hosts });
    }
    const fresh = await keeper.fresh(place, { stale });
    if (!fresh.ok) {
      const isFinal = fresh.kind === 'refused';
      const next = isFinal ? `Connect "${row.name}" again under "Credentials", then run this again.` : '';
      return {
        refused: isFinal ? 'auth_expired' : 'connection_failed',
        message: `The credential in '${slot}' has no access: ${fresh.message} ${next}`.trim(),
      };
    }
    given.set(slot, fresh.token);
    return type.open({ settings, secrets: {}, hosts, token: fresh.token });
  }

  return {
    find: (slot) => find(slot),
    async refresh(slot) {
      const stale = given.get(slot);
      return stale === undefined ? undefined : find(slot, stale);
    },
  };
}

async function read(tx: Transaction<DB>, workspaceId: string, by: { slot: string } | { id: string }) {
  const row = await tx
    .selectFrom('workspace_api_credentials')
    .select(['id', 'name', 'type', 'settings', 'hosts', 'sealed', 'last_used_at'])
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
