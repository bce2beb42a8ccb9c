import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { service } from '../../api/db/actor.js';
import type { MigratableDatabase } from '../../api/db/database.js';
import { type Answer, type Caller, startTestApi, type TestApi, testPublicUrl } from '../support/api.js';
import {
  type AuthorizationServer,
  serviceClient,
  startAuthorizationServer,
  webClient,
} from '../support/authorization-server.js';
import { findsSecret } from '../support/secret-finder.js';
import { startUpstream, type Upstream } from '../support/upstream-server.js';

const redirectUri = `${testPublicUrl}/api/v1/oauth/callback`;
const path = '/workspace/credentials';

let provider: AuthorizationServer;
let upstream: Upstream;
let t: TestApi;
let admin: Caller;

beforeAll(async () => {
  provider = await startAuthorizationServer(redirectUri);
  upstream = await startUpstream((request, response) => {
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    void provider.ownerOf(token).then((owner) => {
      response.writeHead(owner === undefined ? 401 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ owner: owner ?? null, heard: token }));
    });
  });
  t = await startTestApi({ allow: [upstream, provider] });
  admin = t.as(t.red.users.admin, 'red');
});
afterAll(async () => {
  await t.close();
  await upstream.close();
  await provider.close();
});

const codeCredential = (more: Record<string, unknown> = {}) => ({
  slot: `slot_${randomUUID().slice(0, 8)}`,
  name: 'Orders',
  type: 'oauth2_authorization_code',
  settings: {
    authorizationEndpoint: `${provider.issuer}/auth`,
    tokenEndpoint: `${provider.issuer}/token`,
    clientId: webClient.id,
    clientAuth: 'basic',
    scopes: 'openid offline_access orders:read',
  },
  secrets: { clientSecret: webClient.secret },
  hosts: [`http://127.0.0.1:${upstream.port}`],
  ...more,
});

async function create(body: unknown = codeCredential()): Promise<Answer['body']> {
  const { status, body: created } = await admin.request('POST', path, body);
  expect(status, JSON.stringify(created)).toBe(201);
  return created;
}

interface Started {
  url: string;
  cookie: string;
}

async function start(credentialId: string, caller = admin): Promise<Started> {
  const answer = await caller.request('POST', `${path}/oauth/start`, { credentialId });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return { url: answer.body.url, cookie: answer.headers.getSetCookie()[0]?.split(';')[0] ?? '' };
}

/** As the browser comes back. */
async function comeBack(
  url: string,
  cookie = '',
): Promise<{ status: number; page: string; headers: Headers }> {
  const response = await t.api.request(url.replace(testPublicUrl, ''), { headers: { cookie } });
  return { status: response.status, page: await response.text(), headers: response.headers };
}

async function connect(id: string): Promise<void> {
  const { url, cookie } = await start(id);
  const { status, page } = await comeBack(await provider.agree(url), cookie);
  expect(status, page).toBe(200);
}

const read = async (id: string) => (await admin.request('GET', `${path}/${id}`)).body;

async function run(slot: string): Promise<Answer['body']> {
  const request = { method: 'GET', url: `${upstream.url}/me`, auth: { type: 'credential', slot } };
  const definition = { graph: { steps: [{ id: 'step_1', type: 'http', request, retry: { attempts: 1 } }] } };
  const { body } = await admin.request('POST', '/flows', { name: 'A flow', definition });
  return (await admin.request('POST', `/flows/${body.id}/execute`, { wait: 30 })).body;
}

/** Makes a token look as if its time were over. */
const expire = (id: string) =>
  t.database.as(service, (tx) =>
    tx
      .updateTable('workspace_api_credentials')
      .set({ expires_at: new Date(0) })
      .where('id', '=', id)
      .execute(),
  );

const lastToken = () =>
  /^Bearer (.+)$/.exec(upstream.requests.at(-1)?.headers.authorization ?? '')?.[1] ?? '';

