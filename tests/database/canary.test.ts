import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { RequestLogEntry } from '../../api/middleware/request-log.js';
import { createClient } from '../../src/client/index.js';
import { signToken, startTestApi, type TestApi } from '../support/api.js';
import { drivers, type TestDatabase } from '../support/database.js';
import { uniqueName } from '../support/route-world.js';
import { encoders } from '../support/secret-encoders.js';
import { findsSecret } from '../support/secret-finder.js';
import { startUpstream, type Upstream } from '../support/upstream-server.js';

/** Long and full of what encodings change. */
const canaryOf = (name: string) => `canary-${name}_Zx"9/\\&<ü>+ ${name}=4f2a${'0123456789abcdef'}`;

/** A way to use a credential, and what an upstream gets of it. */
const uses = [
  {
    name: 'bearer',
    credential: { type: 'bearer', secrets: (secret: string) => ({ token: secret }) },
    request: (slot: string) => ({ auth: { type: 'credential', slot } }),
  },
  {
    name: 'basic',
    credential: {
      type: 'basic',
      settings: { username: 'shop' },
      secrets: (secret: string) => ({ password: secret }),
    },
    request: (slot: string) => ({ auth: { type: 'credential', slot } }),
  },
  {
    name: 'api key in the query',
    credential: {
      type: 'api_key',
      settings: { in: 'query', name: 'key' },
      secrets: (secret: string) => ({ value: secret }),
    },
    request: (slot: string) => ({ auth: { type: 'credential', slot } }),
  },
  {
    name: 'custom, in the body',
    credential: { type: 'custom', settings: {}, secrets: (secret: string) => ({ key: secret }) },
    request: (slot: string) => ({
      method: 'POST',
      body: { type: 'json', value: { nested: [`before {{workspace.${slot}.key}} after`] } },
    }),
  },
  {
    name: 'custom, in the URL',
    credential: { type: 'custom', settings: {}, secrets: (secret: string) => ({ key: secret }) },
    request: (slot: string) => ({ query: { q: `{{workspace.${slot}.key}}` } }),
  },
] as const;

/** How an upstream gives away what it got: each encoding, in a body, in headers, in an error, and in what is no JSON. */
function reflect(
  secret: string,
  url: string,
): { status: number; headers: Record<string, string>; body: string } {
  const encoded = encoders.map(({ encode }) => encode(secret));
  // Header values are bytes of one line.
  const inHeaders = encoded.filter((text) => /^[\x21-\x7e]+$/.test(text));
  const headers = Object.fromEntries(inHeaders.map((text, index) => [`x-echo-${index}`, text]));
  if (url.includes('/headers')) return { status: 200, headers, body: '{}' };
  if (url.includes('/error')) return { status: 500, headers: {}, body: JSON.stringify({ error: encoded }) };
  if (url.includes('/text'))
    return { status: 200, headers: { 'content-type': 'text/html' }, body: encoded.join('\n') };
  return { status: 200, headers: {}, body: JSON.stringify({ encoded, [secret]: 'a name', raw: secret }) };
}

