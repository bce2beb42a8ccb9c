import type { MigratableDatabase, OwnerSession } from './database.js';
import { bootstrapFiles, migrationFiles } from './migration-files.js';

/** Any fixed number: what servers that start at once wait for one another on. */
const LOCK = 4_310_202_611;

/**
 * Brings the schema up to date, in one transaction: the bootstrap where Supabase is absent, then each migration that
 * wasn't applied yet, by this function or by the Supabase CLI. Several processes may call it at once. Answers the
 * names of the migrations that it applied.
 *
 * The connection's role must own the schema, or, the first time, be allowed to create roles and schemas.
 */
export async function migrate(database: MigratableDatabase): Promise<string[]> {
  return database.asOwner(async (session) => {
    await session.query('select pg_advisory_xact_lock($1)', [LOCK]);
    const [catalogue] = await session.query<{ migrated: boolean; supabase: boolean; cli: boolean }>(`
      select to_regclass('private.patchbay_migrations') is not null as migrated,
        to_regclass('auth.users') is not null as supabase,
        to_regclass('supabase_migrations.schema_migrations') is not null as cli`);
    if (!catalogue?.supabase) for (const { sql } of bootstrapFiles) await session.script(sql);
    if (!catalogue?.migrated) {
      await session.script(`
        create schema if not exists private;
        create table private.patchbay_migrations (
          version text not null,
          name text not null,
          applied_at timestamptz not null default now(),
          constraint patchbay_migrations_pkey primary key (version)
        )`);
    }
    const applied = await appliedVersions(session, catalogue?.cli === true);
    const pending = migrationFiles.filter(({ version }) => !applied.has(version));
    for (const { version, name, sql } of pending) {
      await session.script(sql);
      await session.query('insert into private.patchbay_migrations (version, name) values ($1, $2)', [
        version,
        name,
      ]);
    }
    return pending.map(({ version, name }) => `${version}_${name}`);
  });
}

async function appliedVersions(session: OwnerSession, byCli: boolean): Promise<ReadonlySet<string>> {
  const rows = await session.query<{ version: string }>(
    byCli
      ? 'select version from private.patchbay_migrations union select version from supabase_migrations.schema_migrations'
      : 'select version from private.patchbay_migrations',
  );
  return new Set(rows.map(({ version }) => version));
}
