import { Kysely, PostgresDialect } from 'kysely';
import type { PoolClient } from 'pg';
import type { MigratableDatabase } from './database.js';
import type { DB } from './generated/database-types.js';
import { loadPeer } from './load-peer.js';
import { createPostgresListener } from './postgres-listener.js';
import { runAs } from './run-as.js';

const INT8 = 20;
/** How long a query waits for a free connection, or for the server to take one. */
const CONNECT_TIMEOUT_MS = 10_000;
/** So that a server which is gone without a word (a network that drops packets) is found out about. */
const keepAlive = { keepAlive: true, keepAliveInitialDelayMillis: 10_000 };

export interface PostgresDatabaseOptions {
  /** `postgresql://…`. Its role must be a member of `authenticated`, `connector_runtime` and `service_role`. */
  connectionString: string;
  /** Connections at most, besides the one that listens. */
  maxConnections?: number;
}

/**
 * A PostgreSQL 15 or newer, Supabase included. Connects at the first query, so a database that is down is
 * reported by that query.
 */
export async function createPostgresDatabase({
  connectionString,
  maxConnections = 10,
}: PostgresDatabaseOptions): Promise<MigratableDatabase> {
  const { default: pg } = await loadPeer('pg', () => import('pg'));
  const types: import('pg').CustomTypesConfig = {
    getTypeParser: (oid: number, format?: 'text' | 'binary') =>
      oid === INT8 ? Number : pg.types.getTypeParser(oid, format),
  };
  const pool = new pg.Pool({
    connectionString,
    max: maxConnections,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    types,
    ...keepAlive,
  });
  // The pool has dropped the idle connection that failed; the next query opens another and reports what is wrong.
  pool.on('error', () => {});
  // A connection may drop between two queries of a transaction too; its next query reports that. Without a listener
  // of its own the event would end the process.
  pool.on('connect', (client) => client.on('error', () => {}));
  const listener = createPostgresListener(() => new pg.Client({ connectionString, ...keepAlive }));
  const kysely = new Kysely<DB>({ dialect: new PostgresDialect({ pool }) });

  return {
    as: (actor, run) => runAs(kysely, actor, run),
    listen: listener.listen,
    asOwner: (run) =>
      inTransaction(pool, (client) =>
        run({
          query: async <Row>(text: string, parameters: readonly unknown[] = []) =>
            (await client.query(text, [...parameters])).rows as Row[], // the caller knows what it selects
          script: async (text) => {
            await client.query(text);
          },
        }),
      ),
    close: async () => {
      await listener.close();
      await pool.end();
    },
  };
}

async function inTransaction<T>(
  pool: import('pg').Pool,
  run: (client: PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const result = await run(client);
    await client.query('commit');
    client.release();
    return result;
  } catch (error) {
    // A connection that fails mid-transaction is thrown away, which rolls it back.
    client.release(true);
    throw error;
  }
}
