import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Definition, JsonValue, Step } from '#engine';
import { createApi } from '../../api/create-api.js';
import { createGuardedHttp } from '../../api/http/guarded-http.js';
import type { DraftTest } from '../../api/resources.js';
import { draftGraph } from '../../api/runtime/draft-graph.js';
import { runDraft } from '../../api/runtime/run-draft.js';
import { createClient } from '../../src/client/index.js';
import { type Answer, type Caller, signToken, startTestApi, type TestApi, testAuth } from '../support/api.js';
import { echo } from '../support/definitions.js';
import { encoders } from '../support/secret-encoders.js';
import { findsSecret } from '../support/secret-finder.js';
import { startUpstream, type Upstream } from '../support/upstream-server.js';

const canary = 'sk_live_Zx"9/\\&canary <4f2a>';

let upstream: Upstream;
let t: TestApi;
let owner: Caller;
let editor: Caller;
const closing = new AbortController();
/** Resolves for each request to `/hang` when its connection ends. */
let hangUps: Promise<void>[] = [];

beforeAll(async () => {
  upstream = await startUpstream((request, response, incoming) => {
    const { authorization = '' } = request.headers;
    if (request.url === '/hang') {
      hangUps.push(new Promise((resolve) => incoming.socket.once('close', () => resolve())));
      return;
    }
    response.setHeader('content-type', 'application/json');
    if (request.url === '/fails') response.statusCode = 422;
    const told = authorization.replace(/^Bearer /, '');
    const encoder = encoders[Number(/^\/encode\/(\d+)$/.exec(request.url)?.[1] ?? -1)];
    response.end(JSON.stringify({ at: request.url, told: encoder ? encoder.encode(told) : told }));
  });
  t = await startTestApi({
    allow: [upstream],
    steps: { greet: { run: async (input) => ({ hello: input }) } },
    api: { closing: closing.signal },
  });
  owner = t.as(t.red.users.owner, 'red');
  editor = t.as(t.red.users.editor, 'red');
});
afterAll(async () => {
  await t.close();
  await upstream.close();
});
beforeEach(() => {
  upstream.requests.length = 0;
  hangUps = [];
});

const get = (id: string, path = `/${id}`, more: Partial<Extract<Step, { type: 'http' }>> = {}): Step => ({
  id,
  type: 'http',
  retry: { attempts: 1 },
  request: { method: 'GET', url: `${upstream.url}${path}` },
  ...more,
});
const transform = (id: string, output: Record<string, JsonValue>): Step => ({
  id,
  type: 'transform',
  output,
});
const steps = (...list: Step[]): Definition => ({ graph: { steps: list } });
const paths = ({ body }: Answer): string[] => body.steps.map(({ path }: { path: string }) => path);
const requested = () => upstream.requests.map(({ url }) => url);
const testFlow = (body: DraftTest, caller = editor) => caller.request('POST', '/flows/test', body);

async function createCredential(
  workspace: 'red' | 'blue',
  more: Record<string, unknown> = {},
): Promise<string> {
  const admin = t.as(t[workspace].users.admin, workspace);
  const { status, body } = await admin.request('POST', '/workspace/credentials', {
    slot: `slot_${randomUUID().slice(0, 8)}`,
    name: 'Shop',
    type: 'bearer',
    secrets: { token: canary },
    hosts: [`http://${upstream.host}:${upstream.port}`],
    ...more,
  });
  expect(status, JSON.stringify(body)).toBe(201);
  return body.id;
}

/** A step that sends the credential of a slot. */
const authorized = (slot: string, path: string): Step => ({
  id: 'step_1',
  type: 'http',
  retry: { attempts: 1 },
  request: { method: 'GET', url: `${upstream.url}${path}`, auth: { type: 'credential', slot } },
});

