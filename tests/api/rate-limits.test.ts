import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { createApi } from '../../api/create-api.js';
import { service } from '../../api/db/actor.js';
import { type Answer, signToken, startTestApi, type TestApi, testAuth, toAnswer } from '../support/api.js';
import { echoGraph, saveFlow } from '../support/database-fixtures.js';

type Limits = { user?: number; workspace?: number; runs?: number };
let world: TestApi | undefined;
afterAll(() => world?.close());
beforeEach(async () => {
  await world?.close();
  world = await startTestApi();
  await startOfMinute();
});

/** So that no test meets the end of a minute: the count would begin anew. */
async function startOfMinute(): Promise<void> {
  const left = 60_000 - (Date.now() % 60_000);
  if (left < 15_000) await new Promise((resolve) => setTimeout(resolve, left + 100));
}

/** A server of its own on the test's database. */
function serve(requestsPerMinute: Limits) {
  const api = createApi({ database: world!.database, auth: testAuth, limits: { requestsPerMinute } });
  return async (userId: string, path = '/flows', method = 'GET'): Promise<Answer> =>
    toAnswer(
      await api.request(`/api/v1${path}`, {
        method,
        headers: {
          authorization: `Bearer ${await signToken({ sub: userId })}`,
          'x-workspace-id': Object.values(world!.red.users).includes(userId) ? 'red' : 'blue',
          'content-type': 'application/json',
        },
        ...(method === 'POST' && { body: '{}' }),
      }),
    );
}

const statusesOf = (answers: Answer[]) => ({
  ok: answers.filter(({ status }) => status < 300).length,
  limited: answers.filter(({ status }) => status === 429).length,
});

test('what a user may send in a minute is answered, and not one request more', async () => {
  const get = serve({ user: 25, workspace: 0 });
  const { editor, viewer } = world!.red.users;
  const answers = await Promise.all(Array.from({ length: 60 }, () => get(editor)));
  expect(statusesOf(answers)).toEqual({ ok: 25, limited: 35 });
  expect((await get(viewer)).status).toBe(200);
});

test('two servers on one database share a budget, and leave little of it lying', async () => {
  const servers = [serve({ user: 100, workspace: 0 }), serve({ user: 100, workspace: 0 })];
  const { editor } = world!.red.users;
  const answers: Answer[] = [];
  for (let n = 0; n < 130; n += 1) answers.push(await servers[n % 2]!(editor));
  const { ok, limited } = statusesOf(answers);
  expect(ok + limited).toBe(130);
  expect(ok).toBeLessThanOrEqual(100);
  expect(ok).toBeGreaterThanOrEqual(90);
});

test('a workspace’s budget is for all of its members, and for no other workspace’s', async () => {
  const get = serve({ user: 0, workspace: 12 });
  const { editor, viewer, admin } = world!.red.users;
  const answers = await Promise.all(
    Array.from({ length: 30 }, (_, n) => get([editor, viewer, admin][n % 3]!)),
  );
  expect(statusesOf(answers)).toEqual({ ok: 12, limited: 18 });
  expect((await get(world!.blue.users.viewer)).status).toBe(200);
});

test('what the workspace refuses doesn’t use up the user’s own', async () => {
  const { editor } = world!.red.users;
  const get = serve({ user: 10, workspace: 4 });
  for (let n = 0; n < 8; n += 1) await get(editor);
  const alone = serve({ user: 10, workspace: 0 });
  expect((await alone(editor)).status).toBe(200);
});

test('starting runs has a limit of its own; reading goes on', async () => {
  const send = serve({ user: 0, workspace: 0, runs: 3 });
  const { editor } = world!.red.users;
  const path = `/flows/${await saveFlow(world!.database, 'red', echoGraph)}/execute`;
  const answers: Answer[] = [];
  for (let n = 0; n < 5; n += 1) answers.push(await send(editor, path, 'POST'));
  expect(statusesOf(answers)).toEqual({ ok: 3, limited: 2 });
  expect((await send(editor)).status).toBe(200);
});

describe('the answer', () => {
  test('says what holds and what is left, in structured fields', async () => {
    const get = serve({ user: 50, workspace: 70 });
    const { editor } = world!.red.users;
    const first = await get(editor);
    expect(first.headers.get('ratelimit-policy')).toBe('"user";q=50;w=60, "workspace";q=70;w=60');
    expect(first.headers.get('ratelimit')).toMatch(/^"user";r=49;t=\d{1,2}, "workspace";r=69;t=\d{1,2}$/);
    const missing = await get(editor, '/flows/nowhere');
    expect(missing.status).toBe(404);
    expect(missing.headers.get('ratelimit')).toMatch(/^"user";r=48;/);
  });

  test('to one too many is a problem that says when to come again', async () => {
    const get = serve({ user: 1, workspace: 0 });
    const { editor } = world!.red.users;
    await get(editor);
    const { status, headers, body } = await get(editor);
    expect([status, body.code]).toEqual([429, 'rate_limited']);
    const seconds = Number(headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(60);
    expect(headers.get('ratelimit')).toBe(`"user";r=0;t=${seconds}`);
    expect(body.detail).toContain(`in ${seconds} second`);
  });

  test('has no such headers where there is no limit', async () => {
    const answer = await serve({ user: 0, workspace: 0, runs: 0 })(world!.red.users.editor);
    expect(answer.headers.has('ratelimit')).toBe(false);
  });
});

test('a new minute is a new budget', async () => {
  const { editor } = world!.red.users;
  expect((await serve({ user: 1, workspace: 0 })(editor)).status).toBe(200);
  expect((await serve({ user: 1, workspace: 0 })(editor)).status).toBe(429);
  await world!.database.as(service, (tx) =>
    tx
      .updateTable('rate_limits')
      .set({ window_start: new Date(Date.now() - 120_000) })
      .execute(),
  );
  expect((await serve({ user: 1, workspace: 0 })(editor)).status).toBe(200);
});

test('while a budget is used up, nothing asks the database for more', async () => {
  const get = serve({ user: 2, workspace: 0 });
  const { editor } = world!.red.users;
  for (let n = 0; n < 3; n += 1) await get(editor);
  await world!.database.as(service, (tx) => tx.deleteFrom('rate_limits').execute());
  expect((await get(editor)).status).toBe(429);
});
