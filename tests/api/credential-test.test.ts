import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Answer, type Caller, startTestApi, type TestApi } from '../support/api.js';
import { findsSecret } from '../support/secret-finder.js';
import { startUpstream, type Upstream } from '../support/upstream-server.js';

const path = '/workspace/credentials';
const token = 'sk_test_canary0123456789_4f2a';

let upstream: Upstream;
let t: TestApi;
let admin: Caller;
let editor: Caller;
let slots = 0;

beforeAll(async () => {
  upstream = await startUpstream((request, response) => {
    const send = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    const { authorization } = request.headers;
    if (request.url === '/token') {
      return send(200, {
        access_token: 'fetched',
        token_type: 'Bearer',
        expires_in: 60,
        scope: 'read write',
      });
    }
    if (request.url === '/forbidden') return send(403, {});
    if (request.url === '/broken') return send(500, {});
    const isKnown =
      authorization === `Bearer ${token}` ||
      authorization === 'Bearer fetched' ||
      request.url.includes(token);
    return send(isKnown ? 200 : 401, isKnown ? { user: { login: 'ada' }, heard: authorization ?? '' } : {});
  });
  t = await startTestApi({ allow: [upstream] });
  admin = t.as(t.red.users.admin, 'red');
  editor = t.as(t.red.users.editor, 'red');
});
afterAll(async () => {
  await t.close();
  await upstream.close();
});

const host = () => `http://127.0.0.1:${upstream.port}`;

function body(test_: object | null | undefined, more: object = {}) {
  slots += 1;
  return {
    slot: `slot_${slots}`,
    name: 'Shop',
    type: 'bearer',
    secrets: { token },
    hosts: [host()],
    ...(test_ !== undefined && { test: test_ }),
    ...more,
  };
}

async function create(what: object): Promise<Answer['body']> {
  const { status, body: created } = await admin.request('POST', path, what);
  expect(status, JSON.stringify(created)).toBe(201);
  return created;
}

const tried = async (id: string, caller = editor) => caller.request('POST', `${path}/${id}/test`);
const me = (more: object = {}) => ({ method: 'GET', url: `${host()}/me`, ...more });

test('a test says whose the credential is, and is in the audit log', async () => {
  const created = await create(body(me({ identity: 'user.login' })));
  expect(created.test).toEqual(me({ identity: 'user.login' }));
  const { status, body: result } = await tried(created.id);
  expect({ status, ...result }).toEqual({
    status: 200,
    ok: true,
    identity: 'ada',
    latencyMs: result.latencyMs,
  });
  expect(Number.isInteger(result.latencyMs)).toBe(true);
  const audit = await admin.request('GET', `/workspace/audit?subjectId=${created.id}`);
  expect(audit.body.items[0]).toMatchObject({
    action: 'credential.tested',
    detail: { ok: true },
    actor: { id: t.red.users.editor },
  });
});

test.each<[string, object, object, RegExp]>([
  ['the service refuses it', { url: '/me' }, { secrets: { token: 'wrong-token' } }, /refused it \(401\)/],
  ['the service forbids it', { url: '/forbidden' }, {}, /forbids this request \(403\)/],
  ['the service is broken', { url: '/broken' }, {}, /status 500/],
  [
    'the answer says nothing of anybody',
    { url: '/me', identity: 'account.id' },
    {},
    /nothing at "account.id"/,
  ],
])('a test says in words that %s', async (_name, change, more, problem) => {
  const { url, ...rest } = change as { url: string };
  const { id } = await create(body({ method: 'GET', url: `${host()}${url}`, ...rest }, more));
  const { status, body: result } = await tried(id);
  expect({ status, ok: result.ok }).toEqual({ status: 200, ok: false });
  expect(result.problem).toMatch(problem);
});

