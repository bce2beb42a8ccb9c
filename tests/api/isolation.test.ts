import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Caller, startTestApi, type TestApi } from '../support/api.js';
import { echo } from '../support/definitions.js';
import { makeThing } from '../support/route-world.js';

// Who may call which route, and what of it a stranger sees, is in tests/database/route-isolation.test.ts.

let t: TestApi;
let owner: Caller;
/** An owner of another workspace, who guesses every id right. */
let stranger: Caller;

beforeAll(async () => {
  t = await startTestApi();
  owner = t.as(t.red.users.owner, 'red');
  stranger = t.as(t.blue.users.owner, 'blue');
});
afterAll(() => t.close());

test('filters and searches show nothing of another workspace', async () => {
  const flow = await makeThing(owner, 'flow');
  await owner.request('POST', `/flows/${flow.id}/execute`, { input: 1, wait: 20 });
  for (const path of [`/executions?flowId=${flow.id}`, '/flows?q=Secret', '/connectors?q=Secret']) {
    expect((await stranger.request('GET', path)).body).toEqual({ items: [], nextCursor: null });
  }
  expect((await owner.request('GET', `/executions?flowId=${flow.id}`)).body.items).toHaveLength(1);
});

test('a slug leads to the connector of the own workspace, and is free in every other', async () => {
  const create = (caller: Caller, name: string) =>
    caller.request('POST', '/connectors', { slug: 'shared', name, definition: echo });
  expect((await create(owner, 'Red')).status).toBe(201);
  expect((await stranger.request('GET', '/connectors/shared')).status).toBe(404);
  expect((await create(stranger, 'Blue')).status).toBe(201);
  expect((await owner.request('GET', '/connectors/shared')).body.name).toBe('Red');
  expect((await stranger.request('GET', '/connectors/shared')).body.name).toBe('Blue');
});

test('the version that a stranger sends tells them nothing', async () => {
  const { id } = await makeThing(owner, 'flow');
  for (const version of ['"1"', '"2"', undefined]) {
    const headers: Record<string, string> = version === undefined ? {} : { 'if-match': version };
    const answer = await stranger.request('DELETE', `/flows/${id}`, undefined, headers);
    expect(answer.status).toBe(version === undefined ? 428 : 404);
  }
});
