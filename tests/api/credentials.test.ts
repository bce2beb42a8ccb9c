import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MigratableDatabase } from '../../api/db/database.js';
import { type Answer, type Caller, startTestApi, type TestApi } from '../support/api.js';
import { findsSecret } from '../support/secret-finder.js';
import { startUpstream, type Upstream } from '../support/upstream-server.js';

const canary = 'sk_live_Zx"9/\\&canary_4f2a';

let upstream: Upstream;
let t: TestApi;
let admin: Caller;
let editor: Caller;
let viewer: Caller;

beforeAll(async () => {
  upstream = await startUpstream((request, response) => {
    response.setHeader('content-type', 'application/json');
    response.setHeader('x-echo', encodeURIComponent(request.headers.authorization ?? ''));
    response.end(JSON.stringify({ echo: request.headers, nested: JSON.stringify(request.headers) }));
  });
  t = await startTestApi({ allow: [upstream] });
  admin = t.as(t.red.users.admin, 'red');
  editor = t.as(t.red.users.editor, 'red');
  viewer = t.as(t.red.users.viewer, 'red');
});
afterAll(async () => {
  await t.close();
  await upstream.close();
});

const path = '/workspace/credentials';
const freeSlot = () => `slot_${randomUUID().slice(0, 8)}`;

function bearer(more: Record<string, unknown> = {}) {
  return {
    slot: freeSlot(),
    name: 'Shop',
    type: 'bearer',
    secrets: { token: 'sk_live_0123456789_4f2a' },
    hosts: ['api.example.com'],
    ...more,
  };
}

async function create(body: unknown): Promise<Answer['body']> {
  const { status, body: created } = await admin.request('POST', path, body);
  expect(status, JSON.stringify(created)).toBe(201);
  return created;
}

describe('a credential', () => {
  test('is kept, and read without its secrets', async () => {
    const body = bearer();
    const answer = await admin.request('POST', path, body);
    expect(answer.status).toBe(201);
    expect(answer.headers.get('location')).toBe(`/api/v1${path}/${answer.body.id}`);
    expect(answer.body).toEqual({
      id: answer.body.id,
      slot: body.slot,
      name: 'Shop',
      type: 'bearer',
      settings: {},
      secrets: { token: { set: true, hint: '…4f2a' } },
      hosts: ['api.example.com'],
      status: null,
      problem: null,
      expiresAt: null,
      test: null,
      version: 1,
      lastUsedAt: null,
      createdAt: answer.body.createdAt,
      updatedAt: answer.body.updatedAt,
    });
    const read = await viewer.request('GET', `${path}/${answer.body.id}`);
    expect(read.body).toEqual(answer.body);
    expect(read.headers.get('etag')).toBe('"1"');
  });

  test.each([
    ['bearer', {}, { token: 'a'.repeat(12) }],
    ['basic', { username: 'AC0123' }, { password: '' }],
    ['api_key', { in: 'header', name: 'X-Api-Key', prefix: 'Key ' }, { value: 'v' }],
    [
      'hmac',
      {
        algorithm: 'sha256',
        encoding: 'hex',
        header: 'X-Signature',
        sign: ['timestamp', { text: '.' }, 'body'],
      },
      { secret: 's' },
    ],
    ['aws_sigv4', { accessKeyId: 'AKIA', region: 'eu-west-1', service: 's3' }, { secretAccessKey: 's' }],
    ['custom', { account: '7' }, { pin: '1234', token: 't' }],
  ])('of type %s keeps what that type has', async (type, settings, secrets) => {
    const created = await create(bearer({ type, settings, secrets }));
    expect(created).toMatchObject({ type, settings });
    expect(Object.keys(created.secrets)).toEqual(Object.keys(secrets));
  });

  test.each([
    ['no host', { hosts: [] }, 'hosts'],
    ['a URL for a host', { hosts: ['https://api.example.com/v1'] }, 'hosts[0]'],
    ['a wildcard', { hosts: ['*.example.com'] }, 'hosts[0]'],
    ['a user in a host', { hosts: ['me@example.com'] }, 'hosts[0]'],
    ['an unknown type', { type: 'password' }, 'type'],
    ['a secret that its type has not', { secrets: { token: 'x', other: 'y' } }, 'secrets.other'],
    ['no secret', { secrets: {} }, 'secrets.token'],
    ['an empty secret', { secrets: { token: '' } }, 'secrets.token'],
    ['a setting that its type has not', { settings: { region: 'eu' } }, 'settings.region'],
    ['a slot that no placeholder can name', { slot: 'my-slot' }, 'slot'],
    ['half of a character', { secrets: { token: '\ud83d' } }, 'secrets.token'],
    [
      'a field that is both',
      { type: 'custom', settings: { pin: '1' }, secrets: { pin: '2' } },
      'settings.pin',
    ],
  ])('with %s is refused with its place', async (_name, more, place) => {
    const { status, body } = await admin.request('POST', path, bearer(more));
    expect(status).toBe(400);
    expect(body.errors.map((error: { path: string }) => error.path)).toContain(place);
  });

  test('whose slot is taken is refused', async () => {
    const { slot } = await create(bearer());
    const { status, body } = await admin.request('POST', path, bearer({ slot }));
    expect({ status, code: body.code }).toEqual({ status: 409, code: 'slot_taken' });
    const blue = t.as(t.blue.users.admin, 'blue');
    expect((await blue.request('POST', path, bearer({ slot }))).status).toBe(201);
  });

  test('is kept, changed and deleted by admins only, and seen by every member', async () => {
    const { id, slot } = await create(bearer());
    const headers = { 'if-match': '"1"' };
    for (const caller of [viewer, editor]) {
      expect((await caller.request('POST', path, bearer())).status).toBe(403);
      expect((await caller.request('PATCH', `${path}/${id}`, { name: 'Mine' }, headers)).status).toBe(403);
      expect((await caller.request('DELETE', `${path}/${id}`, undefined, headers)).status).toBe(403);
      const { body } = await caller.request('GET', path);
      expect(body.items.map((item: { slot: string }) => item.slot)).toContain(slot);
    }
  });

  test('is listed page by page, newest change first', async () => {
    const blue = t.as(t.blue.users.admin, 'blue');
    for (const name of ['one', 'two', 'three']) await blue.request('POST', path, bearer({ name }));
    const first = await blue.request('GET', `${path}?limit=2`);
    expect(first.body.items.map((item: { name: string }) => item.name)).toEqual(['three', 'two']);
    const second = await blue.request('GET', `${path}?limit=2&cursor=${first.body.nextCursor}`);
    expect(second.body.items[0].name).toBe('one');
  });
});

