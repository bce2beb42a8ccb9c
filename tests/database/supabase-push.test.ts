import { execFile } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MigratableDatabase } from '../../api/db/database.js';
import { migrate } from '../../api/db/migrate.js';
import { bootstrapFiles, migrationFiles } from '../../api/db/migration-files.js';
import { createPostgresDatabase } from '../../api/db/postgres-database.js';
import { ApiError, createClient } from '../../src/client/index.js';
import { readCatalogue } from '../support/catalogue.js';
import { buildCommandLine, type CommandLine } from '../support/command-line.js';
import {
  createSigningKey,
  type KeySetServer,
  type SigningKey,
  signWith,
  startKeySetServer,
} from '../support/key-set-server.js';
import { createDatabase, type PostgresServer, postgresSource, startPostgres } from '../support/postgres.js';
import { temporaryFolder } from '../support/server.js';

const run = promisify(execFile);
const cli = 'node_modules/.bin/supabase';
/** The optional package that holds the CLI's program, for this machine. */
const cliProgram = `node_modules/@supabase/cli-${process.platform}-${process.arch}`;
const reason = !postgresSource
  ? 'no PostgreSQL'
  : process.env.DATABASE_URL
    ? 'a PostgreSQL of its own is needed, not that of DATABASE_URL'
    : existsSync(cliProgram)
      ? undefined
      : `the Supabase CLI has no program for this machine (${cliProgram})`;
if (reason) console.log(`The tests of "supabase db push" are skipped: ${reason}.`);

/** The first block of that language in the guide: it is followed to the letter. */
function fromGuide(language: string): string {
  const guide = readFileSync('docs/deploy-supabase.md', 'utf8');
  const block = new RegExp(`\`\`\`${language}\n([\\s\\S]+?)\`\`\``).exec(guide)?.[1];
  if (!block) throw new Error(`docs/deploy-supabase.md has no block of ${language}.`);
  return block;
}

