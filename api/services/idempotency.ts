import { sql, type Transaction } from 'kysely';
import type { JsonValue } from '#engine';
import type { KeyRing } from '../credentials/key-ring.js';
import { type Sealed, seal, unseal } from '../credentials/seal.js';
import type { DB } from '../db/generated/database-types.js';
import { Problem } from '../problem.js';
import { sha256 } from '../sha256.js';

type Tx = Transaction<DB>;

/** How long an answer is repeated. */
export const IDEMPOTENCY_HOURS = 24;

/** One request with an Idempotency-Key. */
export interface KeyedRequest {
  workspaceId: string;
  /** Whose it is: a user's or an API key's id. */
  principalId: string;
  /** `POST /api/v1/flows/:id/execute`. */
  route: string;
  key: string;
  /** The address as it was sent, with its query. */
  address: string;
  body: string;
  /** Given where the request or its answer holds a secret: both are then kept encrypted only. */
  keys: KeyRing | undefined;
}

/** What is kept of an answer that holds a secret, before it is encrypted. */
interface SecretAnswer {
  fingerprint: string;
  answer: JsonValue;
}

/**
 * The answer that this request got before, or nothing. Whoever got nothing holds the key until the transaction ends:
 * everybody else who asks for it meanwhile is refused with `idempotency_in_progress`.
 */
export async function findAnswer(tx: Tx, request: KeyedRequest): Promise<JsonValue | undefined> {
  const { workspaceId, principalId, route, key } = request;
  const name = JSON.stringify([workspaceId, principalId, route, key]);
  const lock = await sql<{
    held: boolean;
  }>`select pg_try_advisory_xact_lock(hashtextextended(${name}, 0)) as held`.execute(tx);
  if (!lock.rows[0]?.held) throw inProgress(1);
  const row = await tx
    .selectFrom('idempotency_keys')
    .select(['fingerprint', 'answer', 'is_sealed'])
    .select(sql<number>`ceil(extract(epoch from busy_until - now()))::integer`.as('busy_s'))
    .where('workspace_id', '=', workspaceId)
    .where('principal_id', '=', principalId)
    .where('route', '=', route)
    .where('key', '=', key)
    .where('created_at', '>', sql<Date>`now() - ${`${IDEMPOTENCY_HOURS} hours`}::interval`)
    .executeTakeFirst();
  if (!row) return undefined;
  if (row.fingerprint !== (await shownFingerprint(request))) throw mismatch();
  const answer = row.is_sealed ? await open(request, row.answer) : row.answer;
  if (row.busy_s > 0) throw inProgress(row.busy_s);
  return answer;
}

export interface KeepOptions {
  /** Until this many milliseconds from now the answer may still change, and is given to nobody. */
  busyMs?: number | undefined;
}

/** Keeps the answer, in the transaction of what it answers. */
export async function keepAnswer(
  tx: Tx,
  request: KeyedRequest,
  answer: JsonValue,
  { busyMs }: KeepOptions = {},
): Promise<void> {
  const { workspaceId, route, key, keys } = request;
  const kept = {
    fingerprint: await shownFingerprint(request),
    answer: JSON.stringify(keys ? await close(request, keys, answer) : answer),
    is_sealed: keys !== undefined,
    busy_until: busyMs ? sql<Date>`now() + ${`${Math.ceil(busyMs)} milliseconds`}::interval` : null,
  };
  await tx
    .insertInto('idempotency_keys')
    .values({ workspace_id: workspaceId, route, key, ...kept })
    .onConflict((conflict) =>
      conflict
        .columns(['workspace_id', 'principal_id', 'route', 'key'])
        .doUpdateSet({ ...kept, created_at: sql<Date>`now()` }),
    )
    .execute();
}

/**
 * The fingerprint that is kept in the clear. Of a request with a secret it is its address' alone: a short secret could
 * be found from the digest of its body.
 */
function shownFingerprint({ address, body, keys }: KeyedRequest): Promise<string> {
  return sha256(JSON.stringify(keys ? [address] : [address, body]));
}

async function close(request: KeyedRequest, keys: KeyRing, answer: JsonValue): Promise<Sealed> {
  const fingerprint = await sha256(JSON.stringify([request.address, request.body]));
  return seal(keys, placeOf(request), JSON.stringify({ fingerprint, answer } satisfies SecretAnswer));
}

async function open(request: KeyedRequest, stored: JsonValue): Promise<JsonValue> {
  if (!request.keys) throw withoutKeys();
  // `is_sealed` says that `close` made it, and the seal that nobody changed it.
  const text = await unseal(request.keys, placeOf(request), stored as unknown as Sealed);
  const { fingerprint, answer } = JSON.parse(text) as SecretAnswer;
  if (fingerprint !== (await sha256(JSON.stringify([request.address, request.body])))) throw mismatch();
  return answer;
}

/** No credential has such an id, so neither opens in the place of the other. */
const placeOf = ({ workspaceId, principalId, route, key }: KeyedRequest) => ({
  workspaceId,
  credentialId: JSON.stringify(['idempotency', principalId, route, key]),
});

export function withoutKeys(): Problem {
  const detail =
    'This server has no encryption keys, so it cannot keep an answer that holds a secret. Send the request without Idempotency-Key.';
  return new Problem('unavailable', detail);
}

function mismatch(): Problem {
  const detail = 'This Idempotency-Key came before with another address or body. Use a new one.';
  return new Problem('idempotency_mismatch', detail);
}

function inProgress(seconds: number): Problem {
  const detail = 'The first request with this Idempotency-Key is still being answered. Ask again soon.';
  return new Problem('idempotency_in_progress', detail, { headers: { 'retry-after': String(seconds) } });
}
