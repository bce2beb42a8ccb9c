import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { requiredScope } from '../../api/auth/required-scope.js';
import { service } from '../../api/db/actor.js';
import { type Answer, type Caller, startTestApi, type TestApi, toAnswer } from '../support/api.js';
import { echo } from '../support/definitions.js';

let t: TestApi;
let admin: Caller;
let flow: Answer['body'];
const logged: unknown[] = [];

beforeAll(async () => {
  t = await startTestApi({ api: { log: (entry) => logged.push(entry) } });
  admin = t.as(t.red.users.admin, 'red');
  flow = (await admin.request('POST', '/flows', { name: 'A flow', definition: echo })).body;
});
afterAll(() => t.close());

async function createKey(scopes: string[], more: object = {}): Promise<Answer['body']> {
  const answer = await admin.request('POST', '/workspace/keys', { name: scopes.join(), scopes, ...more });
  expect(answer.status).toBe(201);
  return answer.body;
}

/** Calls the API with a key, and nothing else that says who is asking. */
async function withKey(
  token: string,
  method: string,
  path: string,
  { body, headers }: { body?: unknown; headers?: Record<string, string> } = {},
): Promise<Answer> {
  return toAnswer(
    await t.api.request(`/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }),
  );
}

describe('making and ending keys', () => {
  test('the token is told once, and neither kept nor logged', async () => {
    const key = await createKey(['read']);
    expect(key.token).toMatch(/^pb_[A-Za-z0-9_-]{43}$/);
    expect(key.hint).toBe(`pb_…${key.token.slice(-4)}`);
    expect(key).toMatchObject({ createdBy: t.red.users.admin, scopes: ['read'], revokedAt: null });
    await withKey(key.token, 'GET', '/flows');
    const { items } = (await admin.request('GET', '/workspace/keys')).body;
    expect(items).toContainEqual({ ...key, token: undefined, lastUsedAt: expect.any(String) });
    const rows = await t.database.as(service, (tx) =>
      tx.selectFrom('workspace_api_keys').selectAll().execute(),
    );
    const secret = key.token.slice(3);
    expect(JSON.stringify([items, rows, logged])).not.toContain(secret);
    expect(logged.length).toBeGreaterThan(0);
  });

  test('two keys are never the same', async () => {
    expect((await createKey(['read'])).token).not.toBe((await createKey(['read'])).token);
  });

  test.each([
    ['no scope', { name: 'x', scopes: [] }, 'scopes'],
    ['a scope twice', { name: 'x', scopes: ['read', 'read'] }, 'scopes'],
    ['an unknown scope', { name: 'x', scopes: ['admin'] }, 'scopes[0]'],
    ['an end in the past', { name: 'x', scopes: ['read'], expiresAt: '2020-01-01T00:00:00Z' }, 'expiresAt'],
    ['no name', { name: '', scopes: ['read'] }, 'name'],
  ])('a key with %s is refused, with the place', async (_, body, path) => {
    expect(await admin.request('POST', '/workspace/keys', body)).toMatchObject({
      status: 400,
      body: { code: 'invalid_request', errors: [{ path }] },
    });
  });

  test('those below admin see, make and revoke none', async () => {
    const { id } = await createKey(['read']);
    for (const role of ['viewer', 'editor'] as const) {
      const caller = t.as(t.red.users[role], 'red');
      expect((await caller.request('GET', '/workspace/keys')).status).toBe(403);
      const body = { name: 'x', scopes: ['read'] };
      expect((await caller.request('POST', '/workspace/keys', body)).status).toBe(403);
      expect((await caller.request('DELETE', `/workspace/keys/${id}`)).status).toBe(403);
    }
  });

  test('a revoked key ends at once and for good, and may be revoked again', async () => {
    const key = await createKey(['read']);
    expect((await withKey(key.token, 'GET', '/flows')).status).toBe(200);
    expect((await admin.request('DELETE', `/workspace/keys/${key.id}`)).status).toBe(204);
    expect((await withKey(key.token, 'GET', '/flows')).status).toBe(401);
    expect((await admin.request('DELETE', `/workspace/keys/${key.id}`)).status).toBe(204);
    const unrevoked = t.database.as(
      { role: 'authenticated', userId: t.red.users.owner, workspaceId: 'red' },
      (tx) =>
        tx.updateTable('workspace_api_keys').set({ revoked_at: null }).where('id', '=', key.id).execute(),
    );
    await expect(unrevoked).rejects.toMatchObject({ code: '42501' });
  });

  test('making and revoking are in the audit log, and what the key does is in its name', async () => {
    const key = await createKey(['write']);
    const saved = await withKey(key.token, 'POST', '/flows', {
      body: { name: 'By a key', definition: echo },
    });
    expect(saved.status).toBe(201);
    await admin.request('DELETE', `/workspace/keys/${key.id}`);
    const of = (query: string) => admin.request('GET', `/workspace/audit?${query}`);
    expect((await of(`subjectId=${key.id}`)).body.items).toMatchObject([
      { action: 'key.revoked', actor: { type: 'user', id: t.red.users.admin } },
      { action: 'key.created', subject: { type: 'key', name: 'write' } },
    ]);
    expect((await of(`actorId=${key.id}`)).body.items).toMatchObject([
      { action: 'flow.created', actor: { type: 'api_key', id: key.id, name: 'write' } },
    ]);
  });
});

describe('a key that is not in force', () => {
  test('answers the same whether it is wrong, malformed, revoked or expired', async () => {
    const revoked = await createKey(['read']);
    await admin.request('DELETE', `/workspace/keys/${revoked.id}`);
    const expired = await createKey(['read'], { expiresAt: '2099-01-01T00:00:00Z' });
    expect((await withKey(expired.token, 'GET', '/flows')).status).toBe(200);
    await t.database.as(service, (tx) =>
      tx
        .updateTable('workspace_api_keys')
        .set({ expires_at: new Date(Date.now() - 1_000) })
        .where('id', '=', expired.id)
        .execute(),
    );
    const wrong = `pb_${'A'.repeat(43)}`;
    const answers = [];
    for (const token of [wrong, 'pb_', 'pb_x', revoked.token, expired.token, `${revoked.token}x`]) {
      const { status, body } = await withKey(token, 'GET', '/flows');
      answers.push({ status, body: { ...body, requestId: '' } });
    }
    expect(answers[0]).toMatchObject({ status: 401, body: { code: 'unauthorized' } });
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  });

  test('does nothing in the database either, from the moment that it is revoked', async () => {
    const key = await createKey(['write']);
    const flows = () =>
      t.database.as({ role: 'api_key', keyId: key.id, workspaceId: 'red' }, (tx) =>
        tx.selectFrom('flows').select('id').execute(),
      );
    expect((await flows()).length).toBeGreaterThan(0);
    await admin.request('DELETE', `/workspace/keys/${key.id}`);
    expect(await flows()).toEqual([]);
  });
});

describe('the workspace of a key', () => {
  test('needs no header, and a header that names it is fine', async () => {
    const { token } = await createKey(['read']);
    expect((await withKey(token, 'GET', `/flows/${flow.id}`)).status).toBe(200);
    const named = await withKey(token, 'GET', '/flows', { headers: { 'x-workspace-id': 'red' } });
    expect(named.status).toBe(200);
  });

  test('is the only one: another looks like a missing one', async () => {
    const { token } = await createKey(['read', 'write', 'execute']);
    const ask = async (id: string) => {
      const { status, body } = await withKey(token, 'GET', '/flows', { headers: { 'x-workspace-id': id } });
      return { status, body: { ...body, requestId: '' } };
    };
    expect((await ask('blue')).status).toBe(404);
    expect(await ask('blue')).toEqual(await ask('nowhere'));
    const stranger = t.as(t.blue.users.owner, 'blue');
    const theirs = (await stranger.request('POST', '/flows', { name: 'Blue', definition: echo })).body;
    expect((await withKey(token, 'GET', `/flows/${theirs.id}`)).status).toBe(404);
  });

  test('the keys of a workspace are nothing to another’s admins', async () => {
    const { id } = await createKey(['read']);
    const stranger = t.as(t.blue.users.owner, 'blue');
    expect((await stranger.request('GET', '/workspace/keys')).body.items).toEqual([]);
    expect((await stranger.request('DELETE', `/workspace/keys/${id}`)).status).toBe(404);
  });
});

describe('scopes', () => {
  type Call = [method: string, path: string, body?: unknown];
  const reads = (): Call[] => [
    ['GET', '/flows'],
    ['GET', `/flows/${flow.id}`],
    ['GET', `/flows/${flow.id}/versions`],
    ['GET', '/connectors'],
    ['GET', '/executions'],
    ['GET', '/workspace/credentials'],
  ];
  const executes = (): Call[] => [['POST', `/flows/${flow.id}/execute`, { input: 1, wait: 10 }]];
  const writes = (): Call[] => [
    ['POST', '/flows', { name: 'Mine', definition: echo }],
    ['POST', '/connectors', { slug: `c-${crypto.randomUUID()}`, name: 'Mine', definition: echo }],
  ];
  const never = (): Call[] => [
    ['GET', '/workspace/members'],
    ['POST', '/workspace/members', { userId: crypto.randomUUID(), role: 'viewer' }],
    ['PATCH', `/workspace/members/${t.red.users.viewer}`, { role: 'editor' }],
    ['DELETE', `/workspace/members/${t.red.users.viewer}`],
    ['GET', '/workspace/keys'],
    ['POST', '/workspace/keys', { name: 'Another', scopes: ['write'] }],
    ['GET', '/workspace/audit'],
    [
      'POST',
      '/workspace/credentials',
      { slot: 'mine', name: 'Mine', type: 'bearer', secrets: { token: 'x' }, hosts: ['a.example'] },
    ],
    ['GET', '/session'],
  ];

  test.each([['read'], ['execute'], ['write']])(
    'a key with %s alone does that and nothing else',
    async (scope) => {
      const { token } = await createKey([scope]);
      const calls = { read: reads(), execute: executes(), write: writes(), never: never() };
      for (const [needed, list] of Object.entries(calls)) {
        for (const [method, path, body] of list) {
          const answer = await withKey(token, method, path, { body });
          const label = `${method} ${path}: ${JSON.stringify(answer.body)}`;
          if (needed === scope) expect([200, 201], label).toContain(answer.status);
          else expect(answer, label).toMatchObject({ status: 403, body: { code: 'forbidden' } });
        }
      }
    },
  );

  test('a key with write changes, restores and deletes; its versions are in nobody’s name', async () => {
    const { token } = await createKey(['read', 'write']);
    const body = { name: 'By a key', definition: echo };
    const { id } = (await withKey(token, 'POST', '/flows', { body })).body;
    const ifMatch = (version: number) => ({ headers: { 'if-match': `"${version}"` } });
    const renamed = await withKey(token, 'PATCH', `/flows/${id}`, { body: { name: 'New' }, ...ifMatch(1) });
    expect(renamed).toMatchObject({ status: 200, body: { version: 2 } });
    const versions = (await withKey(token, 'GET', `/flows/${id}/versions`)).body.items;
    expect(versions).toMatchObject([{ createdBy: null }, { createdBy: null }]);
    const restored = await withKey(token, 'POST', `/flows/${id}/versions/1/restore`, ifMatch(2));
    expect(restored).toMatchObject({ status: 200, body: { name: 'By a key' } });
    expect((await withKey(token, 'DELETE', `/flows/${id}`, ifMatch(3))).status).toBe(204);
  });

  test('a key with execute and read runs, follows and cancels', async () => {
    const { token } = await createKey(['read', 'execute']);
    const run = await withKey(token, 'POST', `/flows/${flow.id}/execute`, { body: { input: 1, wait: 10 } });
    expect(run).toMatchObject({ status: 200, body: { status: 'succeeded', trigger: 'api' } });
    expect((await withKey(token, 'GET', `/executions/${run.body.id}`)).status).toBe(200);
    const ended = await withKey(token, 'POST', `/executions/${run.body.id}/cancel`);
    expect(ended.body.code).toBe('already_finished');
  });

  test('every route of the document has a scope that fits its verb, and those of people have none', async () => {
    const document = (await toAnswer(await t.api.request('/api/v1/openapi.json'))).body;
    const seen: Record<string, string[]> = { read: [], execute: [], write: [], never: [] };
    for (const [path, item] of Object.entries<object>(document.paths)) {
      for (const [method, operation] of Object.entries(item)) {
        if (!operation.security?.some((scheme: object) => 'workspace' in scheme)) continue;
        const below = path.replace('/api/v1', '');
        const scope = requiredScope(method.toUpperCase(), below.replaceAll(/\{\w+\}/g, 'x'));
        seen[scope]?.push(`${method} ${below}`);
        if (method === 'get') expect(['read', 'never'], path).toContain(scope);
        else expect(scope, path).not.toBe('read');
      }
    }
    expect(seen.execute).toEqual(
      expect.arrayContaining(['post /flows/{id}/execute', 'post /connectors/{id}/execute']),
    );
    for (const route of seen.execute ?? []) expect(route).toMatch(/\/(execute|cancel|retry|replay)$/);
    for (const route of seen.never ?? []) expect(route).toMatch(/ \/workspace\//);
    expect(seen.never).toEqual(expect.arrayContaining(['get /workspace/members', 'post /workspace/keys']));
  });
});

test('a use is noted when it is the first in a minute', async () => {
  const key = await createKey(['read']);
  const noted = () =>
    t.database.as(service, (tx) =>
      tx.selectFrom('workspace_api_keys').select('last_used_at').where('id', '=', key.id).executeTakeFirst(),
    );
  expect(await noted()).toEqual({ last_used_at: null });
  await withKey(key.token, 'GET', '/flows');
  const first = await noted();
  expect(first?.last_used_at).toBeInstanceOf(Date);
  await withKey(key.token, 'GET', '/flows');
  expect(await noted()).toEqual(first);
  const longAgo = new Date(Date.now() - 120_000);
  await t.database.as(service, (tx) =>
    tx.updateTable('workspace_api_keys').set({ last_used_at: longAgo }).where('id', '=', key.id).execute(),
  );
  await withKey(key.token, 'GET', '/flows');
  expect((await noted())?.last_used_at?.getTime()).toBeGreaterThan(longAgo.getTime());
});