describe.each(drivers)('a secret on $name', (driver) => {
  let opened: TestDatabase;
  let t: TestApi;
  let upstream: Upstream;
  /** What the upstream gives away next. */
  let leaking = '';
  /** All that people and logs got to see. */
  let seen: string[];
  const logged: RequestLogEntry[] = [];
  const complained = vi.spyOn(console, 'error').mockImplementation(() => {});

  beforeAll(async () => {
    upstream = await startUpstream(({ url }, response) => {
      const { status, headers, body } = reflect(leaking, url);
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
    });
    opened = await driver.openMigrated();
    t = await startTestApi({
      database: opened.database,
      allow: [upstream],
      api: { log: (entry) => logged.push(entry) },
    });
  });
  afterAll(async () => {
    await t.close();
    await opened.close();
    await upstream.close();
    complained.mockRestore();
  });

  /** Asks the API, and notes every byte that comes back. */
  async function ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    const response = await t.api.request(`/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await signToken({ sub: t.red.users.owner })}`,
        'x-workspace-id': 'red',
        'content-type': 'application/json',
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    seen.push(JSON.stringify([...response.headers]), text);
    return { status: response.status, text };
  }

  /** Every row of every table, as the superuser sees them. */
  async function dump(): Promise<string[]> {
    return opened.database.asOwner(async (session) => {
      const tables = await session.query<{ name: string }>(
        `select format('%I.%I', schemaname, tablename) as name from pg_tables
         where schemaname not in ('pg_catalog', 'information_schema')`,
      );
      const rows: string[] = [];
      for (const { name } of tables) {
        const found = await session.query<{ row: string }>(
          `select to_json(t)::text as row from ${name} as t`,
        );
        rows.push(...found.map(({ row }) => `${name} ${row}`));
      }
      return rows;
    });
  }

  /** Runs a flow with a step for each way of giving the secret away, and reads all that there is to read about it. */
  async function runAndRead(request: object): Promise<void> {
    const stepOf = (id: string, kind = id) => ({
      id,
      type: 'http',
      request: { method: 'GET', url: `${upstream.url}/${kind}`, ...request },
      retry: { attempts: 1 },
    });
    const ways = ['body', 'headers', 'text'];
    const output = Object.fromEntries(ways.map((way) => [way, `{{${way}}}`]));
    await runAndReadFlow({ steps: ways.map((way) => stepOf(way)), output }, 'succeeded');
    await runAndReadFlow({ steps: [stepOf('refused', 'error')] }, 'failed');
  }

  async function runAndReadFlow(graph: object, status: string): Promise<void> {
    const flow = JSON.parse((await ask('POST', '/flows', { name: 'Canary', definition: { graph } })).text);
    const run = JSON.parse((await ask('POST', `/flows/${flow.id}/execute`, { input: {}, wait: 30 })).text);
    expect(run.status, JSON.stringify([flow, run])).toBe(status);
    for (const path of [`/executions/${run.id}`, `/executions/${run.id}/events`, '/executions', '/flows']) {
      expect((await ask('GET', path)).status).toBe(200);
    }
  }

  async function everything(): Promise<string[]> {
    const complaints = complained.mock.calls
      .flat()
      .map((call) => (call instanceof Error ? `${call.stack}` : String(call)));
    return [...seen, ...logged.map((entry) => JSON.stringify(entry)), ...complaints, ...(await dump())];
  }

  const leaks = (texts: readonly string[], secret: string) =>
    texts.filter((text) => findsSecret(text, secret)).map((text) => text.slice(0, 200));

  test.each(uses)('of a credential ($name) is nowhere, however the upstream gives it away', async (use) => {
    const secret = canaryOf(use.name.replace(/\W/g, ''));
    leaking = secret;
    seen = [];
    const slot = uniqueName();
    const { secrets, ...kind } = use.credential;
    const body = { slot, name: 'Shop', ...kind, secrets: secrets(secret), hosts: [upstream.url] };
    const made = await ask('POST', '/workspace/credentials', body);
    expect(made.status, made.text).toBe(201);
    const { id } = JSON.parse(made.text);
    const before = upstream.requests.length;
    await runAndRead(use.request(slot));
    // It really went there, so that there was something to give away.
    const sent = upstream.requests.slice(before).map((each) => JSON.stringify(each));
    expect(sent).toHaveLength(4);
    for (const each of sent) expect(findsSecret(each, secret)).toBe(true);
    await ask('GET', '/workspace/credentials');
    await ask('GET', `/workspace/credentials/${id}`);
    await ask('PATCH', `/workspace/credentials/${id}`, { secrets: secrets(secret) }, { 'if-match': '"1"' });
    expect(leaks(await everything(), secret)).toEqual([]);
  });

  test('in a request that is refused is not said back, by the answer, the log or the client’s error', async () => {
    const secret = canaryOf('refused');
    seen = [];
    const body = {
      slot: 'a b',
      name: 'Shop',
      type: 'bearer',
      secrets: { token: secret, [secret]: 1 },
      hosts: [],
    };
    expect(
      (await ask('POST', '/workspace/credentials', { ...body, secrets: { token: [secret] } })).status,
    ).toBe(400);
    const client = createClient({
      baseUrl: 'http://patchbay.test',
      workspaceId: 'red',
      token: await signToken({ sub: t.red.users.owner }),
      fetch: async (url, init) => t.api.request(url, init),
    });
    const error = await client.credentials
      .create({ slot: 'a b', name: 'Shop', type: 'bearer', secrets: { token: secret }, hosts: [] })
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'ApiError', status: 400 });
    seen.push(JSON.stringify(error), String(error), String(error instanceof Error && error.stack));
    expect(leaks(await everything(), secret)).toEqual([]);
  });

  test('that is no credential is found in the answers, the events and the tables: the search can find', async () => {
    const secret = canaryOf('control');
    leaking = secret;
    seen = [];
    await runAndRead({ method: 'POST', body: { type: 'json', value: { key: secret } } });
    expect(leaks(seen, secret).length).toBeGreaterThan(3);
    const tables = new Set(
      (await dump()).filter((row) => findsSecret(row, secret)).map((row) => row.split(' ')[0]),
    );
    for (const table of [
      'flows',
      'flow_versions',
      'connector_execution_events',
      'connector_execution_steps',
    ]) {
      expect([...tables]).toContain(`public.${table}`);
    }
  });
});

test('every answer says how long it took', async () => {
  const t = await startTestApi();
  for (const path of ['/health', '/nothing', '/session']) {
    const { headers } = await t.api.request(`/api/v1${path}`);
    expect(headers.get('server-timing')).toMatch(/^total;dur=\d+\.\d$/);
  }
  await t.close();
});
