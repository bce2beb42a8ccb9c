import { mkdir, stat, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { RunningServer } from '../../api/node/start-server.js';
import { createClient, createDevSession, type PatchbayClient } from '../../src/client/index.js';
import { gets } from '../support/definitions.js';
import { startTestServer, temporaryFolder } from '../support/server.js';
import { startUpstream } from '../support/upstream-server.js';

// Each of these starts databases or processes, several at a time.
vi.setConfig({ testTimeout: 60_000 });

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let server: RunningServer;
let appDirectory: string;
/** A script worth compressing. */
const large = 'export const grüße = 1;\n'.repeat(1_000);

beforeAll(async () => {
  folder = await temporaryFolder();
  appDirectory = join(folder.path, 'app');
  await mkdir(join(appDirectory, 'assets'), { recursive: true });
  await writeFile(join(appDirectory, 'index.html'), '<!doctype html><title>page</title>');
  await writeFile(join(appDirectory, 'assets', 'main-abc123.js'), 'export {}');
  await writeFile(join(appDirectory, 'assets', 'large-abc123.js'), large);
  server = await startTestServer({ dataDir: join(folder.path, 'data') }, { appDirectory });
});
afterAll(async () => {
  await server.close();
  await folder.remove();
});

async function connect(url: string): Promise<PatchbayClient> {
  const { token, workspaceId } = await createDevSession(url);
  return createClient({ baseUrl: url, token, workspaceId });
}

/** A request with headers that `fetch` wouldn't send, such as a foreign Host. */
function rawRequest(path: string, headers: Record<string, string>, method = 'GET'): Promise<number> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(server.url);
    request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });
}

describe('the first start', () => {
  test('has a workspace whose demo flow succeeds', async () => {
    expect(server.isNew).toBe(true);
    const client = await connect(server.url);
    const { items } = await client.flows.list();
    expect(items.map(({ name }) => name)).toEqual(['Order to shipment']);
    expect((await client.connectors.list()).items.map(({ slug }) => slug).sort()).toEqual([
      'create-shipment',
      'get-user',
      'quote-shipping',
    ]);
    const run = await client.flows.execute(items[0]?.id ?? '', { input: { userId: 1 }, wait: 25 });
    expect(run).toMatchObject({ status: 'succeeded', number: 1 });
    for (const { slug } of (await client.connectors.list()).items.filter(
      (connector) => connector.slug !== 'create-shipment',
    )) {
      const input = slug === 'get-user' ? { userId: 4 } : { country: 'AT', weightKg: 2 };
      expect(await client.connectors.execute(slug, { input, wait: 25 })).toMatchObject({
        status: 'succeeded',
      });
    }
  });

  test('keeps a secret that only its owner can read', async () => {
    const { mode } = await stat(join(folder.path, 'data', 'secret'));
    expect(mode & 0o077).toBe(0);
  });
});

