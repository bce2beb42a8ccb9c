import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Definition, Step } from '#engine';
import { type Answer, type Caller, startTestApi, type TestApi } from '../support/api.js';
import { echo } from '../support/definitions.js';
import { startUpstream, type Upstream } from '../support/upstream-server.js';

let upstream: Upstream;
/** Paths that fail for now: with this status, or by cutting the connection. */
const failing = new Map<string, number | 'reset'>();
let t: TestApi;
let editor: Caller;

beforeAll(async () => {
  upstream = await startUpstream((request, response, incoming) => {
    const failure = failing.get(request.url);
    if (failure === 'reset') incoming.socket.destroy();
    else if (failure !== undefined) response.writeHead(failure).end();
    else response.setHeader('content-type', 'application/json').end(JSON.stringify({ at: request.url }));
  });
  t = await startTestApi({ allow: [upstream] });
  editor = t.as(t.red.users.editor, 'red');
});
afterAll(async () => {
  await t.close();
  await upstream.close();
});
beforeEach(() => {
  failing.clear();
  upstream.requests.length = 0;
});

const once = { attempts: 1 };
const get = (id: string, path = `/${id}`): Step => ({
  id,
  type: 'http',
  retry: once,
  request: { method: 'GET', url: `${upstream.url}${path}` },
});
const chain = (...steps: Step[]): Definition => ({
  graph: {
    steps,
    edges: steps.slice(1).map(({ id }, index) => ({ source: steps[index]?.id ?? '', target: id })),
  },
});

async function run(definition: Definition, input: unknown = {}): Promise<Answer['body']> {
  const { body: flow } = await editor.request('POST', '/flows', { name: 'A flow', definition });
  return (await editor.request('POST', `/flows/${flow.id}/execute`, { input, wait: 20 })).body;
}

/** Repeats a run and answers how that ended. */
async function repeat(id: string, how: 'retry' | 'replay', body: unknown = {}): Promise<Answer['body']> {
  const answer = await editor.request('POST', `/executions/${id}/${how}`, body);
  expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 202 });
  expect(answer.headers.get('location')).toBe(`/api/v1/executions/${answer.body.id}`);
  return ended(answer.body.id);
}

