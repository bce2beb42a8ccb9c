import type { Config } from '../config.js';
import type { MigratableDatabase } from '../db/database.js';
import { createPgliteDatabase } from '../db/pglite-database.js';
import { createPostgresDatabase } from '../db/postgres-database.js';
import { makeDataFolder } from './data-folder.js';

/** The database of the settings: `DATABASE_URL`'s, which must answer, else the embedded one in the data folder. */
export async function openDatabase({ databaseUrl, dataDir }: Config): Promise<MigratableDatabase> {
  if (databaseUrl) return openPostgres(databaseUrl);
  await makeDataFolder(dataDir);
  return createPgliteDatabase({ dataDir });
}

async function openPostgres(connectionString: string): Promise<MigratableDatabase> {
  const database = await createPostgresDatabase({ connectionString });
  try {
    await database.asOwner((session) => session.query('select 1'));
    return database;
  } catch (cause) {
    await database.close();
    const reason = cause instanceof Error && cause.message ? cause.message : 'no connection';
    throw new Error(
      `The database of DATABASE_URL can't be used: ${reason}. Check that it runs, and the address.`,
      {
        cause,
      },
    );
  }
}
