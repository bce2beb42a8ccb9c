import type { Config } from '../config.js';
import type { MigratableDatabase } from '../db/database.js';
import { createPgliteDatabase } from '../db/pglite-database.js';
import { createPostgresDatabase } from '../db/postgres-database.js';

/** The database of the settings: `DATABASE_URL`'s, else the embedded one in the data folder. */
export function openDatabase({ databaseUrl, dataDir }: Config): Promise<MigratableDatabase> {
  return databaseUrl
    ? createPostgresDatabase({ connectionString: databaseUrl })
    : createPgliteDatabase({ dataDir });
}
