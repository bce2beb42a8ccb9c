import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { service } from '../../api/db/actor.js';
import type { MigratableDatabase } from '../../api/db/database.js';
import { type Caller, testPublicUrl } from '../support/api.js';
import { webClient } from '../support/authorization-server.js';
import { type OAuthWorld, openOAuthWorld, path, redirectUri, type Started } from '../support/oauth-world.js';
import { findsSecret } from '../support/secret-finder.js';

let w: OAuthWorld;
beforeAll(async () => {
  w = await openOAuthWorld();
});
afterAll(() => w.close());

describe('a connection', () => {
  test('goes to the service and back, and a run uses what it gave', async () => {
    const { id, slot, status } = await w.create();
    expect(status).toBe('not_connected');
    const answer = await w.admin.request('POST', `${path}/oauth/start`, { credentialId: id });
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
    const { status: answered, page, headers } = await w.comeBack(await w.provider.agree(url), cookie);
    expect(answered, page).toBe(200);
    expect(page).toContain('is connected');
    expect(page).not.toContain('<script');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await w.read(id)).toMatchObject({ status: 'connected', problem: null });
    expect(Date.parse((await w.read(id)).expiresAt)).toBeGreaterThan(Date.now());
    const { status: ended, output, error } = await w.run(slot);
    expect({ ended, error, owner: output?.owner }).toEqual({ ended: 'succeeded', error: null, owner: 'ada' });
  });

  test('leaves no token and no secret where anybody reads', async () => {
    const { id, slot } = await w.create();
    await w.connect(id);
    const body = await w.run(slot);
    const token = w.lastToken();
    expect(token.length).toBeGreaterThan(20);
    const dump = await dumpOf(w.t.database as MigratableDatabase); // the test API's is one
    for (const secret of [token, webClient.secret]) {
      expect(findsSecret(JSON.stringify(body), secret)).toBe(false);
      expect(findsSecret(dump, secret)).toBe(false);
    }
    expect(JSON.stringify(body)).toContain('••••');
  });

  test('without its PKCE verifier gets nothing at the service', async () => {
    const { id } = await w.create();
    const { url, cookie } = await w.start(id);
    const other = new URL(url);
    other.searchParams.set('code_challenge', 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM');
    const { status, page } = await w.comeBack(await w.provider.agree(other.href), cookie);
    expect({ status, told: page.includes('invalid_grant') }).toEqual({ status: 400, told: true });
    expect((await w.read(id)).status).toBe('not_connected');
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
        const theirs = await w.start((await w.create()).id, w.t.as(w.t.red.users.owner, 'red'));
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
        await w.t.database.as(service, (tx) =>
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
    const { id } = await w.create();
    const started = await w.start(id);
    const { back, cookie } = await change(new URL(await w.provider.agree(started.url)), started);
    const before = w.provider.asked.length;
    const { status, page } = await w.comeBack(back.href, cookie);
    expect({ status, title: page.includes('<h1>Not connected</h1>') }).toEqual({ status: 400, title: true });
    expect(page).not.toMatch(/<script|<img/);
    expect(w.provider.asked.length).toBe(before);
    expect((await w.read(id)).status).toBe('not_connected');
  });

  test('counts once: the same address again is refused', async () => {
    const { id } = await w.create();
    const { url, cookie } = await w.start(id);
    const back = await w.provider.agree(url);
    expect((await w.comeBack(back, cookie)).status).toBe(200);
    const before = w.provider.asked.length;
    expect((await w.comeBack(back, cookie)).status).toBe(400);
    expect(w.provider.asked.length).toBe(before);
    expect((await w.read(id)).status).toBe('connected');
  });

  test('of somebody who is no admin any more is refused', async () => {
    const { id } = await w.create();
    const user = randomUUID();
    const member = { workspace_id: 'red', user_id: user, role: 'admin' as const };
    await w.t.database.as(service, (tx) => tx.insertInto('workspace_members').values(member).execute());
    const { url, cookie } = await w.start(id, w.t.as(user, 'red'));
    const back = await w.provider.agree(url);
    await w.t.database.as(service, (tx) =>
      tx.deleteFrom('workspace_members').where('user_id', '=', user).execute(),
    );
    expect((await w.comeBack(back, cookie)).status).toBe(400);
    expect((await w.read(id)).status).toBe('not_connected');
  });

  test('is begun by admins only, for credentials of their workspace that can be connected', async () => {
    const { id } = await w.create();
    const begin = (caller: Caller, credentialId: string, more = {}) =>
      caller.request('POST', `${path}/oauth/start`, { credentialId, ...more });
    expect((await begin(w.t.as(w.t.red.users.editor, 'red'), id)).status).toBe(403);
    expect((await begin(w.t.as(w.t.blue.users.admin, 'blue'), id)).status).toBe(404);
    const bearer = { type: 'bearer', settings: {}, secrets: { token: 'a-token' } };
    expect((await begin(w.admin, (await w.create(w.codeCredential(bearer))).id)).status).toBe(400);
    expect((await begin(w.admin, id, { returnTo: 'https://evil.example/' })).status).toBe(400);
    expect((await begin(w.admin, id, { returnTo: `${testPublicUrl}/credentials` })).status).toBe(200);
  });

  test('of a credential that was changed meanwhile is refused', async () => {
    const { id } = await w.create();
    const { url, cookie } = await w.start(id);
    const back = await w.provider.agree(url);
    await w.admin.request('PATCH', `${path}/${id}`, { name: 'Other' }, { 'if-match': '"1"' });
    expect((await w.comeBack(back, cookie)).status).toBe(400);
  });
});

describe('what is changed of a connected credential', () => {
  const change = (id: string, body: object) =>
    w.admin.request('PATCH', `${path}/${id}`, body, { 'if-match': '"1"' });

  test('leaves the connection as it is where that has nothing to do with it', async () => {
    const { id, slot } = await w.create();
    await w.connect(id);
    const same = { name: 'Other', settings: w.codeCredential().settings };
    expect((await change(id, same)).body).toMatchObject({ name: 'Other', status: 'connected' });
    expect((await w.run(slot)).status).toBe('succeeded');
  });

  test.each([
    ['scopes', () => ({ settings: { ...w.codeCredential().settings, scopes: 'openid' } })],
    ['secrets', () => ({ secrets: { clientSecret: 'another-secret' } })],
  ])('ends the connection where it is its %s', async (_what, body) => {
    const { id, slot } = await w.create();
    await w.connect(id);
    expect((await change(id, body())).body).toMatchObject({ status: 'not_connected', expiresAt: null });
    expect((await w.run(slot)).error).toMatchObject({ code: 'auth_expired' });
  });

  test('is in the audit log with the connection, and refreshes are not', async () => {
    const { id, slot } = await w.create();
    await w.connect(id);
    await w.expire(id);
    await w.run(slot);
    const { body } = await w.admin.request('GET', `/workspace/audit?subjectType=credential&subjectId=${id}`);
    const entries: { action: string; actor: { id: string } }[] = body.items;
    expect(entries.map(({ action }) => action)).toEqual(['credential.connected', 'credential.created']);
    expect(entries[0]?.actor.id).toBe(w.t.red.users.admin);
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