async function ended(id: string): Promise<Answer['body']> {
  for (;;) {
    const { body } = await editor.request('GET', `/executions/${id}`);
    if (body.finishedAt !== null) return body;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const asked = () => upstream.requests.map(({ url }) => url);

describe('retry', () => {
  test('goes on from the failed step and keeps what had succeeded', async () => {
    failing.set('/c', 400);
    const first = await run(chain(get('a'), get('b'), get('c'), get('d')), { x: 1 });
    expect(first).toMatchObject({ status: 'failed', replay: null });
    failing.clear();
    const second = await repeat(first.id, 'retry');
    expect(asked()).toEqual(['/a', '/b', '/c', '/c', '/d']);
    expect(second).toMatchObject({
      status: 'succeeded',
      input: { x: 1 },
      output: { at: '/d' },
      replay: { of: first.id, kind: 'retry', from: null },
    });
    expect(second.number).toBeGreaterThan(first.number);
    expect(second.steps.map(({ path }: { path: string }) => path)).toEqual(['a', 'b', 'c', 'd']);
    // The requests of then are the other run's.
    expect(second.steps[0]).toMatchObject({ status: 'succeeded', output: { at: '/a' }, attempts: [] });
  });

  test('of a retry that failed too keeps what both did', async () => {
    failing.set('/b', 400);
    const first = await run(chain(get('a'), get('b'), get('c')));
    failing.clear();
    failing.set('/c', 400);
    const second = await repeat(first.id, 'retry');
    failing.clear();
    expect(await repeat(second.id, 'retry')).toMatchObject({ status: 'succeeded' });
    expect(asked()).toEqual(['/a', '/b', '/b', '/c', '/c']);
  });

  test('of a loop runs the items that had not ended well, and no others', async () => {
    failing.set('/item/2', 400);
    const loop = { ...get('all', '/item/{{item}}'), forEach: { items: '{{input.list}}' } };
    const first = await run(chain(loop, get('end')), { list: [1, 2, 3] });
    expect(first.status).toBe('failed');
    failing.clear();
    const second = await repeat(first.id, 'retry');
    expect(second).toMatchObject({ status: 'succeeded' });
    expect(second.steps.find(({ path }: { path: string }) => path === 'all').output).toEqual(
      [1, 2, 3].map((n) => ({ at: `/item/${n}` })),
    );
    expect(asked()).toEqual(['/item/1', '/item/2', '/item/2', '/item/3', '/end']);
  });

  test('of a connector step goes on inside of it', async () => {
    const definition = chain(get('in'), get('out'));
    await editor.request('POST', '/connectors', { slug: 'two', name: 'Two', definition });
    failing.set('/out', 400);
    const first = await run(chain({ id: 'both', type: 'connector', connector: 'two', input: {} }));
    failing.clear();
    expect(await repeat(first.id, 'retry')).toMatchObject({ status: 'succeeded', output: { at: '/out' } });
    expect(asked()).toEqual(['/in', '/out', '/out']);
  });

  test('sends the same idempotency key where no answer came, and another where one did', async () => {
    const post = (id: string): Step => ({
      id,
      type: 'http',
      retry: once,
      request: { method: 'POST', url: `${upstream.url}/${id}` },
    });
    const keys = () => upstream.requests.map(({ headers }) => headers['idempotency-key']);
    failing.set('/lost', 'reset');
    const lost = await run(chain(post('lost')));
    await repeat(lost.id, 'retry');
    failing.clear();
    const [first, second, ...none] = keys();
    expect(none).toEqual([]);
    expect(first).toMatch(/^[0-9a-f]{32}$/);
    expect(second).toBe(first);

    upstream.requests.length = 0;
    failing.set('/refused', 400);
    const refused = await run(chain(post('refused')));
    const again = await repeat(refused.id, 'retry');
    await repeat(again.id, 'retry');
    expect(new Set(keys()).size).toBe(3);
  });

  test('with the newest version runs what was changed since, and keeps what was not', async () => {
    failing.set('/b', 400);
    const { body: flow } = await editor.request('POST', '/flows', {
      name: 'A flow',
      definition: chain(get('a'), get('b')),
    });
    const { body: first } = await editor.request('POST', `/flows/${flow.id}/execute`, { wait: 20 });
    const mended = chain(get('a'), get('b', '/mended'));
    await editor.request('PATCH', `/flows/${flow.id}`, { definition: mended }, { 'if-match': '"1"' });
    expect(await repeat(first.id, 'retry')).toMatchObject({ status: 'failed', version: 1 });
    const newest = await repeat(first.id, 'retry', { version: 'newest' });
    expect(newest).toMatchObject({ status: 'succeeded', version: 2 });
    expect(asked()).toEqual(['/a', '/b', '/b', '/mended']);
  });

  test('with the newest version runs a connector that was changed since from its beginning', async () => {
    const definition = chain(get('in'), get('out'));
    const { body: connector } = await editor.request('POST', '/connectors', {
      slug: 'mended',
      name: 'Mended',
      definition,
    });
    failing.set('/out', 400);
    const first = await run(
      chain(get('before'), { id: 'both', type: 'connector', connector: 'mended', input: {} }),
    );
    failing.clear();
    const changed = { definition: chain(get('in', '/new-in'), get('out')) };
    await editor.request('PATCH', `/connectors/${connector.id}`, changed, { 'if-match': '"1"' });
    await repeat(first.id, 'retry', { version: 'newest' });
    expect(asked()).toEqual(['/before', '/in', '/out', '/new-in', '/out']);
  });

  test('is refused for a run that succeeded, or is under way', async () => {
    const { id } = await run(echo);
    expect(await editor.request('POST', `/executions/${id}/retry`, {})).toMatchObject({
      status: 409,
      body: { code: 'nothing_to_retry' },
    });
    const waits = await editor.request('POST', '/flows', {
      name: 'Waits',
      definition: { graph: { steps: [{ id: 'later', type: 'wait', for: { seconds: 600 } }] } },
    });
    const { body } = await editor.request('POST', `/flows/${waits.body.id}/execute`, {});
    for (const [method, path] of [
      ['POST', '/retry'],
      ['POST', '/replay'],
      ['DELETE', ''],
    ] as const) {
      const answer = await editor.request(
        method,
        `/executions/${body.id}${path}`,
        method === 'POST' ? {} : undefined,
      );
      expect(answer, path).toMatchObject({ status: 409, body: { code: 'not_finished' } });
    }
    await editor.request('POST', `/executions/${body.id}/cancel`);
    expect((await ended(body.id)).status).toBe('cancelled');
  });
});

describe('replay', () => {
  test('runs all again on the same input', async () => {
    const first = await run(chain(get('a'), get('b')), { x: 1 });
    const second = await repeat(first.id, 'replay');
    expect(second).toMatchObject({
      status: 'succeeded',
      input: { x: 1 },
      replay: { of: first.id, kind: 'replay', from: null },
    });
    expect(asked()).toEqual(['/a', '/b', '/a', '/b']);
  });

  test('from a step keeps what it doesn’t come before', async () => {
    const first = await run(chain(get('a'), get('b'), get('c')));
    await repeat(first.id, 'replay', { from: 'b' });
    expect(asked()).toEqual(['/a', '/b', '/c', '/b', '/c']);
  });

  test('of steps without edges, which run one after another, keeps those before', async () => {
    const first = await run({ graph: { steps: [get('a'), get('b'), get('c')] } });
    await repeat(first.id, 'replay', { from: 'b' });
    expect(asked()).toEqual(['/a', '/b', '/c', '/b', '/c']);
  });

  test('with pinned outputs doesn’t run those steps', async () => {
    const first = await run(chain(get('a'), get('b', '/{{a.at}}')));
    const second = await repeat(first.id, 'replay', { pinned: { a: { at: 'pinned' } } });
    expect(second).toMatchObject({ status: 'succeeded', output: { at: '/pinned' } });
    expect(asked().slice(2)).toEqual(['/pinned']);
  });

  test('says which step there is none of, and that a branch has no output', async () => {
    const { id } = await run(
      chain(get('a'), {
        id: 'way',
        type: 'branch',
        cases: [{ id: 'yes', when: { left: '{{a.at}}', op: 'not_empty' } }],
      }),
    );
    const refused = async (body: unknown) =>
      (await editor.request('POST', `/executions/${id}/replay`, body)).body.errors;
    expect(await refused({ from: 'z' })).toEqual([{ path: 'from', message: "There is no step 'z'" }]);
    expect(await refused({ pinned: { z: 1 } })).toMatchObject([{ path: 'pinned.z' }]);
    expect(await refused({ pinned: { way: 1 } })).toMatchObject([
      { message: 'A branch has no output to pin' },
    ]);
  });
});

describe('delete', () => {
  test('takes a run away with all that was recorded; a run that repeated it stays', async () => {
    const first = await run(chain(get('a')));
    const second = await repeat(first.id, 'replay');
    expect((await editor.request('DELETE', `/executions/${first.id}`)).status).toBe(204);
    expect((await editor.request('GET', `/executions/${first.id}`)).status).toBe(404);
    const left = await t.database.as({ role: 'service' }, (tx) =>
      tx
        .selectFrom('connector_execution_events')
        .select('seq')
        .where('execution_id', '=', first.id)
        .execute(),
    );
    expect(left).toEqual([]);
    expect((await editor.request('GET', `/executions/${second.id}`)).body.replay).toEqual({
      of: null,
      kind: 'replay',
      from: null,
    });
  });
});

test('runs are found by what started them and when', async () => {
  const { id, createdAt } = await run(echo);
  const found = async (query: string) =>
    (await editor.request('GET', `/executions?${query}`)).body.items.map((one: { id: string }) => one.id);
  const at = encodeURIComponent(createdAt);
  const after = encodeURIComponent(new Date(Date.parse(createdAt) + 60_000).toISOString());
  expect(await found(`createdFrom=${at}`)).toContain(id);
  expect(await found(`createdFrom=${after}`)).toEqual([]);
  expect(await found(`createdBefore=${at}`)).not.toContain(id);
  expect(await found(`createdBefore=${after}&trigger=api`)).toContain(id);
  expect(await found('trigger=manual')).toEqual([]);
});
