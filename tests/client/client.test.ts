import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningServer } from '../../api/node/start-server.js';
import {
  ApiError,
  createClient,
  createDevSession,
  type PatchbayClient,
  type RunEvent,
} from '../../src/client/index.js';
import { type CuttingProxy, startCuttingProxy } from '../support/cutting-proxy.js';
import { echo } from '../support/definitions.js';
import { startTestServer, temporaryFolder } from '../support/server.js';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let server: RunningServer;
let proxy: CuttingProxy;
let client: PatchbayClient;
let flowId: string;

beforeAll(async () => {
  folder = await temporaryFolder();
  server = await startTestServer({ dataDir: folder.path }, { demoDelay: true });
  proxy = await startCuttingProxy(server.url);
  const session = await createDevSession(proxy.url);
  client = createClient({
    baseUrl: `${proxy.url}/`,
    workspaceId: session.workspaceId,
    token: async () => session.token,
  });
  flowId = (await client.flows.list()).items[0]?.id ?? '';
});
afterAll(async () => {
  await proxy.close();
  await server.close();
  await folder.remove();
});

async function collect(events: AsyncIterable<RunEvent>): Promise<RunEvent[]> {
  const collected: RunEvent[] = [];
  for await (const event of events) collected.push(event);
  return collected;
}

