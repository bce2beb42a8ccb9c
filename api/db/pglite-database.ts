import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Kysely, PGliteDialect } from 'kysely';
import { lockDataDirectory } from './data-directory-lock.js';
import type { MigratableDatabase } from './database.js';
import type { DB } from './generated/database-types.js';
import { loadPeer } from './load-peer.js';
import { runAs } from './run-as.js';

const INT8 = 20;

/**
 * The embedded PostgreSQL (PGlite). `dataDir` is a folder of Patchbay's own: it is made when absent, locked against
 * every other process while open, and holds the database in `postgres/`. `memory` keeps nothing.
 *
 * What was committed survives the death of the process (kill -9 too), not a loss of power.
 * Throws `DataDirectoryInUseError` when another process has the folder open.
 */
export async function createPgliteDatabase(
  options: { dataDir: string } | { memory: true },
): Promise<MigratableDatabase> {
  const { PGlite } = await loadPeer('@electric-sql/pglite', () => import('@electric-sql/pglite'));
  const parsers = { [INT8]: Number };

  if ('memory' in options) return databaseOf(await PGlite.create({ parsers }));

  const dataDir = resolve(options.dataDir);
  await mkdir(dataDir, { recursive: true });
  const lock = await lockDataDirectory(dataDir);
  try {
    const pglite = await PGlite.create(join(dataDir, 'postgres'), { parsers });
    return databaseOf(pglite, lock.release);
  } catch (cause) {
    await lock.release();
    throw new Error(`The database in ${join(dataDir, 'postgres')} can't be opened.`, { cause });
  }
}

function databaseOf(
  pglite: import('@electric-sql/pglite').PGlite,
  released: () => Promise<void> = async () => {},
): MigratableDatabase {
  const kysely = new Kysely<DB>({ dialect: new PGliteDialect({ pglite }) });
  return {
    exclusiveSince: new Date(),
    as: (actor, run) => runAs(kysely, actor, run),
    listen: (channel, handler) => pglite.listen(channel, handler),
    asOwner: (run) =>
      pglite.transaction((tx) =>
        run({
          query: async <Row>(text: string, parameters: readonly unknown[] = []) =>
            (await tx.query<Row>(text, [...parameters])).rows,
          script: async (text) => {
            await tx.exec(text);
          },
        }),
      ),
    close: async () => {
      if (!pglite.closed) await pglite.close();
      await released();
    },
  };
}