describe('a connection', () => {
  test('goes to the service and back, and a run uses what it gave', async () => {
    const { id, slot, status } = await create();
    expect(status).toBe('not_connected');
    const answer = await admin.request('POST', `${path}/oauth/start`, { credentialId: id });
    const [whole = ''] = answer.headers.getSetCookie();
    expect(whole).toMatch(/Max-Age=600; Path=\/api\/v1\/oauth\/callback; HttpOnly; SameSite=Lax$/);
    const { url, cookie } = { url: answer.body.url, cookie: whole.split(';')[0] };
    const asked = new URL(url).searchParams;
    expect(Object.fromEntries(asked)).toMatchObject({
      response_type: 'code',
      client_id: webClient.id,
      redirect_uri: redirectUri,
      code_challenge_method: 'S256',
      scope: 'openid offline_access orders:read',
    });
    const { status: answered, page, headers } = await comeBack(await provider.agree(url), cookie);
    expect(answered, page).toBe(200);
    expect(page).toContain('is connected');
    expect(page).not.toContain('<script');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await read(id)).toMatchObject({ status: 'connected', problem: null });
    expect(Date.parse((await read(id)).expiresAt)).toBeGreaterThan(Date.now());
    const { status: ended, output, error } = await run(slot);
    expect({ ended, error, owner: output?.owner }).toEqual({ ended: 'succeeded', error: null, owner: 'ada' });
  });

  test('leaves no token and no secret where anybody reads', async () => {
    const { id, slot } = await create();
    await connect(id);
    const body = await run(slot);
    const token = lastToken();
    expect(token.length).toBeGreaterThan(20);
    const dump = await dumpOf(t.database as MigratableDatabase); // the test API's is one
    for (const secret of [token, webClient.secret]) {
      expect(findsSecret(JSON.stringify(body), secret)).toBe(false);
      expect(findsSecret(dump, secret)).toBe(false);
    }
    expect(JSON.stringify(body)).toContain('••••');
  });

  test('without its PKCE verifier gets nothing at the service', async () => {
    const { id } = await create();
    const { url, cookie } = await start(id);
    const other = new URL(url);
    other.searchParams.set('code_challenge', 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM');
    const { status, page } = await comeBack(await provider.agree(other.href), cookie);
    expect({ status, told: page.includes('invalid_grant') }).toEqual({ status: 400, told: true });
    expect((await read(id)).status).toBe('not_connected');
  });

  test.each<[string, (back: URL, started: Started) => Promise<{ back: URL; cookie: string }>]>([
    [
      'a state that was never given',
      async (back, { cookie }) => {
        back.searchParams.set('state', 'x'.repeat(43));
        return { back, cookie };
      },
    ],
    [
      'no state',
      async (back, { cookie }) => {
        back.searchParams.delete('state');
        return { back, cookie };
      },
    ],
    [
      'two states',
      async (back, { cookie }) => {
        back.searchParams.append('state', 'another');
        return { back, cookie };
      },
    ],
    ['a browser that did not set out', async (back) => ({ back, cookie: '' })],
    [
      'the cookie of another user’s browser',
      async (back, { cookie }) => {
        const theirs = await start((await create()).id, t.as(t.red.users.owner, 'red'));
        return { back, cookie: `${cookie.split('=')[0]}=${theirs.cookie.split('=')[1]}` };
      },
    ],
    [
      'another issuer',
      async (back, { cookie }) => {
        back.searchParams.set('iss', 'https://evil.example');
        return { back, cookie };
      },
    ],
    [
      'a state whose ten minutes are over',
      async (back, { cookie }) => {
        await t.database.as(service, (tx) =>
          tx
            .updateTable('oauth_states')
            .set({ expires_at: new Date(0) })
            .execute(),
        );
        return { back, cookie };
      },
    ],
    [
      'an error with markup in it',
      async (back, { cookie }) => {
        back.searchParams.delete('code');
        back.searchParams.set('error', '<script>alert(1)</script>');
        back.searchParams.set('error_description', '<img src=x onerror=alert(1)>');
        return { back, cookie };
      },
    ],
  ])('that comes back with %s is refused, and asks for no token', async (_name, change) => {
    const { id } = await create();
    const started = await start(id);
    const { back, cookie } = await change(new URL(await provider.agree(started.url)), started);
    const before = provider.asked.length;
    const { status, page } = await comeBack(back.href, cookie);
    expect({ status, title: page.includes('<h1>Not connected</h1>') }).toEqual({ status: 400, title: true });
    expect(page).not.toMatch(/<script|<img/);
    expect(provider.asked.length).toBe(before);
    expect((await read(id)).status).toBe('not_connected');
  });

  test('counts once: the same address again is refused', async () => {
    const { id } = await create();
    const { url, cookie } = await start(id);
    const back = await provider.agree(url);
    expect((await comeBack(back, cookie)).status).toBe(200);
    const before = provider.asked.length;
    expect((await comeBack(back, cookie)).status).toBe(400);
    expect(provider.asked.length).toBe(before);
    expect((await read(id)).status).toBe('connected');
  });

  test('of somebody who is no admin any more is refused', async () => {
    const { id } = await create();
    const user = randomUUID();
    const member = { workspace_id: 'red', user_id: user, role: 'admin' as const };
    await t.database.as(service, (tx) => tx.insertInto('workspace_members').values(member).execute());
    const { url, cookie } = await start(id, t.as(user, 'red'));
    const back = await provider.agree(url);
    await t.database.as(service, (tx) =>
      tx.deleteFrom('workspace_members').where('user_id', '=', user).execute(),
    );
    expect((await comeBack(back, cookie)).status).toBe(400);
    expect((await read(id)).status).toBe('not_connected');
  });

  test('is begun by admins only, for credentials of their workspace that can be connected', async () => {
    const { id } = await create();
    const begin = (caller: Caller, credentialId: string, more = {}) =>
      caller.request('POST', `${path}/oauth/start`, { credentialId, ...more });
    expect((await begin(t.as(t.red.users.editor, 'red'), id)).status).toBe(403);
    expect((await begin(t.as(t.blue.users.admin, 'blue'), id)).status).toBe(404);
    const bearer = { type: 'bearer', settings: {}, secrets: { token: 'a-token' } };
    expect((await begin(admin, (await create(codeCredential(bearer))).id)).status).toBe(400);
    expect((await begin(admin, id, { returnTo: 'https://evil.example/' })).status).toBe(400);
    expect((await begin(admin, id, { returnTo: `${testPublicUrl}/credentials` })).status).toBe(200);
  });

  test('of a credential that was changed meanwhile is refused', async () => {
    const { id } = await create();
    const { url, cookie } = await start(id);
    const back = await provider.agree(url);
    await admin.request('PATCH', `${path}/${id}`, { name: 'Other' }, { 'if-match': '"1"' });
    expect((await comeBack(back, cookie)).status).toBe(400);
  });
});

