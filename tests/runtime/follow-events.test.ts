import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RunEvent } from '#engine';
import type { Actor } from '../../api/db/actor.js';
import type { Database } from '../../api/db/database.js';
import { followEvents } from '../../api/runtime/follow-events.js';
import { drivers } from '../support/database.js';
import { gate, getStep, openWorld, type RuntimeWorld, sendJson } from '../support/runtime-world.js';

describe.each(drivers)('following a run on $name', (driver) => {
  let world: RuntimeWorld;
  let viewer: Actor;
  beforeAll(async () => {
    world = await openWorld(driver);
    await world.runtime();
    viewer = { role: 'authenticated', userId: world.workspace.users.viewer, workspaceId: 'w' };
  });
  afterAll(() => world.close());
  afterEach(() => world.answer(({ url }, response) => sendJson(response, { path: url })));

  async function collect(
    id: string,
    options: { after?: number; database?: Database; actor?: Actor; signal?: AbortSignal } = {},
  ) {
    const {
      after = 0,
      database = world.database,
      actor = viewer,
      signal = AbortSignal.timeout(30_000),
    } = options;
    const seen: RunEvent[] = [];
    for await (const event of followEvents(database, actor, id, after, signal)) seen.push(event);
    return seen;
  }

  const graph = () => ({ steps: [getStep(world.upstream, 'a', '/a'), getStep(world.upstream, 'b', '/b')] });

  it('gives each event as it is recorded and ends with the last', async () => {
    const held = gate();
    world.answer(async ({ url }, response) => {
      if (url === '/b') await held.opened;
      sendJson(response, {});
    });
    const { id } = await world.start(graph());
    const following = collect(id);
    await expect.poll(async () => (await world.events(id)).length, { timeout: 20_000 }).toBeGreaterThan(3);
    held.open();
    const seen = await following;
    expect(seen.at(-1)?.type).toBe('run_succeeded');
    expect(seen).toEqual(await world.events(id));
  });

  it('goes on after the event that was seen last', async () => {
    const { id } = await world.start(graph());
    const all = await collect(id);
    expect(await collect(id, { after: 3 })).toEqual(all.slice(3));
    expect(await collect(id, { after: all.length })).toEqual([]);
  });

  it('works without notifications, by looking again', async () => {
    const deaf: Database = { ...world.database, listen: async () => async () => {} };
    const { id } = await world.start(graph());
    expect((await collect(id, { database: deaf })).at(-1)?.type).toBe('run_succeeded');
  });

  it('shows a stranger nothing and ends', async () => {
    const { id } = await world.start(graph());
    const actor: Actor = { role: 'authenticated', userId: '99999999-9999-4999-8999-999999999999' };
    expect(await collect(id, { actor })).toEqual([]);
    await world.ended(id); // or its requests would meet the next test's answer
  });

  it('ends when it is aborted', async () => {
    const { opened, open } = gate();
    world.answer(() => open());
    const { id } = await world.start({
      steps: [{ ...getStep(world.upstream, 'a', '/a'), timeoutMs: 2_000 }],
    });
    const controller = new AbortController();
    const following = collect(id, { signal: controller.signal });
    await opened;
    controller.abort();
    expect((await following).map(({ type }) => type)).not.toContain('run_failed');
    await world.ended(id);
  });
});