test('a closed place looks like one that isn’t there', async () => {
  const hosts = ['10.0.0.1', 'does-not-exist.invalid'];
  const problems = await Promise.all(
    hosts.map(async (closed) => {
      const { id } = await create(body({ method: 'GET', url: `https://${closed}/` }, { hosts: [closed] }));
      return (await tried(id)).body.problem.replaceAll(closed, 'it');
    }),
  );
  expect(problems[0]).toMatch(/Could not connect/);
  expect(problems[1]).toBe(problems[0]);
});

test('an identity that holds the secret is hidden', async () => {
  const { id } = await create(body(me({ identity: 'heard' })));
  const { body: result } = await tried(id);
  expect(result.ok).toBe(true);
  expect(findsSecret(JSON.stringify(result), token)).toBe(false);
});

test('a custom credential is tested where its fields stand', async () => {
  const made = body(undefined, { type: 'custom', secrets: { key: token } });
  const url = `${host()}/bot{{workspace.${made.slot}.key}}/getMe`;
  const { id } = await create({ ...made, test: { method: 'GET', url } });
  expect((await tried(id)).body).toMatchObject({ ok: true });
});

test('a fetched token is a test of its own, and tells its scopes and end', async () => {
  const fetched = body(undefined, {
    type: 'oauth2_client_credentials',
    settings: { tokenEndpoint: `${host()}/token`, clientId: 'me', clientAuth: 'post' },
    secrets: { clientSecret: 'the-client-secret' },
  });
  const { id } = await create(fetched);
  const { body: alone } = await tried(id);
  expect(alone).toMatchObject({ ok: true, scopes: ['read', 'write'] });
  expect(Date.parse(alone.expiresAt)).toBeGreaterThan(Date.now());
  const version = { 'if-match': '"1"' };
  await admin.request('PATCH', `${path}/${id}`, { test: me({ identity: 'user.login' }) }, version);
  expect((await tried(id)).body).toMatchObject({ ok: true, identity: 'ada', scopes: ['read', 'write'] });
});

test('what was never connected says so', async () => {
  const { id } = await create(
    body(undefined, {
      type: 'oauth2_authorization_code',
      settings: {
        authorizationEndpoint: `${host()}/auth`,
        tokenEndpoint: `${host()}/token`,
        clientId: 'me',
        clientAuth: 'none',
      },
      secrets: {},
    }),
  );
  expect((await tried(id)).body).toMatchObject({
    ok: false,
    problem: expect.stringContaining('never connected'),
  });
});

test('without a test request and without a token there is nothing to test', async () => {
  const { id } = await create(body(undefined));
  expect((await tried(id)).status).toBe(400);
});

test('viewers test nothing, and nobody tests what is another workspace’s', async () => {
  const { id } = await create(body(me()));
  expect((await tried(id, t.as(t.red.users.viewer, 'red'))).status).toBe(403);
  expect((await tried(id, t.as(t.blue.users.admin, 'blue'))).status).toBe(404);
});

test.each<[string, string]>([
  ['to a host that is none of the credential', 'https://evil.example/me'],
  ['to another port of it', 'http://127.0.0.1:1/me'],
  ['with another credential in it', 'PLACE/{{workspace.another_slot}}'],
  ['to no address', '/me'],
])('a test request %s is refused', async (_name, url) => {
  const { status, body: problem } = await admin.request(
    'POST',
    path,
    body({ method: 'GET', url: url.replace('PLACE', host()) }),
  );
  expect({ status, at: problem.errors?.[0].path }).toEqual({ status: 400, at: 'test.url' });
});

test('a host that the test goes to is not taken away before the test', async () => {
  const { id } = await create(body(me(), { hosts: [host(), 'api.example.com'] }));
  const change = (what: object) => admin.request('PATCH', `${path}/${id}`, what, { 'if-match': '"1"' });
  expect((await change({ hosts: ['api.example.com'] })).status).toBe(400);
  expect((await change({ hosts: ['api.example.com'], test: null })).body).toMatchObject({ test: null });
});
