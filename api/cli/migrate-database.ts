import type { Config } from '../config.js';
import { migrate } from '../db/migrate.js';
import { openDatabase } from '../node/open-database.js';

/** Applies the migrations that are missing, and says which. */
export async function migrateDatabase(config: Config): Promise<number> {
  const database = await openDatabase(config);
  try {
    const applied = await migrate(database);
    console.log(applied.length > 0 ? `Applied:\n  ${applied.join('\n  ')}` : 'The schema is up to date.');
    return 0;
  } finally {
    await database.close();
  }
}