describe.each(['flow', 'connector'] as const)('the test of a %s', (kind) => {
  const send = (body: unknown, caller = editor) => caller.request('POST', `/${kind}s/test`, body);

  test('runs what was never saved and answers its steps with their attempts', async () => {
    const definition = steps(get('step_1'), transform('step_2', { seen: '{{step_1.at}}', of: '{{input}}' }));
    const answer = await send({ definition, input: 7 });
    expect(answer).toMatchObject({
      status: 200,
      body: { status: 'succeeded', output: { seen: '/step_1', of: 7 }, error: null },
    });
    expect(Object.keys(answer.body).sort()).toEqual(['durationMs', 'error', 'output', 'status', 'steps']);
    expect(paths(answer)).toEqual(['step_1', 'step_2']);
    expect(answer.body.steps[0].attempts).toMatchObject([
      { number: 1, request: { method: 'GET', url: `${upstream.url}/step_1` }, response: { status: 200 } },
    ]);
  });

  test('that fails is an answer too', async () => {
    const answer = await send({ definition: steps(get('step_1', '/fails'), get('step_2')) });
    expect(answer).toMatchObject({
      status: 200,
      body: { status: 'failed', output: null, error: { code: 'http_status', step: 'step_1', status: 422 } },
    });
    expect(requested()).toEqual(['/fails']);
  });

  test('leaves nothing behind but an entry of the audit log', async () => {
    const stored = () =>
      t.database.as({ role: 'service' }, async (tx) => {
        const tables = [
          'flows',
          'flow_versions',
          'connectors',
          'connector_versions',
          'connector_executions',
          'connector_execution_events',
          'connector_execution_steps',
        ] as const;
        const counts: number[] = [];
        for (const table of tables) {
          counts.push((await tx.selectFrom(table).select('workspace_id').execute()).length);
        }
        return counts;
      });
    const before = await stored();
    const { body: earlier } = await owner.request('GET', '/workspace/audit?action=draft.tested');
    await send({ definition: steps(get('step_1'), get('step_2')) });
    expect(await stored()).toEqual(before);
    const { body } = await owner.request('GET', '/workspace/audit?action=draft.tested');
    expect(body.items.length).toBe(earlier.items.length + 1);
    expect(body.items[0]).toMatchObject({
      actor: { type: 'user', id: t.red.users.editor },
      subject: { type: kind, id: null, name: null },
      detail: { steps: 2 },
    });
  });

  test('is for editors of the workspace', async () => {
    const body = { definition: echo };
    expect(await send(body, t.as(t.red.users.viewer, 'red'))).toMatchObject({ status: 403 });
    expect(await send(body, t.as(t.blue.users.owner, 'red'))).toMatchObject({ status: 404 });
  });
});