describe('a change of a credential', () => {
  const patch = (id: string, body: unknown, version = 1) =>
    admin.request('PATCH', `${path}/${id}`, body, { 'if-match': `"${version}"` });

  test('keeps what it leaves out', async () => {
    const before = await create(bearer({ hosts: ['a.example.com', 'b.example.com'] }));
    const { status, body } = await patch(before.id, { name: 'Renamed', hosts: ['b.example.com'] });
    expect(status).toBe(200);
    expect(body).toEqual({
      ...before,
      name: 'Renamed',
      hosts: ['b.example.com'],
      version: 2,
      updatedAt: body.updatedAt,
    });
  });

  test('needs the newest version', async () => {
    const { id } = await create(bearer());
    expect((await admin.request('PATCH', `${path}/${id}`, { name: 'x' })).status).toBe(428);
    expect((await patch(id, { name: 'x' }, 7)).status).toBe(412);
  });

  test('adds a host only together with the secrets: who can’t read them can’t send them elsewhere', async () => {
    const { id } = await create(bearer());
    const hosts = ['api.example.com', 'evil.example'];
    const refused = await patch(id, { hosts });
    expect({ status: refused.status, at: refused.body.errors[0].path }).toEqual({
      status: 400,
      at: 'secrets',
    });
    const allowed = await patch(id, { hosts, secrets: { token: 'another_one_9999' } });
    expect(allowed.body).toMatchObject({ hosts, secrets: { token: { hint: '…9999' } } });
  });
});