describe('what is changed of a connected credential', () => {
  const change = (id: string, body: object) =>
    admin.request('PATCH', `${path}/${id}`, body, { 'if-match': '"1"' });

  test('leaves the connection as it is where that has nothing to do with it', async () => {
    const { id, slot } = await create();
    await connect(id);
    const same = { name: 'Other', settings: codeCredential().settings };
    expect((await change(id, same)).body).toMatchObject({ name: 'Other', status: 'connected' });
    expect((await run(slot)).status).toBe('succeeded');
  });

  test.each([
    ['scopes', () => ({ settings: { ...codeCredential().settings, scopes: 'openid' } })],
    ['secrets', () => ({ secrets: { clientSecret: 'another-secret' } })],
  ])('ends the connection where it is its %s', async (_what, body) => {
    const { id, slot } = await create();
    await connect(id);
    expect((await change(id, body())).body).toMatchObject({ status: 'not_connected', expiresAt: null });
    expect((await run(slot)).error).toMatchObject({ code: 'auth_expired' });
  });

  test('is in the audit log with the connection, and refreshes are not', async () => {
    const { id, slot } = await create();
    await connect(id);
    await expire(id);
    await run(slot);
    const { body } = await admin.request('GET', `/workspace/audit?subjectType=credential&subjectId=${id}`);
    const entries: { action: string; actor: { id: string } }[] = body.items;
    expect(entries.map(({ action }) => action)).toEqual(['credential.connected', 'credential.created']);
    expect(entries[0]?.actor.id).toBe(t.red.users.admin);
  });
});

