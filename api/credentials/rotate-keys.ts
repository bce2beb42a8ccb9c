import { sql } from 'kysely';
import { service } from '../db/actor.js';
import type { Database } from '../db/database.js';
import type { KeyRing } from './key-ring.js';
import { seal, unseal } from './seal.js';

/** Rows of one transaction: what is lost when it is interrupted. */
const BATCH = 100;

/** How many credentials there are under each key, by its id; keys of the ring that seal nothing count 0. */
export async function countByKey(database: Database, keys: KeyRing): Promise<Map<string, number>> {
  const rows = await database.as(service, (tx) =>
    tx
      .selectFrom('workspace_api_credentials')
      .select([sql<string>`sealed ->> 'kid'`.as('kid'), sql<number>`count(*)::int`.as('count')])
      .groupBy(sql`1`)
      .execute(),
  );
  return new Map([
    ...keys.kids.map((kid) => [kid, 0] as const),
    ...rows.map(({ kid, count }) => [kid, count] as const),
  ]);
}

/**
 * Seals every credential anew that another key than the ring's first has sealed, in batches: interrupted, it goes on
 * where it stopped. Answers how many. Servers may run meanwhile, as long as they have both keys. A credential that
 * doesn't open stops it, with an `UnsealError` or `UnknownKeyError` that names it.
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
      .select(['workspace_id', 'id', 'sealed'])
      .where(sql<boolean>`sealed ->> 'kid' <> ${keys.current}`)
      .orderBy('workspace_id')
      .orderBy('id')
      .limit(BATCH)
      // A change that is under way ends first, and is sealed with the new key then, or comes up again.
      .forUpdate()
      .execute();
    for (const { workspace_id, id, sealed } of rows) {
      const place = { workspaceId: workspace_id, credentialId: id };
      const anew = await seal(keys, place, await unseal(keys, place, sealed));
      await tx
        .updateTable('workspace_api_credentials')
        .set({ sealed: JSON.stringify(anew) })
        .where('workspace_id', '=', workspace_id)
        .where('id', '=', id)
        .execute();
    }
    return rows.length;
  });
}
