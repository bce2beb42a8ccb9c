import { randomUUID } from 'node:crypto';
import type { TestProject } from 'vitest/node';
import { migrate } from '../../api/db/migrate.js';
import { createPostgresDatabase } from '../../api/db/postgres-database.js';
import { inServer, postgresSource, startPostgres } from './postgres.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** The run's real PostgreSQL, and the name of a migrated database in it to copy; absent where there is none. */
    postgres: { connectionString: string; template: string } | undefined;
  }
}

/** Vitest's global setup: one PostgreSQL and one migration for all test files of a run. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  if (!postgresSource) {
    console.log(
      'No DATABASE_URL and no PostgreSQL binaries found: the tests on a real PostgreSQL are skipped.',
    );
    project.provide('postgres', undefined);
    return async () => {};
  }
  const { connectionString, stop } = await startPostgres();
  const template = `patchbay_template_${randomUUID().replaceAll('-', '')}`;
  await inServer(connectionString, `create database ${template}`);
  const url = new URL(connectionString);
  url.pathname = `/${template}`;
  const database = await createPostgresDatabase({ connectionString: url.href });
  await migrate(database);
  await database.close();
  project.provide('postgres', { connectionString, template });
  return async () => {
    await inServer(connectionString, `drop database ${template}`);
    await stop();
  };
}
