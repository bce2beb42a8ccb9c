import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MigratableDatabase } from '../../api/db/database.js';
import { createPostgresDatabase } from '../../api/db/postgres-database.js';
import { createExecution } from '../../api/runtime/create-execution.js';
import { postgresDriver, type TestDatabase } from '../support/database.js';
import {
  createWorkspace,
  echoGraph,
  saveConnector,
  saveFlow,
  type TestWorkspace,
} from '../support/database-fixtures.js';

const CONNECTIONS = 8;
const EACH = 50;

describe.runIf(postgresDriver)(`${CONNECTIONS} connections at once`, () => {
  let opened: TestDatabase;
  let servers: MigratableDatabase[];
  let workspace: TestWorkspace;
  beforeAll(async () => {
    opened = await postgresDriver!.openMigrated();
    workspace = await createWorkspace(opened.database, 'w');
    const connectionString = opened.connectionString!;
    servers = await Promise.all(
      Array.from({ length: CONNECTIONS }, () =>
        createPostgresDatabase({ connectionString, maxConnections: 1 }),
      ),
    );
  });
  afterAll(async () => {
    await Promise.all(servers.map((server) => server.close()));
    await opened.close();
  });

  it('increment_connector_stats loses no count', async () => {
    const id = await saveConnector(opened.database, 'w', 'counted', echoGraph);
    await Promise.all(
      servers.map(async (server, index) => {
        for (let n = 0; n < EACH; n += 1) {
          await server.as({ role: 'runtime', workspaceId: 'w' }, (tx) =>
            sql`select public.increment_connector_stats(${id}, ${index % 2 === 0}, 3)`.execute(tx),
          );
        }
      }),
    );
    const stats = await opened.database.as({ role: 'service' }, (tx) =>
      tx
        .selectFrom('connectors')
        .select(['executions', 'succeeded', 'failed', 'total_duration_ms'])
        .where('id', '=', id)
        .executeTakeFirstOrThrow(),
    );
    const all = CONNECTIONS * EACH;
    expect(stats).toEqual({
      executions: all,
      succeeded: all / 2,
      failed: all / 2,
      total_duration_ms: all * 3,
    });
  });

  it('runs are numbered without a gap or a double', async () => {
    const flowId = await saveFlow(opened.database, 'w', echoGraph);
    const userId = workspace.users.editor;
    const numbers = await Promise.all(
      servers.map(async (server) => {
        const mine: number[] = [];
        for (let n = 0; n < 10; n += 1) {
          const row = await server.as({ role: 'authenticated', userId, workspaceId: 'w' }, (tx) =>
            createExecution(tx, { workspaceId: 'w', flowId, input: null, trigger: 'api' }),
          );
          mine.push(row!.number);
        }
        return mine;
      }),
    );
    const sorted = numbers.flat().sort((a, b) => a - b);
    expect(sorted).toEqual(Array.from({ length: CONNECTIONS * 10 }, (_, index) => index + 1));
  });

  it('of owners who all step down, go, or demote each other at once, one stays', async () => {
    const owners = servers.map(() => randomUUID());
    const start = () =>
      opened.database.as({ role: 'service' }, async (tx) => {
        await tx.deleteFrom('workspaces').where('id', '=', 'owned').execute();
        await tx.insertInto('workspaces').values({ id: 'owned', name: 'Owned' }).execute();
        const rows = owners.map((user_id) => ({ workspace_id: 'owned', user_id, role: 'owner' as const }));
        await tx.insertInto('workspace_members').values(rows).execute();
      });
    const left = () =>
      opened.database.as({ role: 'service' }, (tx) =>
        tx
          .selectFrom('workspace_members')
          .select('user_id')
          .where('workspace_id', '=', 'owned')
          .where('role', '=', 'owner')
          .execute(),
      );
    const ways: [name: string, target: (index: number) => string, leaves: boolean][] = [
      ['step down', (index) => owners[index]!, false],
      ['go', (index) => owners[index]!, true],
      ['demote the next one', (index) => owners[(index + 1) % owners.length]!, false],
    ];
    for (const [name, target, leaves] of ways) {
      await start();
      const answers = await Promise.allSettled(
        servers.map((server, index) =>
          server.as({ role: 'authenticated', userId: owners[index]!, workspaceId: 'owned' }, async (tx) => {
            const mine = sql`where user_id = ${target(index)}`;
            const text = leaves
              ? sql`delete from public.workspace_members ${mine}`
              : sql`update public.workspace_members set role = 'viewer' ${mine}`;
            await text.execute(tx);
          }),
        ),
      );
      expect((await left()).length, name).toBeGreaterThanOrEqual(1);
      for (const answer of answers) {
        // Refused for being the last, or for having been demoted meanwhile: never by a deadlock.
        if (answer.status === 'rejected') expect(['23514', '42501'], name).toContain(answer.reason.code);
      }
      if (name !== 'demote the next one') {
        expect(await left(), name).toHaveLength(1);
        expect(
          answers.filter(({ status }) => status === 'rejected'),
          name,
        ).toHaveLength(1);
      }
    }
  });
});

describe.runIf(postgresDriver)('notifications on PostgreSQL', () => {
  it('arrive from another connection, and again after the listening one was cut', async () => {
    const opened = await postgresDriver!.openMigrated();
    const heard: string[] = [];
    const notify = (text: string) =>
      opened.database.as({ role: 'service' }, (tx) =>
        sql`select pg_notify('patchbay_execution', ${text})`.execute(tx),
      );
    try {
      const unlisten = await opened.database.listen('patchbay_execution', (payload) => heard.push(payload));
      await notify('one');
      await expect.poll(() => heard, { timeout: 20_000 }).toEqual(['one']);
      await opened.database.asOwner((session) =>
        session.query(`select pg_terminate_backend(pid) from pg_stat_activity
          where pid <> pg_backend_pid() and datname = current_database() and query like 'listen %'`),
      );
      await expect
        .poll(
          async () => {
            await notify('again');
            return heard;
          },
          { timeout: 30_000, interval: 200 },
        )
        .toContain('again');
      const before = heard.length;
      await unlisten();
      await notify('unheard');
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(heard.slice(before)).not.toContain('unheard');
    } finally {
      await opened.close();
    }
  });
});
