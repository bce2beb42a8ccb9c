import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApi } from '../../api/create-api.js';
import { type Answer, type Caller, signToken, startTestApi, type TestApi, testAuth } from '../support/api.js';
import { echo, gets } from '../support/definitions.js';
import { startUpstream, type Upstream } from '../support/upstream-server.js';

let upstream: Upstream;
/** Answers of `/slow…` that are held back, by address. */
const held = new Map<string, () => void>();
let t: TestApi;
let editor: Caller;

beforeAll(async () => {
  upstream = await startUpstream((request, response) => {
    const answer = () => response.setHeader('content-type', 'application/json').end('{"ok":true}');
    if (request.url.startsWith('/slow')) held.set(request.url, answer);
    else if (request.url === '/broken') response.writeHead(400).end('no');
    else answer();
  });
  t = await startTestApi({ allow: [upstream] });
  editor = t.as(t.red.users.editor, 'red');
});
afterAll(async () => {
  for (const answer of held.values()) answer();
  await t.close();
  await upstream.close();
});

async function flowOf(definition: unknown): Promise<string> {
  return (await editor.request('POST', '/flows', { name: 'A flow', definition })).body.id;
}

async function execute(id: string, body: unknown = {}): Promise<Answer> {
  return editor.request('POST', `/flows/${id}/execute`, body);
}

describe('execute', () => {
  test('answers 202 with the address of the queued run', async () => {
    const answer = await execute(await flowOf(gets(`${upstream.url}/users`)));
    expect(answer).toMatchObject({
      status: 202,
      body: { status: 'queued', steps: [], output: null, trigger: 'api' },
    });
    expect(answer.headers.get('location')).toBe(`/api/v1/executions/${answer.body.id}`);
  });

  test('with wait answers 200 with the finished run, its steps and attempts', async () => {
    const id = await flowOf(gets(`${upstream.url}/users`));
    const { status, body } = await execute(id, { wait: 20 });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      flowId: id,
      connectorId: null,
      status: 'succeeded',
      output: { ok: true },
      error: null,
    });
    expect(body.steps).toMatchObject([
      {
        path: 'step_1',
        status: 'succeeded',
        attempts: [{ number: 1, response: { status: 200, body: { ok: true } } }],
      },
    ]);
    expect((await editor.request('GET', `/executions/${body.id}`)).body).toEqual(body);
  });

  test('with a wait that is too short answers 202 as the run stands, in time', async () => {
    const startedAt = performance.now();
    const answer = await execute(await flowOf(gets(`${upstream.url}/slow-wait`)), { wait: 0.5 });
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    expect(answer).toMatchObject({ status: 202, body: { status: 'running' } });
  });

  test('a failed run is an answer, with the step and what to do', async () => {
    const { status, body } = await execute(await flowOf(gets(`${upstream.url}/broken`)), { wait: 20 });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      status: 'failed',
      error: { code: 'http_status', status: 400, step: 'step_1' },
    });
  });

  test('a connector runs by its slug and counts', async () => {
    await editor.request('POST', '/connectors', { slug: 'echo', name: 'Echo', definition: echo });
    const { body } = await editor.request('POST', '/connectors/echo/execute', { input: { a: 1 }, wait: 20 });
    expect(body).toMatchObject({
      status: 'succeeded',
      output: { got: { a: 1 } },
      name: 'Echo',
      flowId: null,
    });
    expect((await editor.request('GET', '/connectors/echo')).body.stats).toMatchObject({
      executions: 1,
      succeeded: 1,
    });
  });

  test('a graph that cannot run is refused with every problem and its place', async () => {
    const answer = await execute(await flowOf(gets('{{missing.url}}', 'https://example.com/{{step_9.id}}')));
    expect(answer).toMatchObject({ status: 422, body: { code: 'invalid_graph' } });
    expect(answer.body.errors.map(({ path }: { path: string }) => path)).toEqual([
      'step_1.request.url',
      'step_2.request.url',
    ]);
  });

  test('an input that does not fit the schema is refused, and defaults are filled in', async () => {
    const inputSchema = {
      type: 'object',
      required: ['n'],
      properties: { n: { type: 'integer' }, m: { type: 'integer', default: 7 } },
    };
    const id = await flowOf({ ...echo, inputSchema });
    const refused = await execute(id, { input: { n: 'one' } });
    expect(refused).toMatchObject({
      status: 422,
      body: { code: 'invalid_input', errors: [{ path: 'input.n' }] },
    });
    expect((await execute(id)).body).toMatchObject({ code: 'invalid_input' });
    expect((await execute(id, { input: { n: 1 }, wait: 20 })).body).toMatchObject({
      input: { n: 1, m: 7 },
      output: { got: { n: 1, m: 7 } },
    });
  });

  test('unknown fields and waits beyond 30 s are refused', async () => {
    const id = await flowOf(echo);
    expect(await execute(id, { inputs: {} })).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'inputs' }] },
    });
    expect(await execute(id, { wait: 31 })).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'wait' }] },
    });
  });
});

