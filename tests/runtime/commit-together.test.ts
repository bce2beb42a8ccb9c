import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyRunEvent, initialRunState, type RunEvent } from '#engine';
import type { Database } from '../../api/db/database.js';
import type { JournalEntry } from '../../api/runtime/append-events.js';
import { commitTogether } from '../../api/runtime/commit-together.js';
import { createExecution } from '../../api/runtime/create-execution.js';
import { listEvents } from '../../api/runtime/read-execution.js';
import { drivers, type TestDatabase } from '../support/database.js';
import { createWorkspace, echoGraph, saveConnector } from '../support/database-fixtures.js';

describe.each(drivers)('group commit on $name', (driver) => {
  let opened: TestDatabase;
  let connectorId: string;
  let transactions = 0;
  let counting: Database;
  beforeAll(async () => {
    opened = await driver.openMigrated();
    await createWorkspace(opened.database, 'w');
    connectorId = await saveConnector(opened.database, 'w', 'c', echoGraph);
    const as: Database['as'] = (actor, run) => {
      transactions += 1;
      return opened.database.as(actor, run);
    };
    counting = { ...opened.database, as };
  });
  afterAll(() => opened.close());

  const create = (count: number) =>
    opened.database.as({ role: 'service' }, async (tx) => {
      const ids: string[] = [];
      for (let n = 0; n < count; n += 1) {
        const row = await createExecution(tx, { workspaceId: 'w', connectorId, input: n, trigger: 'api' });
        ids.push(row!.id);
      }
      return ids;
    });

  /** A whole run that only starts and ends. */
  function entryOf(executionId: string, { fence = 0, firstSeq = 1 } = {}): JournalEntry {
    const at = Date.now();
    const events: RunEvent[] = [
      { seq: firstSeq, at, type: 'run_started', input: null },
      { seq: firstSeq + 1, at: at + 2, type: 'run_succeeded', output: { ok: true }, durationMs: 2 },
    ];
    const state = events.reduce(applyRunEvent, initialRunState());
    return { workspaceId: 'w', executionId, fence, events, state, connectorId, positionOf: () => 0 };
  }

  const eventsOf = (id: string) => opened.database.as({ role: 'service' }, (tx) => listEvents(tx, id, 0));

  it('writes what arrives at once in few transactions, and loses nothing', async () => {
    const commit = commitTogether(counting);
    const ids = await create(50);
    transactions = 0;
    const outcomes = await Promise.all(ids.map((id) => commit(entryOf(id))));
    expect(outcomes).toEqual(ids.map(() => 'recorded'));
    expect(transactions).toBe(2);
    for (const id of ids) expect(await eventsOf(id)).toHaveLength(2);
    const { executions, succeeded, total_duration_ms } = await opened.database.as({ role: 'service' }, (tx) =>
      tx.selectFrom('connectors').selectAll().where('id', '=', connectorId).executeTakeFirstOrThrow(),
    );
    expect({ executions, succeeded, total_duration_ms }).toEqual({
      executions: 50,
      succeeded: 50,
      total_duration_ms: 100,
    });
  });

  it('a fenced entry and one that doesn’t follow spoil no other', async () => {
    const commit = commitTogether(counting);
    const [first, fenced, gapped, last] = (await create(4)) as [string, string, string, string];
    const outcomes = await Promise.allSettled([
      commit(entryOf(first)),
      commit(entryOf(fenced, { fence: 7 })),
      commit(entryOf(gapped, { firstSeq: 5 })),
      commit(entryOf(last)),
    ]);
    expect(outcomes).toMatchObject([
      { status: 'fulfilled', value: 'recorded' },
      { status: 'fulfilled', value: 'fenced' },
      { status: 'rejected', reason: { message: expect.stringContaining('follow on them') } },
      { status: 'fulfilled', value: 'recorded' },
    ]);
    expect(await eventsOf(fenced)).toEqual([]);
    expect(await eventsOf(gapped)).toEqual([]);
    expect(await eventsOf(last)).toHaveLength(2);
  });

  it('a commit whose answer was lost is found done when it is tried again', async () => {
    const commit = commitTogether(counting);
    const [id] = (await create(1)) as [string];
    const entry = entryOf(id);
    expect(await commit(entry)).toBe('recorded');
    expect(await commit(entry)).toBe('recorded');
    expect(await eventsOf(id)).toHaveLength(2);
  });

  it('goes on after a transaction that failed', async () => {
    let isAway = true;
    const away: Database = {
      ...opened.database,
      as: (actor, run) =>
        isAway ? Promise.reject(new Error('Connection terminated')) : opened.database.as(actor, run),
    };
    const commit = commitTogether(away);
    const [id] = (await create(1)) as [string];
    await expect(commit(entryOf(id))).rejects.toThrow('Connection terminated');
    isAway = false;
    expect(await commit(entryOf(id))).toBe('recorded');
  });
});
