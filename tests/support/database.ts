import pg from 'pg';
import type { MigratableDatabase } from '../../api/db/database.js';
import { migrate } from '../../api/db/migrate.js';
import { createPgliteDatabase } from '../../api/db/pglite-database.js';
import { createPostgresDatabase } from '../../api/db/postgres-database.js';
import { postgresSource, startPostgres } from './postgres.js';

export interface TestDatabase {
  database: MigratableDatabase;
  /** Of a real PostgreSQL; absent on PGlite. */
  connectionString?: string;
  close(): Promise<void>;
}

export interface TestDriver {
  name: 'PGlite' | 'PostgreSQL';
  /** An empty database. */
  open(): Promise<TestDatabase>;
}

const pglite: TestDriver = {
  name: 'PGlite',
  open: async () => {
    const database = await createPgliteDatabase({ memory: true });
    return { database, close: database.close };
  },
};

const postgres: TestDriver = {
  name: 'PostgreSQL',
  open: async () => {
    const { connectionString, stop } = await startPostgres();
    const database = await createPostgresDatabase({ connectionString });
    return {
      database,
      connectionString,
      close: async () => {
        await database.close();
        await stop();
      },
    };
  },
};

/** PGlite always; a real PostgreSQL where there is one. */
export const drivers: readonly TestDriver[] = postgresSource ? [pglite, postgres] : [pglite];

/** A real PostgreSQL, for what needs several connections; nothing when there is none. */
export const postgresDriver: TestDriver | undefined = postgresSource ? postgres : undefined;

/** An empty database with the schema. */
export async function openMigrated(driver: TestDriver): Promise<TestDatabase> {
  const opened = await driver.open();
  await oneAtATime(() => migrate(opened.database));
  return opened;
}

/** Roles belong to the server and not to a database: two files that share DATABASE_URL's must not make them at once. */
async function oneAtATime(run: () => Promise<unknown>): Promise<void> {
  if (!process.env.DATABASE_URL) {
    await run();
    return;
  }
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock(431020261)');
    await run();
  } finally {
    await client.end();
  }
}