describe('cancel', () => {
  test('stops a run, and a run that has ended refuses', async () => {
    const { body } = await execute(await flowOf(gets(`${upstream.url}/slow-cancel`)), { wait: 1 });
    const cancelled = await editor.request('POST', `/executions/${body.id}/cancel`);
    expect(cancelled).toMatchObject({ status: 202, body: { id: body.id } });
    await expect
      .poll(async () => (await editor.request('GET', `/executions/${body.id}`)).body.status, {
        timeout: 10_000,
      })
      .toBe('cancelled');
    expect(await editor.request('POST', `/executions/${body.id}/cancel`)).toMatchObject({
      status: 409,
      body: { code: 'already_finished' },
    });
  });
});

describe('the list', () => {
  test('is newest first, by pages and filters', async () => {
    const id = await flowOf(echo);
    for (let index = 0; index < 5; index += 1) await execute(id, { wait: 20 });
    const first = (await editor.request('GET', `/executions?flowId=${id}&limit=3`)).body;
    const second = (
      await editor.request('GET', `/executions?flowId=${id}&limit=3&cursor=${first.nextCursor}`)
    ).body;
    const numbers = [...first.items, ...second.items].map(({ number }: { number: number }) => number);
    expect(numbers).toEqual([...numbers].sort((a, b) => b - a));
    expect(numbers.length).toBe(5);
    expect(second.nextCursor).toBeNull();
    const failed = (await editor.request('GET', `/executions?flowId=${id}&status=failed`)).body;
    expect(failed.items).toEqual([]);
    expect(await editor.request('GET', '/executions?status=odd')).toMatchObject({ status: 400 });
    expect(await editor.request('GET', '/executions?limit=101')).toMatchObject({ status: 400 });
  });
});

describe('events', () => {
  async function stream(id: string, headers: Record<string, string> = {}, query = ''): Promise<Response> {
    return t.api.request(`/api/v1/executions/${id}/events${query}`, {
      headers: {
        authorization: `Bearer ${await signToken({ sub: t.red.users.viewer })}`,
        'x-workspace-id': 'red',
        ...headers,
      },
    });
  }

  function seqs(text: string): number[] {
    return [...text.matchAll(/^id: (\d+)$/gm)].map((match) => Number(match[1]));
  }

  test('replay a finished run whole, in order, each under its type', async () => {
    const { body } = await execute(await flowOf(gets(`${upstream.url}/a`, `${upstream.url}/b`)), {
      wait: 20,
    });
    const response = await stream(body.id);
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('no-store');
    const text = await response.text();
    expect(seqs(text)).toEqual(Array.from({ length: body.seq }, (_, index) => index + 1));
    expect(text).toMatch(/event: run_started\ndata: \{/);
    expect(text.trimEnd()).toMatch(/event: run_succeeded\ndata: .*$/);
  });

  test('resume after Last-Event-ID or ?after without a gap or a repeat, and answer 204 when all is known', async () => {
    const { body } = await execute(await flowOf(gets(`${upstream.url}/a`)), { wait: 20 });
    const rest = Array.from({ length: body.seq - 2 }, (_, index) => index + 3);
    expect(seqs(await (await stream(body.id, { 'last-event-id': '2' })).text())).toEqual(rest);
    expect(seqs(await (await stream(body.id, {}, '?after=2')).text())).toEqual(rest);
    expect((await stream(body.id, { 'last-event-id': String(body.seq) })).status).toBe(204);
    expect((await stream(body.id, { 'last-event-id': 'x' })).status).toBe(400);
  });

  test('and waits let go of the database when their caller goes away', async () => {
    let listening = 0;
    const api = createApi({
      auth: testAuth,
      database: {
        ...t.database,
        listen: async (channel, handler) => {
          const unlisten = await t.database.listen(channel, handler);
          listening += 1;
          return async () => {
            listening -= 1;
            await unlisten();
          };
        },
      },
    });
    const id = await flowOf(gets(`${upstream.url}/slow-leave`));
    const headers = {
      authorization: `Bearer ${await signToken({ sub: t.red.users.editor })}`,
      'x-workspace-id': 'red',
      'content-type': 'application/json',
    };
    const { body } = await execute(id);
    const reader = (await api.request(`/api/v1/executions/${body.id}/events`, { headers })).body?.getReader();
    await reader?.read();
    await expect.poll(() => listening).toBe(1);
    await reader?.cancel();
    await expect.poll(() => listening).toBe(0);

    const caller = new AbortController();
    const init = { method: 'POST', headers, body: '{"wait":30}', signal: caller.signal };
    const answer = Promise.resolve(api.request(`/api/v1/flows/${id}/execute`, init));
    await expect.poll(() => listening, { timeout: 5_000 }).toBe(1);
    caller.abort();
    expect((await answer).status).toBe(202);
    expect(listening).toBe(0);
  });

  test('follow a running run, each event once, and end with it', async () => {
    const { body } = await execute(await flowOf(gets(`${upstream.url}/slow-follow`, `${upstream.url}/b`)));
    const reader = (await stream(body.id)).body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    while (!text.includes('step_started')) text += (await reader?.read())?.value ?? '';
    expect(text).not.toContain('step_succeeded');
    await expect.poll(() => held.has('/slow-follow')).toBe(true);
    held.get('/slow-follow')?.();
    held.delete('/slow-follow');
    for (;;) {
      const { done, value } = (await reader?.read()) ?? { done: true };
      if (done) break;
      text += value;
    }
    const all = seqs(text);
    expect(all).toEqual(all.map((_, index) => index + 1));
    expect(text).toContain('event: run_succeeded');
  });
});
