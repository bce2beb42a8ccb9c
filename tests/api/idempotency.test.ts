import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { service } from '../../api/db/actor.js';
import { type Caller, startTestApi, type TestApi } from '../support/api.js';
import { saveFlow } from '../support/database-fixtures.js';

let world: TestApi;
let editor: Caller;
let admin: Caller;
let flowId: string;
const graph = { steps: [{ id: 'step_1', type: 'transform', output: { got: '{{input}}' } }] };

beforeAll(async () => {
  world = await startTestApi();
  editor = world.as(world.red.users.editor, 'red');
  admin = world.as(world.red.users.admin, 'red');
  flowId = await saveFlow(world.database, 'red', {
    steps: [{ id: 'step_1', type: 'transform', output: { got: '{{input}}' } }],
  });
});
afterAll(() => world.close());

const keyed = (key: string) => ({ 'idempotency-key': key });
const runs = async () => (await editor.request('GET', `/executions?flowId=${flowId}&limit=100`)).body.items;
const kept = (key: string) =>
  world.database.as(service, (tx) =>
    tx.selectFrom('idempotency_keys').selectAll().where('key', '=', key).execute(),
  );

describe('the same key', () => {
  test('gives the same answer, with its headers and a mark, and makes one flow', async () => {
    const key = randomUUID();
    const body = { name: `Once ${key}`, definition: { graph } };
    const first = await editor.request('POST', '/flows', body, keyed(key));
    const second = await editor.request('POST', '/flows', body, keyed(key));
    expect(first.body).toMatchObject({ version: 1 });
    expect(first.status).toBe(201);
    expect(first.headers.get('idempotency-replayed')).toBeNull();
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect([second.status, second.body]).toEqual([first.status, first.body]);
    for (const name of ['etag', 'location']) {
      expect(first.headers.get(name)).not.toBeNull();
      expect(second.headers.get(name)).toBe(first.headers.get(name));
    }
    const { items } = (await editor.request('GET', `/flows?q=${key}`)).body;
    expect(items.length).toBe(1);
  });

  test('gives the first answer although what it made has changed since, and is gone', async () => {
    const key = randomUUID();
    const body = { name: 'First', definition: { graph } };
    const first = await editor.request('POST', '/flows', body, keyed(key));
    const changed = await editor.request(
      'PATCH',
      `/flows/${first.body.id}`,
      { name: 'Other' },
      { 'if-match': '"1"' },
    );
    expect(changed.status).toBe(200);
    await editor.request('DELETE', `/flows/${first.body.id}`, undefined, { 'if-match': '"2"' });
    const second = await editor.request('POST', '/flows', body, keyed(key));
    expect(second.body).toEqual(first.body);
  });

  test('with another body, query or path is refused', async () => {
    const key = randomUUID();
    const path = `/flows/${flowId}/execute`;
    expect((await editor.request('POST', path, { input: 1 }, keyed(key))).status).toBe(202);
    const other = await saveFlow(world.database, 'red', { steps: [] });
    for (const [where, body] of [
      [path, { input: 2 }],
      [`${path}?x=1`, { input: 1 }],
      [`/flows/${other}/execute`, { input: 1 }],
    ] as const) {
      const answer = await editor.request('POST', where, body, keyed(key));
      expect([answer.status, answer.body.code]).toEqual([422, 'idempotency_mismatch']);
    }
  });

  test('is another one for another user, workspace and route', async () => {
    const key = randomUUID();
    const body = { name: 'Scoped', definition: { graph } };
    const blue = world.as(world.blue.users.editor, 'blue');
    const ids = [];
    for (const caller of [editor, admin, blue]) {
      const answer = await caller.request('POST', '/flows', body, keyed(key));
      expect(answer.headers.get('idempotency-replayed')).toBeNull();
      ids.push(answer.body.id);
    }
    const connector = await editor.request('POST', '/connectors', { ...body, slug: 'scoped' }, keyed(key));
    expect(connector.status).toBe(201);
    expect(new Set([...ids, connector.body.id]).size).toBe(4);
  });

  test('50 times at once starts one run; each other gets its answer or is asked to come again', async () => {
    const key = randomUUID();
    const before = (await runs()).length;
    const answers = await Promise.all(
      Array.from({ length: 50 }, () =>
        editor.request('POST', `/flows/${flowId}/execute`, { input: 7 }, keyed(key)),
      ),
    );
    const refused = answers.filter(({ status }) => status === 409);
    for (const { body, headers } of refused) {
      expect(body.code).toBe('idempotency_in_progress');
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    }
    const given = answers.filter(({ status }) => status !== 409);
    expect(given.filter(({ headers }) => headers.get('idempotency-replayed') === null).length).toBe(1);
    expect(new Set(given.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect((await runs()).length).toBe(before + 1);
  });

  test('waits for a run that is waited for, and then repeats how it ended', async () => {
    const slow = await saveFlow(world.database, 'red', {
      steps: [{ id: 'step_1', type: 'wait', for: { seconds: 1 } }],
    });
    const path = `/flows/${slow}/execute`;
    const key = randomUUID();
    const first = editor.request('POST', path, { wait: 10 }, keyed(key));
    while ((await kept(key)).length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    const early = await editor.request('POST', path, { wait: 10 }, keyed(key));
    expect([early.status, early.body.code]).toEqual([409, 'idempotency_in_progress']);
    const { status, body } = await first;
    expect([status, body.status]).toEqual([200, 'succeeded']);
    const late = await editor.request('POST', path, { wait: 10 }, keyed(key));
    expect([late.status, late.body]).toEqual([200, body]);
  });

  test('whose process died while it waited repeats the started run', async () => {
    const key = randomUUID();
    const path = `/flows/${flowId}/execute`;
    const first = await editor.request('POST', path, { input: 3 }, keyed(key));
    await world.database.as(service, (tx) =>
      tx
        .updateTable('idempotency_keys')
        .set({ busy_until: new Date(Date.now() - 1) })
        .where('key', '=', key)
        .execute(),
    );
    const again = await editor.request('POST', path, { input: 3 }, keyed(key));
    expect(again.body).toEqual(first.body);
  });

  test('is free again after 24 hours', async () => {
    const key = randomUUID();
    const body = { name: 'Daily', definition: { graph } };
    const first = await editor.request('POST', '/flows', body, keyed(key));
    await world.database.as(service, (tx) =>
      tx
        .updateTable('idempotency_keys')
        .set({ created_at: new Date(Date.now() - 24 * 3_600_000 - 1_000) })
        .where('key', '=', key)
        .execute(),
    );
    const second = await editor.request('POST', '/flows', { ...body, name: 'Next day' }, keyed(key));
    expect(second.status).toBe(201);
    expect(second.body.id).not.toBe(first.body.id);
    expect((await editor.request('POST', '/flows', { ...body, name: 'Next day' }, keyed(key))).body).toEqual(
      second.body,
    );
  });
});

test('a refusal is not kept: what it was about can be put right under the same key', async () => {
  const key = randomUUID();
  const slug = `taken-${key.slice(0, 8)}`;
  const body = { slug, name: 'Taken', definition: { graph } };
  const first = await editor.request('POST', '/connectors', body);
  expect((await editor.request('POST', '/connectors', body, keyed(key))).body.code).toBe('slug_taken');
  await editor.request('DELETE', `/connectors/${first.body.id}`, undefined, { 'if-match': '"1"' });
  expect((await editor.request('POST', '/connectors', body, keyed(key))).status).toBe(201);
});

test.each(['ä', 'x'.repeat(256), 'tab\tin it'])('the key %j is refused', async (key) => {
  const body = { name: 'Refused', definition: { graph } };
  // As bytes, as they come in: fetch refuses to send what is no Latin-1.
  const answer = await editor.request('POST', '/flows', body, keyed(key));
  expect([answer.status, answer.body.code]).toEqual([400, 'invalid_request']);
});

test('a viewer who repeats an editor’s key is refused like without one', async () => {
  const viewer = world.as(world.red.users.viewer, 'red');
  const answer = await viewer.request('POST', '/flows', { name: 'x', definition: { graph } }, keyed('k'));
  expect(answer.status).toBe(403);
});

describe('secrets', () => {
  test('an API key’s token is repeated, and kept encrypted only', async () => {
    const key = randomUUID();
    const body = { name: 'A key', scopes: ['read'] };
    const first = await admin.request('POST', '/workspace/keys', body, keyed(key));
    const second = await admin.request('POST', '/workspace/keys', body, keyed(key));
    expect(second.body.token).toMatch(/^pb_/);
    expect(second.body).toEqual(first.body);
    const stored = JSON.stringify(await kept(key));
    expect(stored).toContain('"kid":"k1"');
    expect(stored).not.toContain(first.body.token);
    const other = await admin.request('POST', '/workspace/keys', { ...body, name: 'Another' }, keyed(key));
    expect([other.status, other.body.code]).toEqual([422, 'idempotency_mismatch']);
  });

  test('a credential’s secret leaves no digest behind that it could be found from', async () => {
    const body = {
      slot: 'digested',
      name: 'Digested',
      type: 'bearer',
      secrets: { token: 'hunter2' },
      hosts: ['api.example.com'],
    };
    const keys = [randomUUID(), randomUUID()];
    const first = await admin.request('POST', '/workspace/credentials', body, keyed(keys[0]!));
    expect(first.status).toBe(201);
    const again = await admin.request('POST', '/workspace/credentials', body, keyed(keys[0]!));
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    const changed = { ...body, slot: 'digested_2', secrets: { token: 'hunter3' } };
    expect((await admin.request('POST', '/workspace/credentials', changed, keyed(keys[1]!))).status).toBe(
      201,
    );
    const [one] = await kept(keys[0]!);
    const [two] = await kept(keys[1]!);
    expect(one?.fingerprint).toBe(two?.fingerprint);
    expect(JSON.stringify([one, two])).not.toContain('hunter');
    const mismatch = await admin.request('POST', '/workspace/credentials', changed, keyed(keys[0]!));
    expect(mismatch.body.code).toBe('idempotency_mismatch');
  });
});