describe.skipIf(reason)('a PostgreSQL that "supabase db push" migrated', () => {
  let server: PostgresServer;
  let owner: MigratableDatabase;
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let pushed: string;

  const push = () =>
    run(cli, ['db', 'push', '--yes', '--db-url', `${server.connectionString}?sslmode=disable`], {
      // Neither telemetry nor the developer's own settings.
      env: { PATH: process.env.PATH, HOME: folder.path, SUPABASE_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' },
    });

  beforeAll(async () => {
    folder = await temporaryFolder();
    server = await startPostgres();
    owner = await createPostgresDatabase({ connectionString: server.connectionString });
    // What Supabase brings.
    await owner.asOwner(async (session) => {
      for (const { sql } of bootstrapFiles) await session.script(sql);
    });
    const { stdout, stderr } = await push();
    pushed = stdout + stderr;
    await owner.asOwner((session) => session.script(fromGuide('sql')));
  });
  afterAll(async () => {
    await owner.close();
    await server.stop();
    await folder.remove();
  });

  test('has every migration, and a second push has nothing to do', async () => {
    for (const { version, name } of migrationFiles) expect(pushed).toContain(`${version}_${name}.sql`);
    const again = await push();
    expect(again.stdout + again.stderr).toMatch(/up to date/i);
  });

  test('has the catalogue that our own migrate makes, to the last grant', async () => {
    const other = await createDatabase(server.connectionString);
    const ours = await createPostgresDatabase({ connectionString: other.connectionString });
    try {
      await migrate(ours);
      const [byCli, byUs] = [await readCatalogue(owner), await readCatalogue(ours)];
      expect(byCli).toEqual(byUs);
      for (const lines of Object.values(byUs)) expect(lines.length).toBeGreaterThan(0);
    } finally {
      await ours.close();
      await other.stop();
    }
  });

  test('lets the role of the guide do nothing by itself, and bypass nothing', async () => {
    const [role] = await owner.asOwner((session) =>
      session.query(`select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolinherit,
        (select count(*)::int from pg_class where relowner = r.oid) as owned from pg_roles r where rolname = 'patchbay_api'`),
    );
    expect(role).toEqual({
      rolsuper: false,
      rolbypassrls: false,
      rolcreaterole: false,
      rolcreatedb: false,
      rolinherit: false,
      owned: 0,
    });
    const api = await createPostgresDatabase({ connectionString: asRole(server) });
    await expect(api.asOwner((session) => session.query('select * from public.flows'))).rejects.toMatchObject(
      {
        code: '42501',
      },
    );
    await api.close();
  });

  describe('serves people of the project', () => {
    let key: SigningKey;
    let keySet: KeySetServer;
    let patchbay: CommandLine;
    let env: Record<string, string>;
    const ada = randomUUID();

    beforeAll(async () => {
      key = await createSigningKey('ES256', 'k1');
      [keySet, patchbay] = await Promise.all([startKeySetServer(key), buildCommandLine()]);
      env = {
        PORT: '0',
        PATCHBAY_DATA_DIR: join(folder.path, 'never'),
        DATABASE_URL: asRole(server),
        PATCHBAY_ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
        SUPABASE_URL: keySet.url,
        SUPABASE_PUBLISHABLE_KEY: 'sb_publishable_test',
      };
    });
    afterAll(async () => {
      await keySet.close();
      await patchbay.remove();
    });

    test('workspaces are added and listed by the command line, and refused with a sentence', async () => {
      const add = (...args: string[]) => patchbay.run(['workspaces', 'add', ...args], { env });
      expect(await patchbay.run(['workspaces', 'list'], { env })).toMatchObject({
        code: 0,
        stdout: 'There are no workspaces yet. patchbay workspaces add makes one.\n',
      });
      expect(await add('acme', '--name', 'Acme', '--owner', ada)).toMatchObject({
        code: 0,
        stdout: expect.stringContaining('Made the workspace acme.'),
      });
      expect(await add('acme', '--name', 'Acme', '--owner', ada)).toMatchObject({
        code: 2,
        stderr: 'There is a workspace acme already. Choose another id.\n',
      });
      expect((await add('a b', '--name', 'Acme', '--owner', ada)).stderr).toContain(
        'is no id for a workspace',
      );
      expect((await add('b', '--name', ' ', '--owner', ada)).stderr).toContain('1 to 200 characters');
      expect((await add('b', '--name', 'B', '--owner', 'ada')).stderr).toContain('is no user id');
      expect((await add('b')).stderr).toContain('--owner <user id>');
      expect((await patchbay.run(['workspaces', 'list'], { env })).stdout).toBe('acme  Acme  1 member\n');
      expect((await patchbay.run(['import', 'examples/orders.flow.json'], { env })).stderr).toContain(
        'SUPABASE_URL',
      );
    });

    test('the server runs as that role, takes ES256 tokens of its users, and gives nobody a local session', async () => {
      const child = patchbay.start(['dev'], { env });
      try {
        const url = await servedAt(child);
        const clientOf = (token: string) => createClient({ baseUrl: url, workspaceId: 'acme', token });
        const client = clientOf(await signWith(key, { sub: ada, iss: keySet.issuer }));
        expect((await client.session.get()).workspaces).toEqual([
          { id: 'acme', name: 'Acme', role: 'owner' },
        ]);
        const definition = {
          graph: { steps: [{ id: 'a', type: 'transform' as const, output: { got: '{{input}}' } }] },
        };
        const flow = await client.flows.create({ name: 'Echo', definition });
        expect(await client.flows.execute(flow.id, { input: 7, wait: 20 })).toMatchObject({
          status: 'succeeded',
        });
        await client.credentials.create({
          slot: 'bank',
          name: 'Bank',
          type: 'bearer',
          secrets: { token: 'secret-token-of-the-bank' },
          hosts: ['api.example.com'],
        });
        const stranger = clientOf(await signWith(key, { sub: randomUUID(), iss: keySet.issuer }));
        await expect(stranger.flows.list()).rejects.toMatchObject({ code: 'not_found' });
        const other = clientOf(
          await signWith(await createSigningKey('ES256', 'k1'), { sub: ada, iss: keySet.issuer }),
        );
        await expect(other.flows.list()).rejects.toBeInstanceOf(ApiError);
        expect((await fetch(`${url}/api/v1/dev/session`, { method: 'POST' })).status).toBe(404);
        expect(await (await fetch(`${url}/api/v1/sign-in`)).json()).toEqual({
          type: 'supabase',
          url: keySet.url,
          publishableKey: 'sb_publishable_test',
        });
        expect((await fetch(url)).headers.get('content-security-policy')).toContain(
          `connect-src 'self' ${keySet.url};`,
        );
        expect(existsSync(env.PATCHBAY_DATA_DIR ?? '')).toBe(false);
      } finally {
        child.kill('SIGTERM');
        await child.done;
      }
    });
  });
});

function asRole({ connectionString }: PostgresServer): string {
  const url = new URL(connectionString);
  url.username = 'patchbay_api';
  return url.href;
}

async function servedAt(child: ReturnType<CommandLine['start']>): Promise<string> {
  let ended = false;
  void child.done.finally(() => {
    ended = true;
  });
  for (;;) {
    const url = /runs at (\S+)/.exec(child.output())?.[1];
    if (url) return url;
    if (ended) throw new Error(child.output());
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
