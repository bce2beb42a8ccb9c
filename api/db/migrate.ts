import { sql } from 'kysely';
import { service } from './actor.js';
import type { MigratableDatabase, OwnerSession } from './database.js';
import { bootstrapFiles, migrationFiles, type SqlFile } from './migration-files.js';

/** Any fixed number: what servers that start at once wait for one another on. */
const LOCK = 4_310_202_611;
/** SQLSTATEs of a database that was never migrated: no such function, schema or role; or no right to any of them yet. */
const NOT_READABLE = new Set(['42P01', '42883', '3F000', '22023', '42704', '42501']);

/**
 * Brings the schema up to date, in one transaction: the bootstrap where Supabase is absent, then each migration that
 * wasn't applied yet, by this function or by the Supabase CLI. Several processes may call it at once. Answers the
 * names of the migrations that it applied.
 *
 * When something is to be applied, the connection's role must own the schema, or, the first time, be allowed to create
 * roles and schemas. When nothing is, a member of `service_role` will do. A change of the bootstrap is applied together
 * with the next migration.
 */
export async function migrate(database: MigratableDatabase): Promise<string[]> {
  const known = await readApplied(database);
  if (known && pendingAfter(known).length === 0) return [];
  try {
    return await database.asOwner(applyPending);
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === '42501')) throw cause;
    const missing = known ? pendingAfter(known).map(({ version, name }) => `${version}_${name}`) : [];
    throw new MigrationRightsError(missing, { cause });
  }
}

/** Migrations are missing, and the connection's role may not apply them. */
class MigrationRightsError extends Error {
  override readonly name = 'MigrationRightsError';

  constructor(missing: readonly string[], options?: ErrorOptions) {
    const what =
      missing.length > 0 ? `The database lacks ${missing.join(', ')}` : 'The database has no schema yet';
    super(
      `${what}, and the role of DATABASE_URL may not change it. Run "patchbay migrate" (or "supabase db push") as its owner, then start again.`,
      options,
    );
  }
}

async function applyPending(session: OwnerSession): Promise<string[]> {
  await session.query('select pg_advisory_xact_lock($1)', [LOCK]);
  const [catalogue] = await session.query<{ supabase: boolean; cli: boolean }>(`
    select to_regclass('auth.users') is not null as supabase,
      to_regclass('supabase_migrations.schema_migrations') is not null as cli`);
  if (!catalogue?.supabase) for (const file of bootstrapFiles) await session.script(file.sql);
  await session.script(`
    create schema if not exists private;
    create table if not exists private.patchbay_migrations (
      version text not null,
      name text not null,
      applied_at timestamptz not null default now(),
      constraint patchbay_migrations_pkey primary key (version)
    );
    grant usage on schema private to service_role;
    grant select on private.patchbay_migrations to service_role`);
  if (catalogue?.cli) await takeOverFromCli(session);
  const rows = await session.query<{ version: string }>('select version from private.patchbay_migrations');
  const pending = pendingAfter(versionsOf(rows));
  for (const file of pending) {
    await session.script(file.sql);
    await record(session, file);
  }
  return pending.map(({ version, name }) => `${version}_${name}`);
}

/** Notes those of our migrations that the Supabase CLI has applied, beside others that aren't ours. */
async function takeOverFromCli(session: OwnerSession): Promise<void> {
  const byCli = versionsOf(await session.query('select version from supabase_migrations.schema_migrations'));
  for (const file of migrationFiles) if (byCli.has(file.version)) await record(session, file);
}

async function record(session: OwnerSession, { version, name }: SqlFile): Promise<void> {
  const text =
    'insert into private.patchbay_migrations (version, name) values ($1, $2) on conflict do nothing';
  await session.query(text, [version, name]);
}

/** What was applied already, as far as the service may know; nothing when that needs the owner. */
async function readApplied(database: MigratableDatabase): Promise<ReadonlySet<string> | undefined> {
  try {
    const { rows } = await database.as(service, (tx) =>
      sql<{ version: string }>`select version from private.applied_migrations() as version`.execute(tx),
    );
    return versionsOf(rows);
  } catch (error) {
    if (error instanceof Error && 'code' in error && NOT_READABLE.has(String(error.code))) return undefined;
    throw error;
  }
}

const versionsOf = (rows: readonly { version: string }[]): ReadonlySet<string> =>
  new Set(rows.map(({ version }) => version));

const pendingAfter = (applied: ReadonlySet<string>): SqlFile[] =>
  migrationFiles.filter(({ version }) => !applied.has(version));