describe('a token that has run out', () => {
  test('is renewed once for twenty runs at the same time, and its refresh token with it', async () => {
    const { id, slot } = await create();
    await connect(id);
    await run(slot);
    const old = lastToken();
    for (const round of [1, 2]) {
      await expire(id);
      const before = provider.asked.length;
      const runs = await Promise.all(Array.from({ length: 20 }, () => run(slot)));
      expect(runs.map(({ status }) => status)).toEqual(runs.map(() => 'succeeded'));
      expect(provider.asked.slice(before), `round ${round}`).toEqual(['refresh_token']);
    }
    expect(lastToken()).not.toBe(old);
  });

  test('is renewed once where the API refuses it although it looked fresh', async () => {
    const { id, slot } = await create();
    await connect(id);
    await run(slot);
    const old = lastToken();
    await provider.forget(old);
    const before = provider.asked.length;
    expect((await run(slot)).status).toBe('succeeded');
    expect(provider.asked.slice(before)).toEqual(['refresh_token']);
    expect(lastToken()).not.toBe(old);
  });

  test('whose access was withdrawn asks to connect it again, and works when that was done', async () => {
    const { id, slot } = await create();
    await connect(id);
    await provider.revokeAll();
    await expire(id);
    const failed = await run(slot);
    expect(failed).toMatchObject({ status: 'failed', error: { code: 'auth_expired', step: 'step_1' } });
    expect(failed.error.message).toMatch(/invalid_grant.*Connect "Orders" again/);
    expect(await read(id)).toMatchObject({
      status: 'reconnect',
      problem: expect.stringContaining('withdrawn'),
    });
    const before = provider.asked.length;
    await run(slot);
    expect(provider.asked.length).toBe(before);
    await connect(id);
    expect(await read(id)).toMatchObject({ status: 'connected', problem: null });
    expect((await run(slot)).status).toBe('succeeded');
  });

  test('stays connected while the service is down, and is renewed afterwards', async () => {
    const { id, slot } = await create();
    await connect(id);
    await expire(id);
    provider.before(async () => ({ status: 503 }));
    const before = provider.asked.length;
    const runs = await Promise.all(Array.from({ length: 5 }, () => run(slot)));
    expect(runs.map(({ error }) => error.code)).toEqual(runs.map(() => 'connection_failed'));
    expect(provider.asked.length - before).toBeLessThanOrEqual(5);
    expect(await read(id)).toMatchObject({ status: 'connected', problem: expect.stringContaining('503') });
    provider.before(undefined);
    expect((await run(slot)).status).toBe('succeeded');
    expect(await read(id)).toMatchObject({ status: 'connected', problem: null });
  });

  test('is not kept when the credential was changed while it was fetched', async () => {
    const { id, slot } = await create();
    await connect(id);
    await expire(id);
    provider.before(async () => {
      provider.before(undefined);
      const change = { settings: codeCredential().settings, secrets: { clientSecret: webClient.secret } };
      await admin.request('PATCH', `${path}/${id}`, change, { 'if-match': '"1"' });
      return undefined;
    });
    expect(await run(slot)).toMatchObject({ status: 'failed', error: { code: 'auth_expired' } });
    expect((await read(id)).status).toBe('not_connected');
  });
});

describe('client credentials', () => {
  const credential = (more: Record<string, unknown> = {}) =>
    codeCredential({
      type: 'oauth2_client_credentials',
      settings: {
        tokenEndpoint: `${provider.issuer}/token`,
        clientId: serviceClient.id,
        clientAuth: 'post',
        scopes: 'orders:read',
      },
      secrets: { clientSecret: serviceClient.secret },
      ...more,
    });

  test('fetch one token for many runs, without anybody at a browser', async () => {
    const { id, slot } = await create(credential());
    const before = provider.asked.length;
    const runs = await Promise.all(Array.from({ length: 5 }, () => run(slot)));
    expect(runs.map(({ output }) => output?.owner)).toEqual(runs.map(() => serviceClient.id));
    expect(provider.asked.slice(before)).toEqual(['client_credentials']);
    expect((await read(id)).status).toBe('connected');
  });

  test('with a wrong secret say so, and work once it is right', async () => {
    const { id, slot } = await create(credential({ secrets: { clientSecret: 'wrong-secret-0123456789' } }));
    const failed = await run(slot);
    expect(failed.error).toMatchObject({
      code: 'auth_expired',
      message: expect.stringContaining('invalid_client'),
    });
    expect(JSON.stringify(failed)).not.toContain('wrong-secret');
    const secrets = { clientSecret: serviceClient.secret };
    await admin.request('PATCH', `${path}/${id}`, { secrets }, { 'if-match': '"1"' });
    expect((await run(slot)).status).toBe('succeeded');
  });

  test('go to another token endpoint only with the secret given again', async () => {
    const { id } = await create(credential());
    const settings = { ...credential().settings, tokenEndpoint: 'https://evil.example/token' };
    const change = (body: unknown) => admin.request('PATCH', `${path}/${id}`, body, { 'if-match': '"1"' });
    const refused = await change({ settings });
    expect({ status: refused.status, at: refused.body.errors?.[0].path }).toEqual({
      status: 400,
      at: 'secrets',
    });
    expect((await change({ settings, secrets: { clientSecret: 'another-one' } })).status).toBe(200);
  });

  test('are fetched through the guarded door: not from a private address', async () => {
    const settings = { ...credential().settings, tokenEndpoint: 'http://169.254.169.254/token' };
    const { slot } = await create(credential({ settings }));
    const { error } = await run(slot);
    expect(error.code).toMatch(/connection_failed|auth_expired/);
  });
});

/** All that the database holds, as text. */
async function dumpOf(database: MigratableDatabase): Promise<string> {
  return database.asOwner(async (session) => {
    const tables = await session.query<{ name: string }>(
      `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`,
    );
    const rows: unknown[] = [];
    for (const { name } of tables) rows.push(await session.query(`select t::text from public.${name} t`));
    return JSON.stringify(rows);
  });
}
