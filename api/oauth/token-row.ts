import { sql } from 'kysely';
import type { KeyRing } from '../credentials/key-ring.js';
import { type Sealed, seal, unseal } from '../credentials/seal.js';
import type { Actor } from '../db/actor.js';
import type { Database } from '../db/database.js';
import { TOKEN_TIMEOUT_MS } from './guarded-fetch.js';
import { refused, type TokenRefusal, type Tokens, tokensSchema, unavailable } from './tokens.js';

/** Which credential's tokens. */
export interface TokenPlace {
  workspaceId: string;
  credentialId: string;
}

interface TokenRow {
  type: string;
  settings: unknown;
  sealed: Sealed;
  sealed_tokens: Sealed | null;
  status: 'connected' | 'not_connected' | 'reconnect' | null;
  problem: string | null;
  token_version: number;
  expires_at: Date | null;
  /** Seconds until the token expires, on the database's clock. */
  remaining: number | null;
  is_leased: boolean;
}

/** The right to refresh: nobody else does until its lease runs out. */
export interface Held {
  row: TokenRow;
  tokens: Tokens | undefined;
  /** The holder's own; whoever finds another in the row has lost it. */
  version: number;
}

export type Claimed =
  | {
      state: 'fresh';
      token: { token: string; scope: string | undefined; expiresAt: Date | undefined };
    }
  | { state: 'held'; held: Held }
  | { state: 'busy'; version: number }
  | { state: 'refused'; refusal: TokenRefusal };

/** Longer than everything that a holder waits for, which is two exchanges at most. */
const LEASE_SECONDS = (3 * TOKEN_TIMEOUT_MS) / 1_000;
/** A token is renewed so long before it expires; one that lives shortly, after three quarters of its life. */
const MARGIN_SECONDS = 60;

const runtimeOf = ({ workspaceId }: TokenPlace): Actor => ({ role: 'runtime', workspaceId });

/**
 * Looks at the row under a lock: gives its token where that is fresh, and else the right to refresh it, or says that
 * somebody has it. `awaited`: the version of a refresh that the caller waited for, whose failure is the caller's too.
 */
export function claimToken(
  database: Database,
  keys: KeyRing,
  place: TokenPlace,
  { stale, awaited }: { stale: string | undefined; awaited: number | undefined },
): Promise<Claimed> {
  return database.as(runtimeOf(place), async (tx): Promise<Claimed> => {
    const { rows } = await sql<TokenRow>`
      select type, settings, sealed, sealed_tokens, status, problem, token_version, expires_at,
        extract(epoch from expires_at - clock_timestamp())::float8 as remaining,
        coalesce(refreshing_until > clock_timestamp(), false) as is_leased
      from public.workspace_api_credentials
      where workspace_id = ${place.workspaceId} and id = ${place.credentialId}
      for update
    `.execute(tx);
    const [row] = rows;
    if (!row) return { state: 'refused', refusal: refused('The credential has been deleted.') };
    const tokens = row.sealed_tokens ? await openTokens(keys, place, row.sealed_tokens) : undefined;
    const isAnother = stale === undefined || tokens?.accessToken !== stale;
    if (tokens && isAnother && isFresh(row, tokens)) {
      const { accessToken: token, scope } = tokens;
      return { state: 'fresh', token: { token, scope, expiresAt: row.expires_at ?? undefined } };
    }
    if (row.is_leased) return { state: 'busy', version: row.token_version };
    if (awaited === row.token_version && row.problem !== null) {
      const tell = row.status === 'reconnect' ? refused : unavailable;
      return { state: 'refused', refusal: tell(row.problem) };
    }
    const byPerson = row.type === 'oauth2_authorization_code';
    if (byPerson && !tokens) {
      const message =
        row.problem ?? 'It was never connected. Open "Credentials", and choose "Connect" for it.';
      return { state: 'refused', refusal: refused(message) };
    }
    const version = row.token_version + 1;
    await sql`
      update public.workspace_api_credentials
      set token_version = ${version}, problem = null,
        refreshing_until = clock_timestamp() + ${LEASE_SECONDS}::float8 * interval '1 second'
      where workspace_id = ${place.workspaceId} and id = ${place.credentialId}
    `.execute(tx);
    return { state: 'held', held: { row, tokens, version } };
  });
}

function isFresh({ remaining }: TokenRow, { lifetime }: Tokens): boolean {
  if (remaining === null) return true;
  return remaining > Math.min(MARGIN_SECONDS, (lifetime ?? Number.POSITIVE_INFINITY) / 4);
}

/** Keeps new tokens; nothing where the right to do so was lost. */
export async function keepToken(
  database: Database,
  keys: KeyRing,
  place: TokenPlace,
  { version, tokens }: { version: number; tokens: Tokens },
): Promise<{ expiresAt: Date | undefined } | undefined> {
  const sealed = await seal(keys, { ...place, part: 'tokens' }, JSON.stringify(tokens));
  // A service that says something else than seconds: a hundred years are for ever.
  const lifetime = tokens.lifetime === undefined ? null : Math.min(tokens.lifetime, 3_153_600_000);
  const { rows } = await database.as(runtimeOf(place), (tx) =>
    sql<{ expires_at: Date | null }>`
      update public.workspace_api_credentials
      set sealed_tokens = ${JSON.stringify(sealed)}, status = 'connected', problem = null, refreshing_until = null,
        expires_at = clock_timestamp() + ${lifetime}::float8 * interval '1 second'
      where workspace_id = ${place.workspaceId} and id = ${place.credentialId} and token_version = ${version}
      returning expires_at
    `.execute(tx),
  );
  return rows[0] && { expiresAt: rows[0].expires_at ?? undefined };
}

/**
 * Keeps why there are none. What is refused needs somebody to look after it; only what was withdrawn is thrown away:
 * behind any other refusal may be a fault that passes, and then the refresh token still counts.
 */
export async function keepRefusal(
  database: Database,
  place: TokenPlace,
  { version, refusal }: { version: number; refusal: TokenRefusal },
): Promise<boolean> {
  const isRefused = refusal.kind === 'refused';
  const isWithdrawn = refusal.isWithdrawn === true;
  const { rows } = await database.as(runtimeOf(place), (tx) =>
    sql`
      update public.workspace_api_credentials
      set problem = ${refusal.message.slice(0, 1_000)}, refreshing_until = null,
        status = case when ${isRefused}::boolean then 'reconnect' else status end,
        sealed_tokens = case when ${isWithdrawn}::boolean then null else sealed_tokens end,
        expires_at = case when ${isWithdrawn}::boolean then null else expires_at end
      where workspace_id = ${place.workspaceId} and id = ${place.credentialId} and token_version = ${version}
      returning id
    `.execute(tx),
  );
  return rows.length > 0;
}

async function openTokens(keys: KeyRing, place: TokenPlace, sealed: Sealed): Promise<Tokens> {
  return tokensSchema.parse(JSON.parse(await unseal(keys, { ...place, part: 'tokens' }, sealed)));
}
