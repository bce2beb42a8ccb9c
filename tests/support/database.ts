import { inject } from 'vitest';
import type { MigratableDatabase } from '../../api/db/database.js';
import { createPgliteDatabase } from '../../api/db/pglite-database.js';
import { createPostgresDatabase } from '../../api/db/postgres-database.js';
import { openMigratedPglite } from './database-snapshot.js';
import { createDatabase, type PostgresServer, postgresSource, startPostgres } from './postgres.js';

export interface TestDatabase {
  database: MigratableDatabase;
  /** Of a real PostgreSQL; absent on PGlite. */
  connectionString?: string;
  close(): Promise<void>;
}

export interface TestDriver {
  name: 'PGlite' | 'PostgreSQL';
  /** A database in which nothing was ever made; on PostgreSQL in a server of its own, unless DATABASE_URL names one. */
  openEmpty(): Promise<TestDatabase>;
  /** An empty database with the schema. */
  openMigrated(): Promise<TestDatabase>;
}

const pglite: TestDriver = {
  name: 'PGlite',
  openEmpty: async () => {
    const database = await createPgliteDatabase({ memory: true });
    return { database, close: database.close };
  },
  openMigrated: async () => {
    const database = await openMigratedPglite();
    return { database, close: database.close };
  },
};

const postgres: TestDriver = {
  name: 'PostgreSQL',
  openEmpty: async () => connectTo(await startPostgres()),
  openMigrated: async () => {
    const shared = inject('postgres');
    if (!shared)
      throw new Error('The run has no PostgreSQL: its project lacks tests/support/postgres-setup.ts.');
    return connectTo(await createDatabase(shared.connectionString, shared.template));
  },
};

async function connectTo({ connectionString, stop }: PostgresServer): Promise<TestDatabase> {
  const database = await createPostgresDatabase({ connectionString });
  return {
    database,
    connectionString,
    close: async () => {
      await database.close();
      await stop();
    },
  };
}

/** PGlite always; a real PostgreSQL where there is one. */
export const drivers: readonly TestDriver[] = postgresSource ? [pglite, postgres] : [pglite];

/** A real PostgreSQL, for what needs several connections; nothing when there is none. */
export const postgresDriver: TestDriver | undefined = postgresSource ? postgres : undefined;