describe('the page', () => {
  test('is served at every address of the app, under a strict policy', async () => {
    for (const path of ['/', '/flows/123', '/index.html']) {
      const response = await fetch(`${server.url}${path}`);
      expect(await response.text()).toContain('<title>page</title>');
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(response.headers.get('cache-control')).toBe('no-cache');
      expect(response.headers.get('content-security-policy')).toContain("script-src 'self';");
    }
  });

  test('its hashed files are kept for ever, and an unchanged page is not sent twice', async () => {
    const asset = await fetch(`${server.url}/assets/main-abc123.js`);
    expect(asset.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(asset.headers.get('cache-control')).toContain('immutable');
    const etag = (await fetch(server.url)).headers.get('etag') ?? '';
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`]) {
      const unchanged = await fetch(server.url, { headers: { 'if-none-match': known } });
      expect(unchanged.status).toBe(304);
      expect(unchanged.headers.get('etag')).toBe(etag);
      expect(unchanged.headers.get('cache-control')).toBe('no-cache');
    }
    expect((await fetch(server.url, { headers: { 'if-none-match': '"other"' } })).status).toBe(200);
  });

  test.each([
    ['br, gzip', 'br'],
    ['gzip, deflate', 'gzip'],
    ['gzip;q=1.0, br;q=0', 'gzip'],
    ['identity', null],
    ['deflate', null],
  ])('its scripts come smaller to who takes %s', async (accept, encoding) => {
    const url = `${server.url}/assets/large-abc123.js`;
    const response = await fetch(url, { headers: { 'accept-encoding': accept } });
    expect(response.headers.get('content-encoding')).toBe(encoding);
    expect(response.headers.get('vary')).toBe('accept-encoding');
    expect(Number(response.headers.get('content-length')) < 2_000).toBe(encoding !== null);
    expect(await response.text()).toBe(large);
    const other = await fetch(url, { headers: { 'accept-encoding': 'identity' } });
    expect(other.headers.get('etag') === response.headers.get('etag')).toBe(encoding === null);
  });

  test('HEAD answers as GET would, without the body', async () => {
    const get = await fetch(`${server.url}/assets/main-abc123.js`);
    const head = await fetch(`${server.url}/assets/main-abc123.js`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    for (const name of ['content-length', 'content-type', 'etag', 'cache-control']) {
      expect(head.headers.get(name)).toBe(get.headers.get(name));
    }
  });

  test.each(['/assets/none', '/assets/none.js', '/assets/', '/none.css'])(
    'a missing file %s is not the page',
    async (path) => {
      const response = await fetch(`${server.url}${path}`);
      expect([response.status, await response.text()]).toEqual([404, 'There is no such file.']);
      expect(response.headers.get('cache-control')).toBe('no-store');
    },
  );

  test.each([
    '/assets/none.js',
    '/..%2fdata%2fsecret',
    '/%2e%2e/data/secret.txt',
    '/assets/..%2f..%2fdata/x.txt',
    '/%ff.js',
    '/..\\data\\x.txt',
  ])('there is no file %s', async (path) => {
    const response = await fetch(`${server.url}${path}`);
    const text = await response.text();
    expect(response.status === 404 || text.includes('<title>page</title>')).toBe(true);
    expect(text).not.toMatch(/[0-9a-f]{64}/);
  });

  test('an unknown address of the API is a problem, not the page', async () => {
    const response = await fetch(`${server.url}/api/v2/flows`);
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
  });
});

test('a page whose name was rebound to this machine gets no session', async () => {
  expect(await rawRequest('/api/v1/dev/session', { host: 'evil.example' }, 'POST')).toBe(404);
  expect(
    await rawRequest('/api/v1/dev/session', { host: 'localhost', origin: 'https://evil.example' }, 'POST'),
  ).toBe(404);
  expect(
    await rawRequest('/api/v1/dev/session', { host: 'localhost', 'x-forwarded-for': '10.0.0.1' }, 'POST'),
  ).toBe(404);
  expect(await rawRequest('/api/v1/dev/session', { host: 'localhost' }, 'POST')).toBe(200);
});

describe('stopping and starting', () => {
  test('keeps what was changed, the runs and the sessions', async () => {
    const dataDir = join(folder.path, 'kept');
    const first = await startTestServer({ dataDir }, { appDirectory });
    const { token, workspaceId } = await createDevSession(first.url);
    const before = createClient({ baseUrl: first.url, token, workspaceId });
    const flow = (await before.flows.list()).items[0];
    await before.flows.update(flow?.id ?? '', { name: 'My own' }, { version: 1 });
    for (const connector of (await before.connectors.list()).items) {
      await before.connectors.delete(connector.id, { version: 1, force: true });
    }
    await first.close();

    const second = await startTestServer({ dataDir }, { appDirectory });
    expect(second.isNew).toBe(false);
    const after = createClient({ baseUrl: second.url, token, workspaceId });
    expect((await after.flows.list()).items.map(({ name }) => name)).toEqual(['My own']);
    expect((await after.connectors.list()).items).toEqual([]);
    await second.close();
  });

  test('ends event streams and waits at once, and then waits for the runs alone', async () => {
    const held: (() => void)[] = [];
    const upstream = await startUpstream((_request, response) => held.push(() => response.end('late')));
    const dataDir = join(folder.path, 'streaming');
    const settings = { dataDir, allowPrivateHosts: [upstream] };
    const first = await startTestServer(settings, { appDirectory });
    const { token, workspaceId } = await createDevSession(first.url);
    const client = createClient({ baseUrl: first.url, token, workspaceId });
    const flow = await client.flows.create({ name: 'Slow', definition: gets(`${upstream.url}/slow`) });
    const { id } = await client.flows.execute(flow.id, { input: null });
    const stream = await fetch(`${first.url}/api/v1/executions/${id}/events`, {
      headers: { authorization: `Bearer ${token}`, 'x-workspace-id': workspaceId },
    });
    const waiting = client.flows.execute(flow.id, { input: null, wait: 30 });
    await expect.poll(() => held.length, { timeout: 10_000 }).toBe(2);
    const closed = first.close();
    const startedAt = performance.now();
    expect(await stream.text()).toContain('event: step_started');
    expect(await waiting).toMatchObject({ status: 'running' });
    expect(performance.now() - startedAt).toBeLessThan(2_000);
    for (const release of held.splice(0)) release();
    await closed;
    expect(performance.now() - startedAt).toBeLessThan(4_000);
    await upstream.close();
  });

  test('with nothing to wait for takes no grace, also while a stream is open', async () => {
    const dataDir = join(folder.path, 'idle');
    const idle = await startTestServer({ dataDir }, { appDirectory });
    const client = await connect(idle.url);
    const [flow] = (await client.flows.list()).items;
    await client.flows.execute(flow?.id ?? '', { input: { userId: 1 }, wait: 25 });
    const startedAt = performance.now();
    await idle.close();
    expect(performance.now() - startedAt).toBeLessThan(2_500);
  });

  test('a port that is taken is said, and leaves nothing open behind', async () => {
    const upstream = await startUpstream((_request, response) => response.end('mine'));
    const dataDir = join(folder.path, 'taken');
    await expect(startTestServer({ dataDir, port: upstream.port }, { appDirectory })).rejects.toThrow(
      `Port ${upstream.port} is in use by another program.`,
    );
    const again = await startTestServer({ dataDir }, { appDirectory });
    await again.close();
    await upstream.close();
  });

  test('a data folder that is in use is refused', async () => {
    await expect(startTestServer({ dataDir: join(folder.path, 'data') }, { appDirectory })).rejects.toThrow(
      /in use by process/,
    );
  });
});

describe('the demo API', () => {
  test('of another Patchbay is shared; another program on its port is left alone', async () => {
    const demoPort = Number(new URL(server.demo.state === 'started' ? server.demo.url : '').port);
    const sharing = await startTestServer(
      { dataDir: join(folder.path, 'sharing'), demoPort },
      { appDirectory },
    );
    expect(sharing.demo).toMatchObject({ state: 'shared', url: `http://localhost:${demoPort}` });
    const client = await connect(sharing.url);
    expect(await client.connectors.execute('get-user', { input: { userId: 1 }, wait: 25 })).toMatchObject({
      status: 'succeeded',
    });
    await sharing.close();

    const upstream = await startUpstream((_request, response) => response.end('mine'));
    const without = await startTestServer(
      { dataDir: join(folder.path, 'without'), demoPort: upstream.port },
      { appDirectory },
    );
    expect(without.demo).toEqual({ state: 'port_taken' });
    const other = await connect(without.url);
    expect(await other.connectors.execute('get-user', { input: { userId: 1 }, wait: 25 })).toMatchObject({
      status: 'failed',
      error: { code: 'connection_failed' },
    });
    expect(upstream.requests.every(({ url }) => url === '/health')).toBe(true);
    await without.close();
    await upstream.close();
  });
});
