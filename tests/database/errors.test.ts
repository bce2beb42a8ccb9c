import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { isTransientError } from '../../api/db/is-transient-error.js';
import { loadPeer } from '../../api/db/load-peer.js';
import { createPostgresDatabase } from '../../api/db/postgres-database.js';
import { drivers, postgresDriver } from '../support/database.js';

const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('an optional peer that is missing', () => {
  it('is named with the command that installs it', async () => {
    const name: string = 'patchbay-no-such-package';
    const error = await failureOf(loadPeer(name, () => import(/* @vite-ignore */ name)));
    expect(error).toMatchObject({ message: expect.stringContaining(`npm install ${name}`) });
  });

  it('passes on what goes wrong inside one that is there', async () => {
    const broken = new Error('broken inside');
    expect(await failureOf(loadPeer('pg', () => Promise.reject(broken)))).toBe(broken);
  });
});

describe.each(drivers)('errors of $name', (driver) => {
  it('that the statement itself causes are not worth another try', async () => {
    const { database, close } = await driver.openMigrated();
    try {
      const bad = await failureOf(database.asOwner((session) => session.query('select 1 / 0')));
      expect(isTransientError(bad)).toBe(false);
      const refused = await failureOf(
        database.as({ role: 'runtime', workspaceId: 'w' }, (tx) => tx.deleteFrom('flows').execute()),
      );
      expect(isTransientError(refused)).toBe(false);
    } finally {
      await close();
    }
  });
});

describe('errors of a PostgreSQL that is away', () => {
  it('are worth another try', async () => {
    const database = await createPostgresDatabase({
      connectionString: 'postgresql://nobody@127.0.0.1:1/none',
    });
    const error = await failureOf(
      database.as({ role: 'service' }, (tx) => tx.selectFrom('flows').selectAll().execute()),
    );
    expect(isTransientError(error)).toBe(true);
    await database.close();
  });

  it.runIf(postgresDriver)(
    'also when it cuts a connection, in a query or between two, and in a deadlock',
    async () => {
      const { database, close } = await postgresDriver!.openMigrated();
      try {
        const cut = await failureOf(
          database.asOwner((session) => session.query('select pg_terminate_backend(pg_backend_pid())')),
        );
        expect(isTransientError(cut)).toBe(true);
        const idle = await failureOf(
          database.as({ role: 'service' }, async (tx) => {
            const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
            await database.asOwner((session) =>
              session.query('select pg_terminate_backend($1)', [rows[0]?.pid]),
            );
            await new Promise((resolve) => setTimeout(resolve, 200)); // the connection drops while no query runs
            await tx.selectFrom('flows').selectAll().execute();
          }),
        );
        expect(isTransientError(idle)).toBe(true);
        const deadlock = Object.assign(new Error('deadlock detected'), { code: '40P01' });
        expect(isTransientError(deadlock)).toBe(true);
      } finally {
        await close();
      }
    },
  );
});