describe('resources', () => {
  test('the session says who is asking', async () => {
    expect(await client.session.get()).toMatchObject({
      user: { email: 'you@localhost' },
      workspaces: [{ id: 'demo', role: 'owner' }],
      capabilities: { embedded: true },
    });
  });

  test('versions are listed, read and restored', async () => {
    const made = await client.flows.create({ name: 'First', definition: echo });
    await client.flows.update(made.id, { name: 'Second' }, { version: 1 });
    const { items } = await client.flows.versions(made.id, { limit: 10 });
    expect(items.map(({ version, name }) => [version, name])).toEqual([
      [2, 'Second'],
      [1, 'First'],
    ]);
    expect(await client.flows.version(made.id, 1)).toMatchObject({ name: 'First', definition: echo });
    expect(await client.flows.restore(made.id, 1, { version: 2 })).toMatchObject({
      name: 'First',
      version: 3,
    });
    await client.flows.delete(made.id, { version: 3 });
  });

  test('credentials are made, found, changed and deleted, and told without their secrets', async () => {
    const made = await client.credentials.create({
      slot: 'shop',
      name: 'Shop',
      type: 'api_key',
      settings: { in: 'header', name: 'X-Key' },
      secrets: { value: 'key_0123456789_4f2a' },
      hosts: ['api.example.com'],
    });
    expect(made.secrets).toEqual({ value: { set: true, hint: '…4f2a' } });
    expect(await client.credentials.get(made.id)).toEqual(made);
    expect((await client.credentials.list({ limit: 1 })).items).toEqual([made]);
    expect(await client.credentials.users(made.id)).toEqual([]);
    const changed = await client.credentials.update(made.id, { name: 'Store' }, { version: made.version });
    expect(changed).toMatchObject({ name: 'Store', version: 2 });
    await client.credentials.delete(made.id, { version: 2 });
    await expect(client.credentials.get(made.id)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('members are added, changed and removed', async () => {
    const userId = crypto.randomUUID();
    const added = await client.members.add({ userId, role: 'viewer', email: 'new@example.com' });
    expect(added).toMatchObject({ userId, role: 'viewer', email: 'new@example.com' });
    expect(await client.members.update(userId, { role: 'editor' })).toMatchObject({ role: 'editor' });
    expect(await client.members.list()).toContainEqual({ ...added, role: 'editor' });
    await client.members.remove(userId);
    expect((await client.members.list()).map((member) => member.userId)).not.toContain(userId);
  });

  test('a key is made, works without a named workspace, and is revoked', async () => {
    const { token, ...key } = await client.keys.create({ name: 'A program', scopes: ['read', 'execute'] });
    expect(await client.keys.list()).toContainEqual(key);
    const program = createClient({ baseUrl: proxy.url, token });
    expect((await program.flows.list()).items.map(({ id }) => id)).toContain(flowId);
    await client.keys.revoke(key.id);
    await expect(program.flows.list()).rejects.toMatchObject({ status: 401, code: 'unauthorized' });
  });

  test('the audit log says who did what, page by page', async () => {
    const flow = await client.flows.create({ name: 'Audited', definition: echo });
    await client.flows.update(flow.id, { name: 'Renamed' }, { version: 1 });
    const first = await client.audit.list({ subjectType: 'flow', subjectId: flow.id, limit: 1 });
    expect(first.items).toMatchObject([
      { action: 'flow.updated', actor: { type: 'user' }, subject: { name: 'Renamed' } },
    ]);
    const query = { subjectId: flow.id, limit: 1, cursor: first.nextCursor ?? '' };
    const second = await client.audit.list(query);
    expect(second).toMatchObject({ items: [{ action: 'flow.created' }], nextCursor: null });
  });

  test('connectors are made, read, changed, run and deleted', async () => {
    const made = await client.connectors.create({ slug: 'echo', name: 'Echo', definition: echo });
    expect(await client.connectors.get('echo')).toEqual(made);
    expect((await client.connectors.list({ q: 'echo', limit: 1 })).items).toEqual([made]);
    const changed = await client.connectors.update(made.id, { name: 'Echo 2' }, { version: made.version });
    expect(changed).toMatchObject({ name: 'Echo 2', version: 2 });
    expect(await client.connectors.execute('echo', { input: { a: 1 }, wait: 20 })).toMatchObject({
      status: 'succeeded',
      output: { got: { a: 1 } },
    });
    await client.connectors.delete(made.id, { version: 2, force: true });
    await expect(client.connectors.get(made.id)).rejects.toMatchObject({ status: 404, code: 'not_found' });
  });

  test('flows are made, changed and deleted', async () => {
    const made = await client.flows.create({ name: 'Mine', definition: echo });
    const changed = await client.flows.update(made.id, { description: 'New' }, { version: 1 });
    expect(changed).toMatchObject({ name: 'Mine', description: 'New', version: 2 });
    await client.flows.delete(made.id, { version: 2 });
    expect((await client.flows.list({ q: 'Mine' })).items).toEqual([]);
  });

  test('a list goes on at its cursor', async () => {
    const first = await client.connectors.list({ limit: 1 });
    const second = await client.connectors.list({ limit: 1, cursor: first.nextCursor ?? '' });
    expect(second.items[0]?.id).not.toBe(first.items[0]?.id);
  });
});

describe('errors', () => {
  test('a refusal is an ApiError with what the server said', async () => {
    const error = await client.flows
      .update(flowId, { name: 'x' }, { version: 99 })
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({
      name: 'ApiError',
      status: 412,
      code: 'version_conflict',
      message: 'The newest version is 1. Load it and make the change again.',
      requestId: expect.stringMatching(/^[\w-]{36}$/),
    });
  });

  test('it has the places of what was wrong', async () => {
    const definition = { graph: { steps: [] }, extra: true };
    await expect(client.flows.create({ name: '', definition })).rejects.toMatchObject({
      code: 'invalid_request',
      errors: [{ path: 'name' }, { path: 'definition.extra', message: 'There is no such field' }],
    });
  });

  test('a server that is not there is the code network, with the cause', async () => {
    const nowhere = createClient({ baseUrl: 'http://127.0.0.1:1' });
    await expect(nowhere.session.get()).rejects.toMatchObject({
      status: 0,
      code: 'network',
      cause: expect.any(Error),
    });
  });

  test('an aborted call rejects with the reason of the abort, not as a failure of the network', async () => {
    await expect(client.flows.list({}, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    });
  });

  test('an answer that is no problem document is told by its status', async () => {
    const odd = createClient({ baseUrl: '', fetch: async () => new Response('<html>', { status: 502 }) });
    await expect(odd.session.get()).rejects.toMatchObject({ status: 502, code: 'unexpected_answer' });
    const page = createClient({ baseUrl: '', fetch: async () => new Response('<html>', { status: 200 }) });
    await expect(page.session.get()).rejects.toMatchObject({
      name: 'ApiError',
      status: 200,
      code: 'unexpected_answer',
      cause: expect.any(SyntaxError),
    });
  });
});

describe('events', () => {
  test('come live, once each and in order, and end with the run', async () => {
    const { id } = await client.flows.execute(flowId, { input: { userId: 1 } });
    const events = await collect(client.executions.events(id));
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
    expect(events.at(-1)?.type).toBe('run_succeeded');
    expect(await client.executions.get(id)).toMatchObject({ status: 'succeeded', seq: events.length });
    expect((await collect(client.executions.events(id, { after: 2 }))).map(({ seq }) => seq)).toEqual(
      events.slice(2).map(({ seq }) => seq),
    );
    expect(await collect(client.executions.events(id, { after: events.length }))).toEqual([]);
  });

  test('go on after the line was cut, and after the server was away, without a gap or a repeat', async () => {
    const { id } = await client.flows.execute(flowId, { input: { userId: 2 } });
    const before = proxy.connections();
    const seqs: number[] = [];
    let last: RunEvent | undefined;
    for await (const event of client.executions.events(id)) {
      seqs.push(event.seq);
      last = event;
      if (event.seq === 3) proxy.cut();
      if (event.seq === 7) {
        proxy.refuse(true);
        proxy.cut();
        setTimeout(() => proxy.refuse(false), 600);
      }
    }
    expect(seqs).toEqual(seqs.map((_, index) => index + 1));
    expect(last?.type).toBe('run_succeeded');
    expect(proxy.connections() - before).toBeGreaterThanOrEqual(2);
  });

  test('an abort ends the loop without an error', async () => {
    const { id } = await client.flows.execute(flowId, { input: { userId: 3 } });
    const controller = new AbortController();
    const seen: number[] = [];
    for await (const event of client.executions.events(id, { signal: controller.signal })) {
      seen.push(event.seq);
      if (event.seq === 2) controller.abort();
    }
    expect(seen).toEqual([1, 2]);
    await client.executions.cancel(id);
  });

  test('a refusal ends them at once', async () => {
    const events = client.executions.events('0b0e4f6e-0000-4000-8000-000000000000');
    await expect(collect(events)).rejects.toMatchObject({ status: 404 });
  });
});
