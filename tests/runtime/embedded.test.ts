import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { service } from '../../api/db/actor.js';
import { createExecution } from '../../api/runtime/create-execution.js';
import { readExecution } from '../../api/runtime/read-execution.js';
import { requestCancel } from '../../api/runtime/request-cancel.js';
import { drivers } from '../support/database.js';
import { saveConnector, saveConnectorVersion, saveFlow } from '../support/database-fixtures.js';
import { gate, getStep, openWorld, type RuntimeWorld, sendJson } from '../support/runtime-world.js';

describe.each(drivers)('the embedded runtime on $name', (driver) => {
  let world: RuntimeWorld;
  beforeAll(async () => {
    world = await openWorld(driver);
    await world.runtime({ concurrency: 4 });
  });
  afterAll(() => world.close());
  afterEach(() => {
    world.upstream.requests.length = 0;
    world.answer(({ url }, response) => sendJson(response, { path: url }));
  });

  const step = (id: string, path: string) => getStep(world.upstream, id, path);

  it('runs a flow to its end and keeps every event and step', async () => {
    const { id } = await world.start(
      {
        steps: [
          step('step_1', '/users/{{input.id}}'),
          step('step_2', '/orders?of={{step_1.path}}'),
          { id: 'step_3', type: 'transform', output: { last: '{{step_2.path}}' } },
        ],
      },
      { id: 7 },
    );
    const row = await world.ended(id);
    expect(row).toMatchObject({
      status: 'succeeded',
      output: { last: '/orders?of=%2Fusers%2F7' },
      error: null,
      lease_until: null,
      fence: 1,
    });
    expect(row.duration_ms).toBeGreaterThanOrEqual(0);
    const events = await world.events(id);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
    expect(events.at(-1)).toMatchObject({ type: 'run_succeeded', seq: row.last_seq });
    const read = await world.database.as(
      { role: 'authenticated', userId: world.workspace.users.viewer },
      (tx) => readExecution(tx, id),
    );
    expect(read?.steps.map(({ path, status }) => [path, status])).toEqual([
      ['step_1', 'succeeded'],
      ['step_2', 'succeeded'],
      ['step_3', 'succeeded'],
    ]);
    expect(world.faults).toEqual([]);
  });

  it('[X5] has recorded a step before what depends on it is sent', async () => {
    const recorded: string[][] = [];
    world.answer(async ({ url }, response) => {
      const [running] = await world.database.as(service, (tx) =>
        tx.selectFrom('connector_executions').select('id').where('status', '=', 'running').execute(),
      );
      recorded.push(
        (await world.events(running!.id)).flatMap((event) =>
          event.type === 'step_succeeded' ? [event.step] : [],
        ),
      );
      sendJson(response, { path: url });
    });
    const { id } = await world.start({ steps: [step('a', '/a'), step('b', '/b'), step('c', '/c')] });
    await world.ended(id);
    expect(recorded).toEqual([[], ['a'], ['a', 'b']]);
  });

  it('runs the versions of when the run was created, also inside connectors, and counts the connector’s runs', async () => {
    const inner = await saveConnector(world.database, 'w', 'inner', { steps: [step('get', '/inner-v1')] });
    const uses = (connector: string, version?: number) => ({
      steps: [{ id: 'call', type: 'connector' as const, connector, input: {}, ...(version && { version }) }],
    });
    const outer = await saveConnector(world.database, 'w', 'outer', uses('inner'));
    await saveConnectorVersion(world.database, {
      workspaceId: 'w',
      id: inner,
      version: 2,
      graph: { steps: [step('get', '/inner-v2')] },
    });
    const pinnedFlow = await saveFlow(world.database, 'w', uses('inner', 1));

    const queued = await world.database.as(
      { role: 'authenticated', userId: world.workspace.users.editor },
      async (tx) => {
        const row = await createExecution(tx, {
          workspaceId: 'w',
          connectorId: outer,
          input: {},
          trigger: 'api',
        });
        // The newest version changes after the run was created, and before any runtime can have seen it.
        await tx.updateTable('connectors').set({ version: 1 }).where('id', '=', inner).execute();
        return row!;
      },
    );
    expect(queued.pinned_connectors).toEqual({ inner: { id: inner, version: 2 } });
    expect((await world.ended(queued.id)).output).toEqual({ path: '/inner-v2' });
    const pinned = await world.start(pinnedFlow);
    expect(pinned.pinned_connectors).toEqual({ 'inner@1': { id: inner, version: 1 } });
    expect((await world.ended(pinned.id)).output).toEqual({ path: '/inner-v1' });

    const stats = await world.database.as(service, (tx) =>
      tx
        .selectFrom('connectors')
        .select(['slug', 'executions', 'succeeded', 'failed'])
        .orderBy('slug')
        .execute(),
    );
    expect(stats).toEqual([
      { slug: 'inner', executions: 0, succeeded: 0, failed: 0 },
      { slug: 'outer', executions: 1, succeeded: 1, failed: 0 },
    ]);
  });

  it('ends a run that fails as failed, with the step’s error', async () => {
    world.answer((_, response) => sendJson(response, { message: 'no' }, 404));
    const { id } = await world.start({ steps: [step('a', '/a'), step('b', '/b')] });
    const row = await world.ended(id);
    expect(row).toMatchObject({
      status: 'failed',
      output: null,
      error: { code: 'http_status', status: 404, step: 'a' },
    });
    expect(world.asked()).toEqual(['/a']);
  });

  it('names an unknown connector in the run that uses it', async () => {
    const { id } = await world.start({
      steps: [{ id: 'a', type: 'connector', connector: 'nobody', input: {} }],
    });
    expect(await world.ended(id)).toMatchObject({
      status: 'failed',
      error: { code: 'unknown_connector', step: 'a' },
    });
  });

  it('keeps the order of fields, U+0000 and lone surrogates of an answer', async () => {
    const body = '{"zz":1,"a":{"y":"\\u0000","x":"\\ud800"},"b":null}';
    world.answer(
      (_, response) => void response.writeHead(200, { 'content-type': 'application/json' }).end(body),
    );
    const { id } = await world.start({ steps: [step('a', '/a')] });
    const row = await world.ended(id);
    expect(JSON.stringify(row.output)).toBe(body);
  });

  it('[X9] cancels a run under way and lets nothing follow', async () => {
    const { opened, open } = gate();
    world.answer(() => open());
    const { id } = await world.start({ steps: [step('a', '/a'), step('b', '/b')] });
    await opened;
    const actor = { role: 'authenticated', userId: world.workspace.users.editor } as const;
    const cancel = () =>
      world.database.as(actor, (tx) => requestCancel(tx, { workspaceId: 'w', executionId: id }));
    expect(await cancel()).toBe(true);
    expect(await world.ended(id)).toMatchObject({ status: 'cancelled', output: null, error: null });
    expect((await world.events(id)).at(-1)?.type).toBe('run_cancelled');
    expect(world.asked()).toEqual(['/a']);
    expect(await cancel()).toBe(false);
  });

  it('a viewer can’t cancel', async () => {
    const { opened, open } = gate();
    world.answer(async (_, response) => {
      await opened;
      sendJson(response, {});
    });
    const { id } = await world.start({ steps: [step('a', '/a')] });
    const actor = { role: 'authenticated', userId: world.workspace.users.viewer } as const;
    expect(
      await world.database.as(actor, (tx) => requestCancel(tx, { workspaceId: 'w', executionId: id })),
    ).toBe(false);
    open();
    expect((await world.ended(id)).status).toBe('succeeded');
  });

  it('gives up a run whose flow was deleted, and one that lost its server 20 times, with a sentence', async () => {
    const flowId = await saveFlow(world.database, 'w', { steps: [step('a', '/a')] });
    const ids = await world.database.as(service, async (tx) => {
      const deleted = await createExecution(tx, { workspaceId: 'w', flowId, input: null, trigger: 'api' });
      const looping = await createExecution(tx, { workspaceId: 'w', flowId, input: null, trigger: 'api' });
      await tx
        .updateTable('connector_executions')
        .set({ lost_leases: 20 })
        .where('id', '=', looping!.id)
        .execute();
      await tx
        .updateTable('connector_executions')
        .set({ flow_id: null })
        .where('id', '=', deleted!.id)
        .execute();
      return [deleted!.id, looping!.id];
    });
    const [deleted, looping] = await Promise.all(ids.map((id) => world.ended(id)));
    expect(deleted).toMatchObject({
      status: 'failed',
      error: { code: 'internal', message: expect.stringContaining('deleted') },
    });
    expect(looping).toMatchObject({
      status: 'failed',
      error: { code: 'internal', message: expect.stringContaining('20 times') },
    });
    expect(world.asked()).toEqual([]);
  });

  it('goes on with a run that was put down in good order any number of times', async () => {
    const flowId = await saveFlow(world.database, 'w', { steps: [step('a', '/a')] });
    const id = await world.database.as(service, async (tx) => {
      const row = await createExecution(tx, { workspaceId: 'w', flowId, input: null, trigger: 'api' });
      await tx.updateTable('connector_executions').set({ fence: 50 }).where('id', '=', row!.id).execute();
      return row!.id;
    });
    expect(await world.ended(id)).toMatchObject({ status: 'succeeded', fence: 51 });
  });

  it('[X9] cancels a queued run although every place is taken', async () => {
    const held = gate();
    world.answer(async ({ url }, response) => {
      await held.opened;
      sendJson(response, { path: url });
    });
    const flowId = await saveFlow(world.database, 'w', { steps: [step('a', '/a')] });
    const running = await Promise.all(Array.from({ length: 4 }, () => world.start(flowId)));
    await expect.poll(() => world.asked().length, { timeout: 20_000 }).toBe(4);
    const queued = await world.start(flowId);
    const actor = { role: 'authenticated', userId: world.workspace.users.editor } as const;
    await world.database.as(actor, (tx) => requestCancel(tx, { workspaceId: 'w', executionId: queued.id }));
    expect(await world.ended(queued.id)).toMatchObject({ status: 'cancelled' });
    expect(world.asked()).toHaveLength(4);
    held.open();
    for (const { id } of running) expect(await world.ended(id)).toMatchObject({ status: 'succeeded' });
  });

  it('runs no more at once than it may', async () => {
    let now = 0;
    let most = 0;
    world.answer(async (_, response) => {
      now += 1;
      most = Math.max(most, now);
      await new Promise((resolve) => setTimeout(resolve, 30));
      now -= 1;
      sendJson(response, {});
    });
    const flowId = await saveFlow(world.database, 'w', { steps: [step('a', '/a')] });
    const runs = await Promise.all(Array.from({ length: 12 }, () => world.start(flowId)));
    await Promise.all(runs.map(({ id }) => world.ended(id)));
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(4);
  });
});

describe.each(drivers)('a fault in the runtime’s own parts, on $name', (driver) => {
  it('ends the run as failed with code internal, and is reported', async () => {
    const world = await openWorld(driver);
    try {
      const http = { send: () => Promise.reject(new TypeError('a bug')) };
      await world.runtime({ http });
      const { id } = await world.start({ steps: [getStep(world.upstream, 'a', '/a')] });
      expect(await world.ended(id)).toMatchObject({ status: 'failed', error: { code: 'internal' } });
      const read = await world.database.as({ role: 'runtime', workspaceId: 'w' }, (tx) =>
        readExecution(tx, id),
      );
      expect(read?.steps.map(({ status }) => status)).toEqual(['cancelled']);
      expect(world.faults).toHaveLength(1);
      expect(world.faults[0]).toMatchObject({ cause: { message: 'a bug' } });
    } finally {
      await world.close();
    }
  });
});
