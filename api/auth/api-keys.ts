import { sql } from 'kysely';
import { encodeBase64 } from '../credentials/base64.js';
import { service } from '../db/actor.js';
import type { Database } from '../db/database.js';
import { sha256 } from '../sha256.js';
import type { Principal } from './principal.js';
import { unauthorized } from './verify-token.js';

const PREFIX = 'pb_';
const RANDOM_BYTES = 32;
const HINT_LENGTH = 4;

export interface NewApiKey {
  /** `pb_` and 256 random bits in base64url: shown once, kept nowhere. */
  token: string;
  hash: string;
  hint: string;
}

export async function createApiKey(): Promise<NewApiKey> {
  const random = encodeBase64(crypto.getRandomValues(new Uint8Array(RANDOM_BYTES)));
  const token = `${PREFIX}${random.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}`;
  return { token, hash: await sha256(token), hint: `${PREFIX}…${token.slice(-HINT_LENGTH)}` };
}

/** Tells API keys from the tokens of people, which are JWTs and so begin with `ey`. */
export function isApiKey(token: string): boolean {
  return token.startsWith(PREFIX);
}

/**
 * The program that a key stands for. Keys that are wrong, revoked, expired or of another server get the same Problem
 * `unauthorized` for the same work. That a key was used is noted once a minute at most.
 */
export async function verifyApiKey(database: Database, token: string): Promise<Principal> {
  const hash = await sha256(token);
  const key = await database.as(service, async (tx) => {
    const found = await tx
      .selectFrom('workspace_api_keys')
      .select([
        'workspace_id',
        'id',
        'scopes',
        sql<boolean>`last_used_at is null or last_used_at < now() - interval '1 minute'`.as('to_note'),
      ])
      .where('hash', '=', hash)
      .where('revoked_at', 'is', null)
      .where(sql<boolean>`(expires_at is null or expires_at > now())`)
      .executeTakeFirst();
    if (found?.to_note) {
      await tx
        .updateTable('workspace_api_keys')
        .set({ last_used_at: sql<Date>`now()` })
        .where('workspace_id', '=', found.workspace_id)
        .where('id', '=', found.id)
        // Of many requests at once one notes it.
        .where(sql<boolean>`(last_used_at is null or last_used_at < now() - interval '1 minute')`)
        .execute();
    }
    return found;
  });
  if (!key)
    throw unauthorized('The API key is not valid here. Make another one, or use one that is in force.');
  return { type: 'api_key', id: key.id, workspaceId: key.workspace_id, scopes: key.scopes };
}
