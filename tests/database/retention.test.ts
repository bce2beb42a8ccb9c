import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { service } from '../../api/db/actor.js';
import type { Database } from '../../api/db/database.js';
import { createPostgresDatabase } from '../../api/db/postgres-database.js';
import { prune } from '../../api/services/retention.js';
import { drivers, type TestDatabase } from '../support/database.js';
import { createWorkspace } from '../support/database-fixtures.js';

const aMonth = { days: 30, runs: 10_000, auditDays: 0 };
const everything = { days: 0, runs: 0, auditDays: 0 };

describe.each(drivers)('pruning on $name', (driver) => {
  let opened: TestDatabase;
  let database: Database;
  beforeEach(async () => {
    opened = await driver.openMigrated();
    database = opened.database;
    await createWorkspace(database, 'w');
    await createWorkspace(database, 'other');
  });
  afterEach(() => opened.close());

  /** Runs that ended so many days ago, each with a step and an event; `status` queued: they haven't. */
  async function addRuns(count: number, { workspaceId = 'w', daysAgo = 0, status = 'succeeded' } = {}) {
    const ended =
      status === 'succeeded' ? sql`now() - make_interval(days => ${daysAgo}::integer)` : sql`null`;
    await database.as(service, async (tx) => {
      await sql`
        insert into connector_executions (workspace_id, name, version, trigger, status, created_at, finished_at)
        select ${workspaceId}, 'A run', 1, 'api', ${status}, now() - make_interval(days => ${daysAgo}::integer), ${ended}
        from generate_series(1, ${count}::integer)`.execute(tx);
      await sql`
        insert into connector_execution_events (workspace_id, execution_id, seq, type, event, at)
        select workspace_id, id, 1, 'run_started', '{}', now() from connector_executions
        on conflict do nothing`.execute(tx);
      await sql`
        insert into connector_execution_steps (workspace_id, execution_id, path, position, status, state)
        select workspace_id, id, 'step_1', 0, 'succeeded', '{}' from connector_executions
        on conflict do nothing`.execute(tx);
    });
  }

  const count = (
    table: 'connector_executions' | 'connector_execution_events' | 'connector_execution_steps' | 'audit_log',
    workspaceId = 'w',
  ) =>
    database.as(service, async (tx) => {
      const { rows } = await sql<{ n: number }>`
        select count(*)::integer as n from ${sql.table(table)} where workspace_id = ${workspaceId}`.execute(
        tx,
      );
      return rows[0]?.n;
    });

  it('deletes runs that ended long ago with their steps and events, in batches, and no others', async () => {
    await addRuns(5_000, { daysAgo: 31 });
    await addRuns(30, { daysAgo: 29 });
    await addRuns(20, { daysAgo: 400, status: 'running' });
    await addRuns(10, { daysAgo: 400, status: 'waiting' });
    await addRuns(5, { daysAgo: 400, status: 'queued' });
    const pruned = await prune(database, aMonth);
    expect(pruned.executions).toBe(5_000);
    expect(await count('connector_executions')).toBe(65);
    expect(await count('connector_execution_events')).toBe(65);
    expect(await count('connector_execution_steps')).toBe(65);
    expect((await prune(database, aMonth)).executions).toBe(0);
  });

  it('keeps the newest of each workspace, and all that have not ended', async () => {
    await addRuns(3, { status: 'waiting' });
    await addRuns(50);
    await addRuns(8, { workspaceId: 'other' });
    expect((await prune(database, { ...everything, runs: 10 })).executions).toBe(40);
    expect(await count('connector_executions')).toBe(13);
    expect(await count('connector_executions', 'other')).toBe(8);
    const newest = await database.as(service, (tx) =>
      tx
        .selectFrom('connector_executions')
        .select('number')
        .where('workspace_id', '=', 'w')
        .where('status', '=', 'succeeded')
        .orderBy('number')
        .execute(),
    );
    expect(newest.map(({ number }) => number)).toEqual([44, 45, 46, 47, 48, 49, 50, 51, 52, 53]);
  });

  it('keeps everything where the settings say so', async () => {
    await addRuns(10, { daysAgo: 1_000 });
    expect(await prune(database, everything)).toEqual({
      executions: 0,
      idempotencyKeys: 0,
      rateLimits: 0,
      oauthStates: 0,
      auditEntries: 0,
    });
    expect(await count('connector_executions')).toBe(10);
  });

  it('that is interrupted has deleted whole runs, and goes on the next time', async () => {
    await addRuns(500, { daysAgo: 31 });
    const controller = new AbortController();
    let batches = 0;
    const interrupted: Database = {
      ...database,
      as: async (actor, run) => {
        batches += 1;
        if (batches === 3) controller.abort();
        return database.as(actor, run);
      },
    };
    const first = await prune(interrupted, aMonth, { signal: controller.signal, batch: 50 });
    expect(first.executions).toBe(150);
    expect(await count('connector_executions')).toBe(350);
    expect(await count('connector_execution_events')).toBe(350);
    expect((await prune(database, aMonth)).executions).toBe(350);
    expect(await count('connector_execution_steps')).toBe(0);
  });

  it('of several processes at once deletes each run once', async () => {
    await addRuns(600, { daysAgo: 31 });
    const { connectionString } = opened;
    const second = connectionString ? await createPostgresDatabase({ connectionString }) : database;
    const results = await Promise.all(
      [database, second, database, second].map((one) => prune(one, aMonth, { batch: 20 })),
    );
    if (second !== database) await second.close();
    expect(results.reduce((sum, { executions }) => sum + executions, 0)).toBe(600);
    expect(await count('connector_executions')).toBe(0);
  });

  it('forgets answers after a day, counts of minutes that are over, and the audit log when told to', async () => {
    const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000);
    await database.as(service, async (tx) => {
      const answered = { workspace_id: 'w', principal_id: crypto.randomUUID(), route: 'POST /flows' };
      const kept = { fingerprint: '0'.repeat(64), answer: '{}' };
      await tx
        .insertInto('idempotency_keys')
        .values([
          { ...answered, ...kept, key: 'old', created_at: hoursAgo(25) },
          { ...answered, ...kept, key: 'new', created_at: hoursAgo(23) },
        ])
        .execute();
      await tx
        .insertInto('rate_limits')
        .values([
          { workspace_id: 'w', subject: 'old', window_start: hoursAgo(1), used: 1, granted: 1 },
          { workspace_id: 'w', subject: 'new', window_start: new Date(), used: 1, granted: 1 },
        ])
        .execute();
      const entry = {
        workspace_id: 'w',
        action: 'draft.tested',
        actor_type: 'service',
        subject_type: 'flow',
      } as const;
      await tx
        .insertInto('audit_log')
        .values([
          { ...entry, at: hoursAgo(24 * 100) },
          { ...entry, at: hoursAgo(24 * 80) },
        ])
        .execute();
    });
    const before = (await count('audit_log')) ?? 0;
    expect(await prune(database, everything)).toMatchObject({
      idempotencyKeys: 1,
      rateLimits: 1,
      auditEntries: 0,
    });
    expect((await prune(database, { ...everything, auditDays: 90 })).auditEntries).toBe(1);
    expect(await count('audit_log')).toBe(before - 1);
  });
});
