import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MigratableDatabase } from '../../api/db/database.js';
import { migrate } from '../../api/db/migrate.js';
import { bootstrapFiles, migrationFiles } from '../../api/db/migration-files.js';
import { createPostgresDatabase } from '../../api/db/postgres-database.js';
import { drivers, postgresDriver, type TestDatabase } from '../support/database.js';
import { DATABASE_TYPES_PATH, generateDatabaseTypes } from '../support/database-types.js';

describe('migration files', () => {
  it('are found and in order', () => {
    expect(migrationFiles.length).toBeGreaterThanOrEqual(12);
    expect(bootstrapFiles.length).toBeGreaterThan(0);
    const versions = migrationFiles.map(({ version }) => version);
    expect(versions).toEqual([...new Set(versions)].sort());
  });
});

describe.each(drivers)('migrate on $name', (driver) => {
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await driver.openEmpty();
  });
  afterAll(() => opened.close());

  it('applies every migration once', async () => {
    const first = await migrate(opened.database);
    const second = await migrate(opened.database);
    expect(first).toEqual(migrationFiles.map(({ version, name }) => `${version}_${name}`));
    expect(second).toEqual([]);
  });

  it('leaves the connection in its own role after acting for somebody', async () => {
    const roleOf = () =>
      opened.database.asOwner((session) =>
        session.query<{ role: string; claims: string | null }>(
          `select current_user as role, nullif(current_setting('request.jwt.claims', true), '') as claims`,
        ),
      );
    const before = await roleOf();
    await opened.database.as({ role: 'runtime', workspaceId: 'a' }, async () => {});
    expect(await roleOf()).toEqual(before);
    expect(before[0]?.claims).toBeNull();
  });
});

describe.runIf(postgresDriver)('a server that may not change the schema', () => {
  it('starts where nothing is to be migrated', async () => {
    const { database, close } = await postgresDriver!.openMigrated();
    const app = `app_${randomUUID().replaceAll('-', '')}`;
    try {
      await database.asOwner((session) =>
        session.script(`create role ${app}; grant authenticated, connector_runtime, service_role to ${app}`),
      );
      const asApp: MigratableDatabase = {
        ...database,
        asOwner: (run) =>
          database.asOwner(async (session) => {
            await session.script(`set local role ${app}`);
            return run(session);
          }),
      };
      expect(await migrate(asApp)).toEqual([]);
      await database.asOwner((session) => session.script('delete from private.patchbay_migrations'));
      await expect(migrate(asApp)).rejects.toThrow(
        /^The database lacks 20261123000100_runtime_role, .+ as its owner/,
      );
    } finally {
      await database.asOwner((session) => session.script(`drop role if exists ${app}`));
      await close();
    }
  });
});

describe.each(drivers)('a database that the Supabase CLI migrated, on $name', (driver) => {
  it('has nothing left to apply, also at the next start', async () => {
    const { database, close } = await driver.openMigrated();
    try {
      await database.asOwner(async (session) => {
        await session.script(`
          drop table private.patchbay_migrations;
          create schema supabase_migrations;
          create table supabase_migrations.schema_migrations (version text primary key);
          insert into supabase_migrations.schema_migrations values ('20200101000000')`); // one of the host's own
        for (const { version } of migrationFiles) {
          await session.query('insert into supabase_migrations.schema_migrations values ($1)', [version]);
        }
      });
      expect(await migrate(database)).toEqual([]);
      const noOwner: MigratableDatabase = {
        ...database,
        asOwner: () => Promise.reject(new Error('not asked')),
      };
      expect(await migrate(noOwner)).toEqual([]);
    } finally {
      await close();
    }
  });
});

describe.runIf(postgresDriver)('several servers that start at once', () => {
  it('migrate one database once', async () => {
    const opened = await postgresDriver!.openEmpty();
    const connectionString = opened.connectionString!;
    const servers = await Promise.all([1, 2, 3].map(() => createPostgresDatabase({ connectionString })));
    try {
      const applied = await Promise.all(servers.map((server) => migrate(server)));
      expect(applied.filter((names) => names.length > 0)).toHaveLength(1);
      expect(applied.flat()).toHaveLength(migrationFiles.length);
    } finally {
      await Promise.all(servers.map((server) => server.close()));
      await opened.close();
    }
  });
});

// It makes a login role, which an existing server may not let in without a password.
describe.runIf(postgresDriver && !process.env.DATABASE_URL)('an owner without superuser rights', () => {
  it('migrates, and membership still works although it may not bypass row-level security', async () => {
    const opened = await postgresDriver!.openEmpty();
    try {
      await opened.database.asOwner(async (session) => {
        await session.script(`
          create role plain_owner login createrole;
          create schema if not exists auth authorization plain_owner;
          alter schema public owner to plain_owner;`);
        const [row] = await session.query<{ name: string }>('select current_database() as name');
        await session.script(`grant create on database "${row?.name}" to plain_owner`);
      });
      const url = new URL(opened.connectionString!);
      url.username = 'plain_owner';
      const database = await createPostgresDatabase({ connectionString: url.href });
      try {
        await migrate(database);
        const userId = '11111111-1111-4111-8111-111111111111';
        await database.as({ role: 'service' }, async (tx) => {
          await tx.insertInto('workspaces').values({ id: 'w', name: 'W' }).execute();
          await tx
            .insertInto('workspace_members')
            .values({ workspace_id: 'w', user_id: userId, role: 'viewer' })
            .execute();
        });
        const seen = await database.as({ role: 'authenticated', userId }, (tx) =>
          tx.selectFrom('workspaces').select('id').execute(),
        );
        expect(seen).toEqual([{ id: 'w' }]);
      } finally {
        await database.close();
      }
    } finally {
      await opened.close();
    }
  });
});

describe('the types of the database', () => {
  it('are those of the migrated schema (else run: node scripts/run-source.mjs scripts/generate-database-types.ts)', async () => {
    const committed = await readFile(new URL(`../../${DATABASE_TYPES_PATH}`, import.meta.url), 'utf8');
    expect(await generateDatabaseTypes()).toBe(committed);
  });
});