describe('where a credential is used', () => {
  const flowWith = (request: object) => ({
    name: 'Uses it',
    definition: {
      graph: {
        steps: [
          { id: 'step_1', type: 'http', request: { method: 'GET', url: 'https://x.test', ...request } },
        ],
      },
    },
  });

  test('is told, and keeps it from being deleted unless that is forced', async () => {
    const { id, slot } = await create(bearer());
    const other = await create(bearer({ slot: `${slot}_longer` }));
    await editor.request('POST', '/flows', flowWith({ auth: { type: 'credential', slot } }));
    await editor.request('POST', '/connectors', {
      slug: `uses-${slot.replace('_', '-')}`,
      ...flowWith({ headers: { 'x-key': `{{workspace.${slot}.token}}` } }),
    });
    const users = await viewer.request('GET', `${path}/${id}/users`);
    expect(users.body.items.map(({ kind, name }: { kind: string; name: string }) => [kind, name])).toEqual([
      ['flow', 'Uses it'],
      ['connector', 'Uses it'],
    ]);
    expect((await viewer.request('GET', `${path}/${other.id}/users`)).body).toEqual({ items: [] });
    const headers = { 'if-match': '"1"' };
    const refused = await admin.request('DELETE', `${path}/${id}`, undefined, headers);
    expect({ status: refused.status, code: refused.body.code }).toEqual({
      status: 409,
      code: 'credential_in_use',
    });
    expect((await admin.request('DELETE', `${path}/${id}?force`, undefined, headers)).status).toBe(204);
    expect((await admin.request('DELETE', `${path}/${other.id}`, undefined, headers)).status).toBe(204);
    expect((await admin.request('GET', `${path}/${other.id}`)).status).toBe(404);
  });
});

describe('a run with a credential', () => {
  const run = async (slot: string, url: string) => {
    const request = { method: 'GET', url, auth: { type: 'credential', slot } };
    const definition = { graph: { steps: [{ id: 'step_1', type: 'http', request }] } };
    const { body } = await editor.request('POST', '/flows', { name: 'A flow', definition });
    return editor.request('POST', `/flows/${body.id}/execute`, { wait: 20 });
  };

  test('sends it to its host, and nobody finds it anywhere afterwards', async () => {
    const { id, slot } = await create(
      bearer({ secrets: { token: canary }, hosts: [`http://${new URL(upstream.url).host}`] }),
    );
    const { body } = await run(slot, `${upstream.url}/me`);
    expect(body.status, JSON.stringify(body.error)).toBe('succeeded');
    expect(upstream.requests.at(-1)?.headers.authorization).toContain('canary_4f2a');
    expect(findsSecret(JSON.stringify(body), canary)).toBe(false);
    const { lastUsedAt } = (await viewer.request('GET', `${path}/${id}`)).body;
    expect(Date.now() - Date.parse(lastUsedAt)).toBeLessThan(60_000);
    await run(slot, `${upstream.url}/me`);
    expect((await viewer.request('GET', `${path}/${id}`)).body.lastUsedAt).toBe(lastUsedAt);
    const dump = await dumpOf(t.database as MigratableDatabase);
    expect(dump).toContain('••••');
    expect(findsSecret(dump, canary)).toBe(false);
    expect(findsSecret(`${dump} ${canary}`, canary)).toBe(true);
  });

  test('sends it nowhere else', async () => {
    const { slot } = await create(bearer());
    const before = upstream.requests.length;
    const { body } = await run(slot, `${upstream.url}/me`);
    expect(body).toMatchObject({ status: 'failed', error: { code: 'credential' } });
    expect(upstream.requests.length).toBe(before);
  });

  test('isn’t started where no credential of the workspace fills the slot', async () => {
    const slot = freeSlot();
    await t.as(t.blue.users.admin, 'blue').request('POST', path, bearer({ slot }));
    const { status, body } = await run(slot, `${upstream.url}/me`);
    expect({ status, code: body.code }).toEqual({ status: 422, code: 'invalid_graph' });
    expect(body.errors[0].path).toContain('request.auth.slot');
  });

  test('that is deleted while the run waits for it fails that step', async () => {
    const { slot, id } = await create(bearer({ hosts: [`http://${new URL(upstream.url).host}`] }));
    const request = { method: 'GET', url: `${upstream.url}/me`, auth: { type: 'credential', slot } };
    const definition = {
      graph: {
        steps: [
          { id: 'pause', type: 'wait', for: { seconds: 1 } },
          { id: 'step_1', type: 'http', request },
        ],
        edges: [{ source: 'pause', target: 'step_1' }],
      },
    };
    const { body: flow } = await editor.request('POST', '/flows', { name: 'A flow', definition });
    const { body: started } = await editor.request('POST', `/flows/${flow.id}/execute`, {});
    await admin.request('DELETE', `${path}/${id}?force`, undefined, { 'if-match': '"1"' });
    await expect
      .poll(async () => (await editor.request('GET', `/executions/${started.id}`)).body, { timeout: 10_000 })
      .toMatchObject({ status: 'failed', error: { code: 'credential', step: 'step_1' } });
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
