import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Definition, type Graph, type HttpStep, parseDefinition } from '#engine';
import { service } from '../../api/db/actor.js';
import { importFlowFile } from '../../api/services/import-flow-file.js';
import { type Caller, startTestApi, type TestApi } from '../support/api.js';

let t: TestApi;
let editor: Caller;
const mailed: unknown[] = [];

beforeAll(async () => {
  t = await startTestApi({
    steps: {
      mail: {
        inputSchema: { type: 'object', required: ['to'], properties: { to: { type: 'string' } } },
        run: async (input, { step, idempotencyKey, signal }) => {
          if (JSON.stringify(input).includes('slow')) await aborted(signal);
          if (JSON.stringify(input).includes('full')) throw new Error('The mailbox is full.');
          mailed.push([step, idempotencyKey]);
          return { sent: true };
        },
      },
    },
  });
  editor = t.as(t.red.users.editor, 'red');
});
afterAll(() => t.close());

async function aborted(signal: AbortSignal): Promise<void> {
  await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
}

/** An HTTP step that has everything one can have. */
const everything: HttpStep = {
  id: 'orders',
  type: 'http',
  when: { all: [{ left: '{{input.on}}', op: 'equals', right: true }, { not: { left: 1, op: 'empty' } }] },
  forEach: { items: '{{input.shops}}', concurrency: 3, onItemError: 'collect' },
  request: {
    method: 'POST',
    url: 'https://{{item}}.example.com/orders',
    auth: {
      type: 'hmac',
      secret: '{{workspace.shop}}',
      algorithm: 'sha256',
      encoding: 'hex',
      header: 'X-Sig',
      sign: ['timestamp', { text: '.' }, 'body'],
    },
    body: { type: 'graphql', query: '{ orders { id } }', variables: { shop: '{{item}}' } },
    queryArrays: 'brackets',
    followRedirects: false,
    idempotency: { header: 'X-Key', key: '{{execution.id}}' },
  },
  classify: [{ when: { left: '{{response.body.ok}}', op: 'equals', right: false }, as: 'retry' }],
  pagination: {
    type: 'cursor',
    cursor: '{{response.body.next}}',
    in: 'body',
    name: 'variables.after',
    items: '{{response.body.items}}',
    maxPages: 3,
  },
  poll: {
    until: { left: '{{response.status}}', op: 'equals', right: 200 },
    intervalMs: 1_000,
    maxAttempts: 5,
  },
  responseType: 'json',
  unknownOutcome: 'retry',
  reconcile: {
    request: { method: 'GET', url: 'https://shop.example.com/orders' },
    found: { left: '{{response.body.id}}', op: 'exists' },
  },
};

const whole: Definition = {
  inputSchema: { type: 'object', properties: { on: { type: 'boolean' }, shops: { type: 'array' } } },
  permissions: { hosts: ['*.example.com'], methods: ['GET', 'POST'] },
  graph: {
    steps: [
      everything,
      {
        id: 'size',
        type: 'branch',
        cases: [{ id: 'many', name: 'Many', when: { left: '{{orders}}', op: 'not_empty' } }],
      },
      { id: 'pause', type: 'wait', until: '{{input.due}}' },
      { id: 'tell', type: 'action', action: 'mail', input: { to: 'ada@example.com' } },
    ],
    edges: [
      { source: 'orders', target: 'size' },
      { source: 'size', target: 'pause', on: 'many' },
      { source: 'size', target: 'tell', on: 'else' },
    ],
  },
};

async function run(graph: Graph, body: object = {}) {
  const flow = await editor.request('POST', '/flows', { name: 'A flow', definition: { graph } });
  return editor.request('POST', `/flows/${flow.body.id}/execute`, { wait: 20, ...body });
}

describe('definitions', () => {
  test.each(['flows', 'connectors'])(
    'of %s with every kind of step and permissions are read as they were saved',
    async (resource) => {
      expect(parseDefinition(whole).ok).toBe(true);
      const { status, body } = await editor.request('POST', `/${resource}`, {
        name: 'Everything',
        ...(resource === 'connectors' && { slug: 'everything' }),
        definition: whole,
      });
      expect(status).toBe(201);
      expect(body.definition).toEqual(whole);
      expect((await editor.request('GET', `/${resource}/${body.id}`)).body.definition).toEqual(whole);
    },
  );

  test('of a flow file, and of the connectors in it, are kept whole', async () => {
    const file = {
      name: 'Imported',
      ...whole,
      connectors: [{ slug: 'imported', name: 'Imported', ...whole }],
    };
    const userId = t.red.users.editor;
    const { flowId } = await t.database.as({ role: 'authenticated', userId, workspaceId: 'red' }, (tx) =>
      importFlowFile(tx, file, { workspaceId: 'red', userId }),
    );
    expect((await editor.request('GET', `/flows/${flowId}`)).body.definition).toEqual(whole);
    expect((await editor.request('GET', '/connectors/imported')).body.definition).toEqual(whole);
  });

  test('say where requests may go: what shows before a run refuses it, what shows in a run fails its step', async () => {
    const startWith = async (url: string) => {
      const request = { method: 'GET' as const, url };
      const definition: Definition = {
        permissions: { hosts: ['api.example.com'] },
        graph: { steps: [{ id: 'a', type: 'http', request, retry: { attempts: 1 } }] },
      };
      const flow = await editor.request('POST', '/flows', { name: 'Permitted', definition });
      const input = { url: 'https://elsewhere.example.org/x' };
      return editor.request('POST', `/flows/${flow.body.id}/execute`, { input, wait: 20 });
    };
    expect(await startWith('https://elsewhere.example.org/x')).toMatchObject({
      status: 422,
      body: { code: 'invalid_graph', errors: [{ path: 'a.request.url' }] },
    });
    expect((await startWith('{{input.url}}')).body).toMatchObject({
      status: 'failed',
      error: { code: 'not_permitted', step: 'a' },
    });
  });
});

