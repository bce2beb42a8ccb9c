import { sql, type Transaction } from 'kysely';
import * as oauth from 'oauth4webapi';
import type { KeyRing } from '../credentials/key-ring.js';
import { seal, unseal } from '../credentials/seal.js';
import { service } from '../db/actor.js';
import type { Database } from '../db/database.js';
import type { DB } from '../db/generated/database-types.js';

/** A connection that a browser set out for. */
export interface Connection {
  workspaceId: string;
  credentialId: string;
  userId: string;
  credentialVersion: number;
  browserHash: string;
  returnTo: string | undefined;
  isLive: boolean;
  verifier: string;
}

export interface BegunConnection {
  state: string;
  /** What its browser has to bring back. */
  browser: string;
  /** RFC 7636, by S256. */
  challenge: string;
}

export interface BeginOptions {
  workspaceId: string;
  credentialId: string;
  userId: string;
  credentialVersion: number;
  returnTo: string | undefined;
}

/** Notes that a connection was begun, for ten minutes. */
export async function beginConnection(
  tx: Transaction<DB>,
  keys: KeyRing,
  options: BeginOptions,
): Promise<BegunConnection> {
  const { workspaceId, credentialId, userId, credentialVersion, returnTo } = options;
  const state = oauth.generateRandomState();
  const browser = oauth.generateRandomState();
  const verifier = oauth.generateRandomCodeVerifier();
  const sealed = await seal(keys, { workspaceId, credentialId, part: 'verifier' }, verifier);
  await tx
    .insertInto('oauth_states')
    .values({
      workspace_id: workspaceId,
      state_hash: await hashOf(state),
      credential_id: credentialId,
      user_id: userId,
      browser_hash: await hashOf(browser),
      sealed: JSON.stringify(sealed),
      credential_version: credentialVersion,
      return_to: returnTo ?? null,
    })
    .execute();
  return { state, browser, challenge: await oauth.calculatePKCECodeChallenge(verifier) };
}

/**
 * Takes the connection that a state belongs to, so that nobody takes it again. A browser that comes back is signed in
 * nowhere and names no workspace: its state alone, of 256 random bits, says where it belongs. So the service looks it up,
 * and does nothing else; those whose time is over go with it.
 */
export async function takeConnection(
  database: Database,
  keys: KeyRing,
  state: string,
): Promise<Connection | undefined> {
  const stateHash = await hashOf(state);
  const row = await database.as(service, async (tx) => {
    const taken = await tx
      .deleteFrom('oauth_states')
      .where('state_hash', '=', stateHash)
      .returningAll()
      .returning(sql<boolean>`expires_at > clock_timestamp()`.as('is_live'))
      .executeTakeFirst();
    return taken;
  });
  if (!row) return undefined;
  const { workspace_id: workspaceId, credential_id: credentialId } = row;
  return {
    workspaceId,
    credentialId,
    userId: row.user_id,
    credentialVersion: row.credential_version,
    browserHash: row.browser_hash,
    returnTo: row.return_to ?? undefined,
    isLive: row.is_live,
    verifier: await unseal(keys, { workspaceId, credentialId, part: 'verifier' }, row.sealed),
  };
}

/** SHA-256 in base64url: what is looked for can't be found in a copy of the database. */
export async function hashOf(text: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}
