import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MigratableDatabase } from '../../api/db/database.js';
import { migrate } from '../../api/db/migrate.js';
import { createPostgresDatabase } from '../../api/db/postgres-database.js';
import { hasPostgresBinaries, type PostgresServer, startOwnPostgres } from '../support/postgres.js';

const run = promisify(execFile);

interface Finding {
  name: string;
  detail: string;
}

/** Supabase's own database linter (splinter), which its CLI brings and runs against a local database. */
describe.skipIf(!hasPostgresBinaries)('Supabase’s advisors', () => {
  let server: PostgresServer;
  let database: MigratableDatabase;
  let folder: string;
  beforeAll(async () => {
    server = await startOwnPostgres();
    database = await createPostgresDatabase({ connectionString: server.connectionString });
    await migrate(database);
    folder = mkdtempSync(join(tmpdir(), 'patchbay-advisors-'));
    mkdirSync(join(folder, 'supabase'));
    const { port } = new URL(server.connectionString);
    writeFileSync(join(folder, 'supabase', 'config.toml'), `project_id = "test"\n[db]\nport = ${port}\n`);
  });
  afterAll(async () => {
    await database.close();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function findings(): Promise<Finding[]> {
    const command = ['node_modules/supabase/dist/supabase.js', '--workdir', folder];
    const { stdout } = await run(
      process.execPath,
      [...command, 'db', 'advisors', '--level', 'info', '--fail-on', 'none', '--output-format', 'json'],
      { env: { ...process.env, HOME: folder, DO_NOT_TRACK: '1', SUPABASE_TELEMETRY_DISABLED: '1' } },
    );
    const { results }: { results: Finding[] } = JSON.parse(stdout);
    // Indexes that no query has used yet: nothing has run on this database.
    return results.filter(({ name }) => name !== 'unused_index');
  }

  it('find nothing', async () => {
    expect(await findings()).toEqual([]);
  });

  it('find a table without row-level security, so that they can find something', async () => {
    const set = (state: 'enable' | 'disable') =>
      database.asOwner((session) => session.script(`alter table public.flows ${state} row level security`));
    await set('disable');
    const found = (await findings()).map(({ name }) => name);
    await set('enable');
    expect(found).toContain('rls_disabled_in_public');
  });
});
