import { sql } from 'kysely';
import { service } from '../db/actor.js';
import type { Database } from '../db/database.js';
import type { KeyRing } from './key-ring.js';
import { type Sealed, type SealedPlace, seal, unseal } from './seal.js';

/** Rows of one transaction: what is lost when it is interrupted. */
const BATCH = 100;

/**
 * How many credentials there are under each key, by its id; keys of the ring that seal nothing count 0. One whose secrets
 * and tokens are under two keys counts for both.
 */
export async function countByKey(database: Database, keys: KeyRing): Promise<Map<string, number>> {
  const { rows } = await database.as(service, (tx) =>
    sql<{ kid: string; count: number }>`
      select kid, count(*)::int as count
      from (
        select workspace_id, id, sealed ->> 'kid' as kid from public.workspace_api_credentials
        union
        select workspace_id, id, sealed_tokens ->> 'kid' from public.workspace_api_credentials
        where sealed_tokens is not null
      ) as used
      group by kid
    `.execute(tx),
  );
  return new Map([
    ...keys.kids.map((kid) => [kid, 0] as const),
    ...rows.map(({ kid, count }) => [kid, count] as const),
  ]);
}

/**
 * Seals every credential anew that another key than the ring's first has sealed, in batches: interrupted, it goes on
 * where it stopped. Answers how many. Servers may run meanwhile, as long as they have both keys. A credential that
 * doesn't open stops it, with an `UnsealError` or `UnknownKeyError` that names it. Connections that are under way in a
 * browser are left: within ten minutes they are over.
 */
export async function rotateKeys(
  database: Database,
  keys: KeyRing,
  onProgress: (done: number) => void = () => {},
): Promise<number> {
  let done = 0;
  for (;;) {
    const count = await rotateBatch(database, keys);
    done += count;
    if (count === 0) return done;
    onProgress(done);
  }
}

function rotateBatch(database: Database, keys: KeyRing): Promise<number> {
  return database.as(service, async (tx) => {
    const rows = await tx
      .selectFrom('workspace_api_credentials')
      .select(['workspace_id', 'id', 'sealed', 'sealed_tokens'])
      .where(
        sql<boolean>`(sealed ->> 'kid' <> ${keys.current} or sealed_tokens ->> 'kid' <> ${keys.current})`,
      )
      .orderBy('workspace_id')
      .orderBy('id')
      .limit(BATCH)
      // A change that is under way ends first, and is sealed with the new key then, or comes up again.
      .forUpdate()
      .execute();
    for (const { workspace_id, id, sealed, sealed_tokens } of rows) {
      const place = { workspaceId: workspace_id, credentialId: id };
      const sealAnew = async (old: Sealed, at: SealedPlace) =>
        JSON.stringify(await seal(keys, at, await unseal(keys, at, old)));
      await tx
        .updateTable('workspace_api_credentials')
        .set({
          sealed: await sealAnew(sealed, place),
          ...(sealed_tokens && {
            sealed_tokens: await sealAnew(sealed_tokens, { ...place, part: 'tokens' }),
          }),
        })
        .where('workspace_id', '=', workspace_id)
        .where('id', '=', id)
        .execute();
    }
    return rows.length;
  });
}
