import { execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { freePort } from './free-port.js';

export interface PostgresServer {
  /** A superuser's, to a database of its own. */
  connectionString: string;
  stop(): Promise<void>;
}

const binaries = findBinaries();

/** Where a real PostgreSQL comes from on this machine; nothing when there is none. */
export const postgresSource = process.env.DATABASE_URL ? 'DATABASE_URL' : binaries;

/** An empty PostgreSQL: a new database in DATABASE_URL's server, or a server of its own. */
export async function startPostgres(): Promise<PostgresServer> {
  if (process.env.DATABASE_URL) return createDatabase(process.env.DATABASE_URL);
  if (!binaries) throw new Error('There is no PostgreSQL on this machine.');
  return startServer(binaries);
}

/** Whether this machine can start servers of its own. */
export const hasPostgresBinaries = binaries !== undefined;

/** A server of the test's own, for what concerns a whole server. */
export async function startOwnPostgres(): Promise<PostgresServer> {
  if (!binaries) throw new Error('There are no binaries of PostgreSQL on this machine.');
  return startServer(binaries);
}

function findBinaries(): string | undefined {
  const folders: string[] = [];
  try {
    folders.push(
      execFileSync('pg_config', ['--bindir'], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      }).trim(),
    );
  } catch {
    // pg_config comes with the development package only
  }
  const debian = '/usr/lib/postgresql';
  if (existsSync(debian)) folders.push(...readdirSync(debian).map((version) => join(debian, version, 'bin')));
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')));
}

/** PostgreSQL refuses to run as root; then it runs as its own user, or as nobody. */
function serverUser(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  for (const user of ['postgres', 'nobody']) {
    try {
      const id = (flag: string) =>
        Number(execFileSync('id', [flag, user], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
      return { uid: id('-u'), gid: id('-g') };
    } catch {
      // no such user
    }
  }
  throw new Error('PostgreSQL does not run as root, and there is no user postgres or nobody to run it as.');
}

async function startServer(bin: string): Promise<PostgresServer> {
  const user = serverUser();
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-pg-'));
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid ?? user.uid);
  const data = join(folder, 'data');
  const initdb = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync'];
  execFileSync(join(bin, 'initdb'), initdb, { ...user, cwd: folder, stdio: 'pipe' });
  const port = await freePort();
  const settings = {
    listen_addresses: '127.0.0.1',
    fsync: 'off',
    full_page_writes: 'off',
    max_connections: '200',
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const server = spawn(join(bin, 'postgres'), ['-D', data, '-p', String(port), '-k', folder, ...flags], {
    ...user,
    cwd: folder,
    stdio: 'ignore',
  });
  const exited = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  const kill = () => server.kill('SIGKILL');
  process.once('exit', kill);
  const connectionString = `postgresql://postgres@127.0.0.1:${port}/postgres`;
  await untilReady(connectionString);
  return {
    connectionString,
    stop: async () => {
      server.kill('SIGINT'); // fast shutdown
      await exited;
      process.off('exit', kill);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function untilReady(connectionString: string): Promise<void> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const client = new pg.Client({ connectionString });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw new Error('PostgreSQL did not start within 30 s.', { cause: error });
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** A new database in the server that `url` leads to: empty, or a copy of `template`. */
export async function createDatabase(url: string, template = 'template1'): Promise<PostgresServer> {
  const name = `patchbay_test_${randomUUID().replaceAll('-', '')}`;
  await inServer(url, `create database ${name} template ${template}`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  return {
    connectionString: own.href,
    stop: () => inServer(url, `drop database ${name} with (force)`),
  };
}

/** Runs one statement on a connection of its own. */
export async function inServer(connectionString: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
