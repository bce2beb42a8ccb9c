import type { ClockPort, HttpPort } from '#engine';
import type { KeyRing } from '../credentials/key-ring.js';
import { unseal } from '../credentials/seal.js';
import { isTokenType } from '../credentials/token-types.js';
import type { Database } from '../db/database.js';
import { requestToken } from './request-token.js';
import { claimToken, type Held, keepRefusal, keepToken, type TokenPlace } from './token-row.js';
import { refused, type TokenRefusal, unavailable } from './tokens.js';

export interface TokenKeeperOptions {
  database: Database;
  keys: KeyRing;
  http: HttpPort;
  clock: ClockPort;
}

type FreshToken =
  | { ok: true; token: string; scope: string | undefined; expiresAt: Date | undefined }
  | TokenRefusal;

export interface TokenKeeper {
  /**
   * A token that is good for a while, fetched or refreshed where there is none. `stale`: one that the service refused,
   * so that the answer is another.
   */
  fresh(place: TokenPlace, options?: { stale?: string | undefined }): Promise<FreshToken>;
}

/** Waiting for somebody else's refresh: it has a lease, which ends. */
const POLL_MS = 100;
const MAX_POLLS = 900;
const nobody = new AbortController().signal;

/**
 * Keeps tokens fresh, with one refresh among all callers of all processes.
 *
 * No transaction stays open over the network: PGlite has one connection, which everybody else would wait for, and a
 * token endpoint that itself needs this database would wait for ever. So the row lock is held only to look, and to take
 * a lease on the database's clock (`refreshing_until`) that counts `token_version` up. Who finds a lease waits for what
 * comes of it. The lease is longer than the longest exchange with a token endpoint, so it runs out only where its
 * process is gone; and what was fetched is kept only while `token_version` is still the holder's own. So an answer that
 * comes too late, or for settings that were changed meanwhile, is dropped and never kept over a newer one.
 */
export function createTokenKeeper({ database, keys, http, clock }: TokenKeeperOptions): TokenKeeper {
  async function refresh(place: TokenPlace, held: Held): Promise<FreshToken | undefined> {
    const { row, tokens } = held;
    if (!isTokenType(row.type)) return refused('This credential has no tokens.');
    const secrets = JSON.parse(await unseal(keys, place, row.sealed));
    const answer = await requestToken(http, { type: row.type, settings: row.settings, secrets, tokens });
    if (!answer.ok) {
      const isMine = await keepRefusal(database, place, { version: held.version, refusal: answer });
      return isMine ? answer : undefined;
    }
    const kept = await keepToken(database, keys, place, { version: held.version, tokens: answer.tokens });
    if (!kept) return undefined;
    const { accessToken, scope } = answer.tokens;
    return { ok: true, token: accessToken, scope, expiresAt: kept.expiresAt };
  }

  return {
    async fresh(place, { stale } = {}) {
      let awaited: number | undefined;
      for (let polls = 0; polls < MAX_POLLS; polls += 1) {
        const found = await claimToken(database, keys, place, { stale, awaited });
        switch (found.state) {
          case 'fresh':
            return { ok: true, ...found.token };
          case 'refused':
            return found.refusal;
          case 'held': {
            const fetched = await refreshOrRelease(place, found.held);
            if (fetched) return fetched;
            // Somebody changed the credential meanwhile: with what it is now, from the start.
            awaited = undefined;
            break;
          }
          case 'busy':
            awaited = found.version;
            await clock.sleep(POLL_MS, nobody);
        }
      }
      return unavailable('Another server has been fetching this token for too long. Try again.');
    },
  };

  /** A fault of ours must not keep everybody waiting until the lease has run out. */
  async function refreshOrRelease(place: TokenPlace, held: Held): Promise<FreshToken | undefined> {
    try {
      return await refresh(place, held);
    } catch (error) {
      const refusal = unavailable('The token could not be fetched because of a fault in Patchbay itself.');
      await keepRefusal(database, place, { version: held.version, refusal });
      throw error;
    }
  }
}