describe('what can’t run', () => {
  test('is refused with all that is wrong in it', async () => {
    const definition = steps(get('step_1', '/{{missing.id}}'), transform('step_2', { a: '{{nothing}}' }));
    const answer = await testFlow({ definition });
    expect(answer).toMatchObject({ status: 422, body: { code: 'invalid_graph' } });
    expect(answer.body.errors.map(({ path }: { path: string }) => path)).toEqual([
      'step_1.request.url',
      'step_2.output.a',
    ]);
  });

  test('is refused where a step names an action that the host doesn’t have', async () => {
    const answer = await testFlow({ definition: steps({ id: 'step_1', type: 'action', action: 'shout' }) });
    expect(answer).toMatchObject({ status: 422, body: { code: 'invalid_graph' } });
  });

  test('is refused where the input doesn’t fit its schema; defaults are filled in', async () => {
    const inputSchema = {
      type: 'object',
      required: ['id'],
      properties: { id: { type: 'integer' }, page: { type: 'integer', default: 1 } },
    };
    const definition = { ...echo, inputSchema };
    expect(await testFlow({ definition, input: { id: 'x' } })).toMatchObject({
      status: 422,
      body: { code: 'invalid_input', errors: [{ path: 'input.id' }] },
    });
    const { body } = await testFlow({ definition, input: { id: 3 } });
    expect(body.output).toEqual({ got: { id: 3, page: 1 } });
  });

  test.each([
    ['an unknown step to run', { onlyStep: 'step_9' }, 'onlyStep'],
    ['an unknown pinned step', { pinned: { step_9: 1 } }, 'pinned.step_9'],
    ['a step that is pinned and to run', { onlyStep: 'step_1', pinned: { step_1: 1 } }, 'pinned.step_1'],
  ])('is refused for %s', async (_name, more, place) => {
    const answer = await testFlow({ definition: echo, ...more });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: place }] } });
  });

  test('is refused where the server has no way out', async () => {
    const api = createApi({ database: t.database, auth: testAuth });
    const response = await api.request('/api/v1/flows/test', {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await signToken({ sub: t.red.users.editor })}`,
        'x-workspace-id': 'red',
        'content-type': 'application/json',
      },
      body: JSON.stringify({ definition: echo }),
    });
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ code: 'unavailable' });
  });
});

describe('pinned outputs', () => {
  const chain = () =>
    steps(
      get('step_1'),
      get('step_2', '/of/{{step_1.at}}'),
      transform('step_3', { all: ['{{step_1.at}}', '{{step_2}}'] }),
    );

  test('are taken instead of running their steps', async () => {
    const answer = await testFlow({ definition: chain(), pinned: { step_2: { any: ['thing'] } } });
    expect(answer.body).toMatchObject({
      status: 'succeeded',
      output: { all: ['/step_1', { any: ['thing'] }] },
    });
    expect(requested()).toEqual(['/step_1']);
    expect(answer.body.steps[0]).toMatchObject({
      path: 'step_2',
      status: 'succeeded',
      output: { any: ['thing'] },
      attempts: [],
    });
  });

  test('may be of steps that couldn’t run, and of any type', async () => {
    const definition = steps(
      { id: 'step_1', type: 'connector', connector: 'not-there', input: {} },
      { id: 'step_2', type: 'action', action: 'not-there' },
      get('step_3', '/{{nothing}}'),
      transform('step_4', { all: ['{{step_1}}', '{{step_2}}', '{{step_3.deep}}'] }),
    );
    const pinned = { step_1: null, step_2: [1, 2], step_3: { deep: true } };
    const answer = await testFlow({ definition, pinned });
    expect(answer.body).toMatchObject({ status: 'succeeded', output: { all: [null, [1, 2], true] } });
    expect(requested()).toEqual([]);
  });

  test('can’t be of a branch', async () => {
    const definition = steps({ id: 'step_1', type: 'branch', cases: [] });
    expect(await testFlow({ definition, pinned: { step_1: 1 } })).toMatchObject({ status: 400 });
  });

  test('with one step to run, nothing else runs or appears', async () => {
    const definition = chain();
    definition.graph.steps.push(get('step_4', '/{{nothing}}'));
    definition.graph.output = { not: '{{step_4}}' };
    const pinned = { step_1: { at: 'there' }, step_3: { not: 'before it' } };
    const answer = await testFlow({ definition, onlyStep: 'step_2', pinned });
    expect(answer.body).toMatchObject({ status: 'succeeded', output: { at: '/of/there' } });
    expect(requested()).toEqual(['/of/there']);
    expect(paths(answer)).toEqual(['step_1', 'step_2']);
  });

  test('with one step to run, what it reads must be there, and is named where it isn’t', async () => {
    const answer = await testFlow({ definition: chain(), onlyStep: 'step_3', pinned: { step_1: {} } });
    expect(answer).toMatchObject({
      status: 422,
      body: { code: 'invalid_input', errors: [{ path: 'pinned.step_2' }] },
    });
    expect(answer.body.detail).toContain("'step_2'");
    expect(requested()).toEqual([]);
  });

  test('don’t let a step read what doesn’t come before it', async () => {
    const definition = steps(transform('step_1', { early: '{{step_2}}' }), get('step_2'));
    const answer = await testFlow({ definition, onlyStep: 'step_1', pinned: { step_2: 1 } });
    expect(answer).toMatchObject({ status: 422, body: { code: 'invalid_graph' } });
  });

  test('feed the loop of one step', async () => {
    const definition = steps(get('step_1'), {
      ...get('step_2', '/items/{{item}}'),
      forEach: { items: '{{step_1.ids}}' },
    });
    const answer = await testFlow({ definition, onlyStep: 'step_2', pinned: { step_1: { ids: [1, 2] } } });
    expect(answer.body.status).toBe('succeeded');
    expect(requested().sort()).toEqual(['/items/1', '/items/2']);
  });
});

describe('what a draft names', () => {
  test('is the newest version of a connector', async () => {
    const slug = `c-${randomUUID().slice(0, 8)}`;
    const { body: saved } = await editor.request('POST', '/connectors', {
      slug,
      name: 'Old',
      definition: steps(get('step_1', '/old')),
    });
    const change = { definition: steps(get('step_1', '/new')) };
    await editor.request('PATCH', `/connectors/${saved.id}`, change, { 'if-match': '"1"' });
    const definition = steps({ id: 'step_1', type: 'connector', connector: slug, input: {} });
    const answer = await testFlow({ definition });
    expect(answer.body.output).toMatchObject({ at: '/new' });
    expect(paths(answer)).toEqual(['step_1', 'step_1/step_1']);
  });

  test('is no connector of another workspace', async () => {
    const slug = `c-${randomUUID().slice(0, 8)}`;
    const blue = t.as(t.blue.users.editor, 'blue');
    await blue.request('POST', '/connectors', { slug, name: 'Theirs', definition: echo });
    const definition = steps({ id: 'step_1', type: 'connector', connector: slug, input: {} });
    expect(await testFlow({ definition })).toMatchObject({ status: 422, body: { code: 'invalid_graph' } });
  });

  test('may be an action of the host', async () => {
    const definition = steps({ id: 'step_1', type: 'action', action: 'greet', input: '{{input}}' });
    expect((await testFlow({ definition, input: 'you' })).body.output).toEqual({ hello: 'you' });
  });

  test('may not be an address inside the network', async () => {
    const url = 'http://127.0.0.1:1/';
    const definition = steps({ id: 'step_1', type: 'http', request: { method: 'GET', url } });
    expect((await testFlow({ definition })).body).toMatchObject({
      status: 'failed',
      error: { code: 'connection_failed' },
    });
  });
});

describe('credentials', () => {
  test('are those of the slots, or the ones chosen for them', async () => {
    const slot = `slot_${randomUUID().slice(0, 8)}`;
    await createCredential('red', { slot, secrets: { token: 'the-usual-token-1' } });
    const chosen = await createCredential('red', { secrets: { token: 'another-token-22' } });
    await testFlow({ definition: steps(authorized(slot, '/a')) });
    await testFlow({ definition: steps(authorized(slot, '/a')), credentials: { [slot]: chosen } });
    await testFlow({ definition: steps(authorized('free', '/a')), credentials: { free: chosen } });
    expect(upstream.requests.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer the-usual-token-1',
      'Bearer another-token-22',
      'Bearer another-token-22',
    ]);
  });

  test('of another workspace are refused just as those that don’t exist', async () => {
    const foreign = await createCredential('blue');
    const definition = steps(authorized('shop', '/a'));
    const [theirs, missing] = await Promise.all(
      [foreign, randomUUID()].map((id) => testFlow({ definition, credentials: { shop: id } })),
    );
    expect(theirs).toMatchObject({ status: 422, body: { errors: [{ path: 'credentials.shop' }] } });
    expect({ ...theirs?.body, requestId: '' }).toEqual({ ...missing?.body, requestId: '' });
    expect(requested()).toEqual([]);
  });

  test('go to their own hosts only', async () => {
    const id = await createCredential('red', { hosts: ['api.example.com'] });
    const answer = await testFlow({
      definition: steps(authorized('shop', '/a')),
      credentials: { shop: id },
    });
    expect(answer.body).toMatchObject({ status: 'failed', error: { code: 'credential' } });
    expect(requested()).toEqual([]);
  });

  test('never come back, however the other side repeats them', async () => {
    const id = await createCredential('red');
    const definition: Definition = {
      graph: {
        steps: encoders.map((_encoder, index) => ({
          ...authorized('shop', `/encode/${index}`),
          id: `step_${index + 1}`,
        })),
        edges: [],
        output: { all: encoders.map((_encoder, index) => `{{step_${index + 1}.told}}`) },
      },
    };
    const answer = await testFlow({ definition, credentials: { shop: id } });
    expect(answer.body.status).toBe('succeeded');
    expect(upstream.requests.length).toBe(encoders.length);
    // The finder does find it in what the other side was sent.
    expect(findsSecret(JSON.stringify(upstream.requests[0]?.headers), canary)).toBe(true);
    const told = answer.body.steps.map((step: unknown) => JSON.stringify(step));
    for (const [index, text] of told.entries()) expect(findsSecret(text, canary), text + index).toBe(false);
    expect(findsSecret(JSON.stringify(answer.body), canary)).toBe(false);
    const { body: audit } = await owner.request('GET', '/workspace/audit');
    expect(findsSecret(JSON.stringify(audit), canary)).toBe(false);
  });
});

test('the client tests flows and connectors', async () => {
  const client = createClient({
    baseUrl: '',
    workspaceId: 'red',
    token: () => signToken({ sub: t.red.users.editor }),
    fetch: async (url, init) => t.api.request(url, init),
  });
  const run = await client.flows.test({ definition: echo, input: 1 });
  expect(run).toMatchObject({ status: 'succeeded', output: { got: 1 } });
  expect(await client.connectors.test({ definition: echo, input: 2 })).toMatchObject({ output: { got: 2 } });
  await expect(client.connectors.test({ definition: echo, onlyStep: 'nowhere' })).rejects.toMatchObject({
    code: 'invalid_request',
  });
});

describe('a test that takes long', () => {
  const hanging = () => steps(get('step_1', '/hang'));
  const untilAsked = async () => {
    while (hangUps.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  };

  test('fails at its deadline', async () => {
    const http = createGuardedHttp({ allow: [upstream] });
    const definition = draftGraph(hanging(), { pinned: {} });
    const state = await runDraft({
      workspaceId: 'red',
      definition,
      input: null,
      pinned: {},
      http,
      connectors: { find: async () => undefined },
      credentials: undefined,
      steps: {},
      deadlineMs: 100,
      signal: new AbortController().signal,
    });
    await http.close();
    expect(state).toMatchObject({ status: 'failed', error: { code: 'limit' } });
  });

  test('stops when whoever asked goes away', async () => {
    const leaving = new AbortController();
    const answer = t.api.request('/api/v1/flows/test', {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await signToken({ sub: t.red.users.editor })}`,
        'x-workspace-id': 'red',
        'content-type': 'application/json',
      },
      body: JSON.stringify({ definition: hanging() }),
      signal: leaving.signal,
    });
    await untilAsked();
    leaving.abort();
    await hangUps[0];
    expect(await (await answer).json()).toMatchObject({ status: 'cancelled' });
  });

  test('stops when the server does', async () => {
    const answer = testFlow({ definition: hanging() });
    await untilAsked();
    closing.abort();
    await hangUps[0];
    expect(await answer).toMatchObject({ status: 200, body: { status: 'cancelled' } });
  });
});
