import type { Context } from 'hono';
import { routePath } from 'hono/route';
import type { Transaction } from 'kysely';
import { z } from 'zod';
import type { JsonValue } from '#engine';
import type { ApiEnv } from '../context.js';
import type { KeyRing } from '../credentials/key-ring.js';
import type { Database } from '../db/database.js';
import type { DB } from '../db/generated/database-types.js';
import { actorOf } from '../middleware/sign-in.js';
import { Problem } from '../problem.js';
import { findAnswer, type KeyedRequest, keepAnswer, withoutKeys } from '../services/idempotency.js';

const KEY = /^[\x20-\x7e]{1,255}$/;

/** Of a route that `once` answers. */
export const idempotencyKeyHeader = z.object({
  'idempotency-key': z.string().optional().meta({
    description:
      'Of your choice, 1 to 255 printable ASCII characters. A repeat within 24 hours does nothing and gets the same answer.',
  }),
});

export interface OnceOptions<T> {
  /** Where the request or its answer holds a secret: what both are encrypted with before they are kept. */
  secret?: { keys: KeyRing | undefined };
  /** Makes the final answer, after the transaction; it takes `withinMs` at most. A repeat waits for it. */
  finish?: { withinMs: number; run(made: T): Promise<T> } | undefined;
}

/**
 * Runs `run` in one transaction as the request's actor, and where the request has an `Idempotency-Key`
 * (draft-ietf-httpapi-idempotency-key-header) does so once in 24 hours: repeats get what it gave, and the header
 * `Idempotency-Replayed: true`. What it gives must be JSON, and status and headers must follow from it alone.
 *
 * Keys are told apart by workspace, user or API key, and route. The same key with another address or body is refused
 * with `idempotency_mismatch` (422), and while the first is under way with `idempotency_in_progress` (409).
 *
 * Why nothing happens twice: the answer is a row of the transaction that has the effect. A process that dies before the
 * commit leaves neither, one that dies after it leaves both; there is no moment between, and so no reservation that
 * could outlive its owner. Two at once are kept apart by an advisory lock of the transaction, which the database lets
 * go of with the connection. Refusals are not kept: they roll back, so a repeat is simply tried again; that holds
 * for 5xx too.
 *
 * With `finish` the row first holds what the transaction made, marked as busy for `withinMs`; if the process dies while
 * it waits, that is what repeats get afterwards.
 */
export async function once<T>(
  c: Context<ApiEnv>,
  database: Database,
  run: (tx: Transaction<DB>) => Promise<T>,
  { secret, finish }: OnceOptions<T> = {},
): Promise<T> {
  const request = await keyedRequest(c, secret);
  if (!request) {
    const made = await database.as(actorOf(c), run);
    return finish ? finish.run(made) : made;
  }
  const { isReplay, answer } = await database.as(actorOf(c), async (tx) => {
    const before = await findAnswer(tx, request);
    // What `run` gave is what was kept; a JSON round trip changes nothing of it.
    if (before !== undefined) return { isReplay: true, answer: before as T };
    const made = await run(tx);
    await keepAnswer(tx, request, toJson(made), { busyMs: finish?.withinMs });
    return { isReplay: false, answer: made };
  });
  if (isReplay) {
    c.header('Idempotency-Replayed', 'true');
    return answer;
  }
  if (!finish) return answer;
  const finished = await finish.run(answer);
  await database.as(actorOf(c), (tx) => keepAnswer(tx, request, toJson(finished)));
  return finished;
}

async function keyedRequest(
  c: Context<ApiEnv>,
  secret: OnceOptions<unknown>['secret'],
): Promise<KeyedRequest | undefined> {
  const key = c.req.header('idempotency-key');
  if (key === undefined) return undefined;
  if (!KEY.test(key)) {
    const message = 'An Idempotency-Key has 1 to 255 printable ASCII characters';
    throw new Problem('invalid_request', `${message}.`, { errors: [{ path: 'idempotency-key', message }] });
  }
  if (secret && !secret.keys) throw withoutKeys();
  const { pathname, search } = new URL(c.req.url);
  return {
    workspaceId: c.get('workspaceId'),
    principalId: c.get('principal').id,
    route: `${c.req.method} ${routePath(c, -1)}`,
    key,
    address: pathname + search,
    body: await c.req.text(),
    keys: secret?.keys,
  };
}

function toJson(value: unknown): JsonValue {
  return JSON.parse(JSON.stringify(value)) as JsonValue; // nothing else comes out of JSON
}