describe('a run', () => {
  const looping: Graph = {
    steps: [
      {
        id: 'size',
        type: 'branch',
        cases: [{ id: 'some', when: { left: '{{input.people}}', op: 'not_empty' } }],
      },
      { id: 'pause', type: 'wait', for: { seconds: 0.05 } },
      {
        id: 'mails',
        type: 'action',
        name: 'Mail all',
        action: 'mail',
        input: { to: '{{item}}' },
        forEach: { items: '{{input.people}}', concurrency: 2, onItemError: 'collect' },
      },
      { id: 'nobody', type: 'transform', output: { nobody: true } },
    ],
    edges: [
      { source: 'size', target: 'pause', on: 'some' },
      { source: 'size', target: 'nobody', on: 'else' },
      { source: 'pause', target: 'mails' },
    ],
  };

  test('answers with the way of a branch, and each item of a loop as a step', async () => {
    const { status, body } = await run(looping, { input: { people: ['ada', 'full', 'bob'] } });
    expect([status, body.status, body.error]).toEqual([200, 'succeeded', null]);
    const steps = new Map(body.steps.map((step: { path: string }) => [step.path, step]));
    expect(steps.get('size')).toMatchObject({ status: 'succeeded', case: 'some' });
    expect(steps.get('nobody')).toMatchObject({ status: 'skipped' });
    expect(steps.get('mails')).toMatchObject({ status: 'succeeded', items: 3, name: 'Mail all' });
    expect(steps.get('mails[1]')).toMatchObject({
      status: 'failed',
      handled: true,
      error: { code: 'action_failed', step: 'mails[1]' },
    });
    expect(steps.get('mails[2]')).toMatchObject({ status: 'succeeded', output: { sent: true } });
    expect((await editor.request('GET', `/executions/${body.id}`)).body).toEqual(body);
    const keys = mailed.map((one) => (one as [string, string])[1]);
    expect(new Set(keys).size).toBe(2);
    expect(keys.every((key) => /^[0-9a-f]{32}$/.test(key))).toBe(true);
  });

  test('shows what a step waits for while it does, and is cancelled at once', async () => {
    const graph: Graph = { steps: [{ id: 'pause', type: 'wait', for: { seconds: 300 } }] };
    const { status, body } = await run(graph, { wait: 0.5 });
    expect([status, body.status]).toEqual([202, 'running']);
    expect(body.steps).toMatchObject([{ path: 'pause', status: 'waiting', waiting: { reason: 'wait' } }]);
    expect(body.steps[0].waiting.until).toBeGreaterThan(Date.now() + 250_000);
    expect((await editor.request('POST', `/executions/${body.id}/cancel`)).status).toBe(202);
    await expect
      .poll(async () => (await editor.request('GET', `/executions/${body.id}`)).body.status, {
        timeout: 5_000,
      })
      .toBe('cancelled');
    const ended = (await editor.request('GET', `/executions/${body.id}`)).body;
    expect(ended).toMatchObject({ status: 'cancelled', steps: [{ status: 'cancelled' }] });
    expect(ended.steps[0]).not.toHaveProperty('waiting');
  });

  test('tells an action of the host when it is cancelled', async () => {
    const graph: Graph = { steps: [{ id: 'a', type: 'action', action: 'mail', input: { to: 'slow' } }] };
    const { body } = await run(graph, { wait: 0.3 });
    expect(body).toMatchObject({ status: 'running', steps: [{ status: 'running', input: { to: 'slow' } }] });
    await editor.request('POST', `/executions/${body.id}/cancel`);
    await expect
      .poll(async () => (await editor.request('GET', `/executions/${body.id}`)).body.status, {
        timeout: 5_000,
      })
      .toBe('cancelled');
  });

  test('that was put down is listed as waiting, is cancelled, and is found by that', async () => {
    const { body } = await run(
      { steps: [{ id: 'pause', type: 'wait', for: { seconds: 300 } }] },
      { wait: 0.5 },
    );
    await t.database.as(service, (tx) =>
      tx.updateTable('connector_executions').set({ status: 'waiting' }).where('id', '=', body.id).execute(),
    );
    const { items } = (await editor.request('GET', '/executions?status=waiting')).body;
    expect(items).toMatchObject([{ id: body.id, status: 'waiting', finishedAt: null }]);
    expect((await editor.request('POST', `/executions/${body.id}/cancel`)).status).toBe(202);
    expect((await editor.request('GET', '/executions?status=paused')).status).toBe(400);
  });

  test('of an action that the host does not have, or that takes something else, is refused before it starts', async () => {
    const unknown = await run({ steps: [{ id: 'a', type: 'action', action: 'toString' }] });
    expect(unknown).toMatchObject({ status: 422, body: { code: 'invalid_graph' } });
    const empty = await run({ steps: [{ id: 'a', type: 'action', action: 'mail', input: {} }] });
    expect(empty).toMatchObject({
      status: 422,
      body: { code: 'invalid_graph', errors: [{ path: 'a.input.to' }] },
    });
  });
});
