import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Graph } from '#engine';
import { service } from '../../api/db/actor.js';
import { commitTogether } from '../../api/runtime/commit-together.js';
import { createIdempotencyKeys } from '../../api/runtime/idempotency-keys.js';
import { claimExecutions, releaseLeases, renewLeases } from '../../api/runtime/lease.js';
import { runExecution } from '../../api/runtime/run-execution.js';
import { systemClock } from '../../api/runtime/system-clock.js';
import { drivers } from '../support/database.js';
import { saveFlow } from '../support/database-fixtures.js';
import { gate, getStep, openWorld, type RuntimeWorld, sendJson } from '../support/runtime-world.js';

describe.each(drivers)('taking up where another stopped, on $name', (driver) => {
  let world: RuntimeWorld;
  beforeAll(async () => {
    world = await openWorld(driver);
  });
  afterAll(() => world.close());
  afterEach(() => {
    world.upstream.requests.length = 0;
  });

  const twoSteps = () => ({
    steps: [getStep(world.upstream, 'a', '/a'), getStep(world.upstream, 'b', '/b')],
  });

  /** Answers everything at once but the first `/b`, which waits. */
  function holdFirstB() {
    const arrived = gate();
    const released = gate();
    let isFirst = true;
    world.answer(async ({ url }, response) => {
      if (url === '/b' && isFirst) {
        isFirst = false;
        arrived.open();
        await released.opened;
      }
      sendJson(response, { path: url });
    });
    return { arrived: arrived.opened, release: released.open };
  }

  /** Runs the next execution without a heartbeat, as a runtime does that is frozen or cut off. */
  async function runFrozen(leaseMs: number) {
    const [claim] = await claimExecutions(world.database, { limit: 1, leaseMs });
    const outcome = runExecution({
      database: world.database,
      commit: commitTogether(world.database),
      http: world.http,
      clock: systemClock,
      random: Math.random,
      idempotencyKey: createIdempotencyKeys('a secret'),
      claim: claim!,
      signal: new AbortController().signal,
    });
    return { claim: claim!, outcome };
  }

  it('[X3] a recorded step never runs again, and the runtime that comes back is fenced off', async () => {
    const b = holdFirstB();
    const { id } = await world.start(twoSteps());
    const zombie = await runFrozen(300);
    await b.arrived;
    const runtime = await world.runtime();
    const row = await world.ended(id);
    expect(row).toMatchObject({ status: 'succeeded', fence: 2, lost_leases: 1 });
    const before = await world.events(id);
    b.release();
    expect(await zombie.outcome).toBe('released');
    expect(await renewLeases(world.database, [zombie.claim], 1_000)).toEqual([]);
    expect(await world.events(id)).toEqual(before);
    expect(world.asked()).toEqual(['/a', '/b', '/b']);
    expect(before.map(({ seq }) => seq)).toEqual(before.map((_, index) => index + 1));
    await runtime.stop();
  });

  it('a runtime whose execution was claimed by another writes nothing, even before that one has', async () => {
    const b = holdFirstB();
    const { id } = await world.start(twoSteps());
    const zombie = await runFrozen(1);
    await b.arrived;
    const before = await world.events(id);
    const [successor] = await claimExecutions(world.database, { limit: 1, leaseMs: 60_000 });
    expect(successor).toMatchObject({ executionId: id, fence: 2 });
    b.release();
    expect(await zombie.outcome).toBe('released');
    expect(await world.events(id)).toEqual(before);
    await releaseLeases(world.database, [successor!]);
    const runtime = await world.runtime();
    expect(await world.ended(id)).toMatchObject({ status: 'succeeded', fence: 3 });
    await runtime.stop();
  });

  it('a lease that is renewed is not taken', async () => {
    const b = holdFirstB();
    const { id } = await world.start(twoSteps());
    const first = await world.runtime({ leaseMs: 2_000 });
    await b.arrived;
    const second = await world.runtime({ leaseMs: 2_000 });
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    b.release();
    expect(await world.ended(id)).toMatchObject({ status: 'succeeded', fence: 1 });
    expect(world.asked()).toEqual(['/a', '/b']);
    await Promise.all([first.stop(), second.stop()]);
  });

  it('stop puts an unfinished run down, and the next start goes on with it at once', async () => {
    const b = holdFirstB();
    const { id } = await world.start(twoSteps());
    const first = await world.runtime({ graceMs: 50 });
    await b.arrived;
    await first.stop();
    const between = await world.read(id);
    expect(between).toMatchObject({ status: 'running', lease_until: null, finished_at: null });
    expect((await world.events(id)).map(({ type }) => type)).not.toContain('run_cancelled');
    const second = await world.runtime();
    expect(await world.ended(id)).toMatchObject({ status: 'succeeded', fence: 2, lost_leases: 0 });
    expect(world.asked()).toEqual(['/a', '/b', '/b']);
    b.release();
    await second.stop();
  });

  it('stop lets a run end that ends in time', async () => {
    const b = holdFirstB();
    const { id } = await world.start(twoSteps());
    const runtime = await world.runtime({ graceMs: 10_000 });
    await b.arrived;
    const stopped = runtime.stop();
    b.release();
    await stopped;
    expect(await world.read(id)).toMatchObject({ status: 'succeeded', fence: 1 });
  });

  it('a run whose end is in the journal is only finished', async () => {
    world.answer(({ url }, response) => sendJson(response, { path: url }));
    const { id } = await world.start(twoSteps());
    const first = await world.runtime();
    const { output } = await world.ended(id);
    await first.stop();
    await world.database.as(service, (tx) =>
      tx
        .updateTable('connector_executions')
        .set({ status: 'running', finished_at: null, output: null })
        .where('id', '=', id)
        .execute(),
    );
    const second = await world.runtime();
    expect(await world.ended(id)).toMatchObject({ status: 'succeeded', output });
    expect(world.asked()).toEqual(['/a', '/b']);
    await second.stop();
  });

  /** A flow that waits for its own time, with a call before and one after. */
  const waits = (seconds: number): Graph => ({
    steps: [
      getStep(world.upstream, 'a', '/a'),
      { id: 'pause', type: 'wait', for: { seconds } },
      getStep(world.upstream, 'b', '/b'),
    ],
  });
  const waitsFor = async (id: string, ms: number) => {
    const deadline = Date.now() + ms;
    while (!(await world.events(id)).some(({ type }) => type === 'step_waiting')) {
      if (Date.now() > deadline) throw new Error(`Execution ${id} waits for nothing yet.`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };

  it('[X30] a wait that is recorded goes on where another runtime began it', async () => {
    world.answer(({ url }, response) => sendJson(response, { path: url }));
    const { id } = await world.start(waits(3));
    const first = await world.runtime({ graceMs: 10 });
    await waitsFor(id, 10_000);
    await first.stop();
    const second = await world.runtime();
    expect(await world.ended(id)).toMatchObject({ status: 'succeeded', fence: 2 });
    const events = await world.events(id);
    const timers = events.filter(({ type }) => type === 'step_waiting');
    expect(timers).toHaveLength(1);
    const [timer] = timers;
    const resumed = events.find(({ type }) => type === 'step_resumed');
    if (timer?.type !== 'step_waiting' || !resumed) throw new Error('The wait has no beginning or no end.');
    expect(resumed.at).toBeGreaterThanOrEqual(timer.waiting.until);
    expect(world.asked()).toEqual(['/a', '/b']);
    await second.stop();
  });

  it('a run that is given up leaves no step that waits', async () => {
    world.answer(({ url }, response) => sendJson(response, { path: url }));
    const { id } = await world.start(waits(600));
    const first = await world.runtime({ graceMs: 10 });
    await waitsFor(id, 10_000);
    await first.stop();
    await world.database.as(service, (tx) =>
      tx.updateTable('connector_executions').set({ lost_leases: 20 }).where('id', '=', id).execute(),
    );
    const second = await world.runtime();
    expect(await world.ended(id)).toMatchObject({ status: 'failed', error: { code: 'internal' } });
    const events = await world.events(id);
    expect(events.slice(-2)).toMatchObject([
      { type: 'step_cancelled', step: 'pause' },
      { type: 'run_failed' },
    ]);
    await second.stop();
  });

  it('two runtimes share the work, and each run is taken once', async () => {
    world.answer(({ url }, response) => sendJson(response, { path: url }));
    const flowId = await saveFlow(world.database, 'w', twoSteps());
    const both = await Promise.all([world.runtime({ concurrency: 5 }), world.runtime({ concurrency: 5 })]);
    const runs = await Promise.all(Array.from({ length: 30 }, () => world.start(flowId)));
    const rows = await Promise.all(runs.map(({ id }) => world.ended(id)));
    expect(rows.every(({ status, fence }) => status === 'succeeded' && fence === 1)).toBe(true);
    expect(world.asked()).toHaveLength(60);
    await Promise.all(both.map((runtime) => runtime.stop()));
  });

  it.runIf(driver.name === 'PostgreSQL')(
    'outlasts a database that drops every connection mid-run',
    async () => {
      const cut = gate();
      world.answer(async ({ url }, response) => {
        if (url === '/a') {
          await world.database.asOwner((session) =>
            session.query(
              'select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()',
            ),
          );
          cut.open();
        }
        sendJson(response, { path: url });
      });
      const runtime = await world.runtime();
      const { id } = await world.start(twoSteps());
      await cut.opened;
      expect(await world.ended(id)).toMatchObject({ status: 'succeeded' });
      expect(world.asked()).toEqual(['/a', '/b']);
      await runtime.stop();
    },
  );
});
