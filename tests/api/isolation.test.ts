import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, type Caller, startTestApi, type TestApi } from '../support/api.js';
import { echo } from '../support/definitions.js';

let t: TestApi;
let owner: Caller;
/** An owner of another workspace, who guesses every id right. */
let stranger: Caller;
let viewer: Caller;
let flow: Answer['body'];
let connector: Answer['body'];
let execution: Answer['body'];
let credential: Answer['body'];
let key: Answer['body'];

beforeAll(async () => {
  t = await startTestApi();
  owner = t.as(t.red.users.owner, 'red');
  viewer = t.as(t.red.users.viewer, 'red');
  stranger = t.as(t.blue.users.owner, 'blue');
  flow = (await owner.request('POST', '/flows', { name: 'Secret plan', definition: echo })).body;
  connector = (
    await owner.request('POST', '/connectors', { slug: 'secret', name: 'Secret', definition: echo })
  ).body;
  credential = (
    await owner.request('POST', '/workspace/credentials', {
      slot: 'secret',
      name: 'Secret',
      type: 'bearer',
      secrets: { token: 'secret' },
      hosts: ['api.example.com'],
    })
  ).body;
  key = (await owner.request('POST', '/workspace/keys', { name: 'Secret', scopes: ['read'] })).body;
  execution = (await owner.request('POST', `/flows/${flow.id}/execute`, { input: 1, wait: 10 })).body;
});
afterAll(() => t.close());

const routes = (): [method: string, path: string, body?: unknown][] => [
  ['GET', `/flows/${flow.id}`],
  ['PATCH', `/flows/${flow.id}`, { name: 'Mine now' }],
  ['DELETE', `/flows/${flow.id}`],
  ['POST', `/flows/${flow.id}/execute`, { input: 1 }],
  ['GET', `/flows/${flow.id}/versions`],
  ['GET', `/flows/${flow.id}/versions/1`],
  ['POST', `/flows/${flow.id}/versions/1/restore`],
  ['GET', `/connectors/${connector.id}/versions`],
  ['GET', '/connectors/secret/versions/1'],
  ['POST', `/connectors/${connector.id}/versions/1/restore`],
  ['GET', `/connectors/${connector.id}`],
  ['GET', '/connectors/secret'],
  ['PATCH', `/connectors/${connector.id}`, { name: 'Mine now' }],
  ['DELETE', `/connectors/${connector.id}`],
  ['DELETE', `/connectors/${connector.id}?force`],
  ['POST', `/connectors/${connector.id}/execute`, { input: 1 }],
  ['GET', `/workspace/credentials/${credential.id}`],
  ['GET', `/workspace/credentials/${credential.id}/users`],
  ['PATCH', `/workspace/credentials/${credential.id}`, { name: 'Mine now' }],
  ['DELETE', `/workspace/credentials/${credential.id}`],
  ['DELETE', `/workspace/credentials/${credential.id}?force`],
  ['PATCH', `/workspace/members/${t.red.users.editor}`, { role: 'viewer' }],
  ['DELETE', `/workspace/members/${t.red.users.editor}`],
  ['DELETE', `/workspace/keys/${key.id}`],
  ['GET', `/executions/${execution.id}`],
  ['POST', `/executions/${execution.id}/cancel`],
  ['GET', `/executions/${execution.id}/events`],
];

function withoutRequest({ status, body }: Answer) {
  const { requestId, ...rest } = body;
  return { status, ...rest };
}

test('a foreign id answers exactly what a missing one does, on every route', async () => {
  const missing = '0b0e4f6e-0000-4000-8000-000000000000';
  for (const [method, path, body] of routes()) {
    const headers = { 'if-match': '"1"' };
    const foreign = await stranger.request(method, path, body, headers);
    const none = await stranger.request(
      method,
      path.replace(/(\/\w+\/)([0-9a-f-]{36}|secret)/, `$1${path.includes('secret') ? 'missing' : missing}`),
      body,
      headers,
    );
    expect(foreign.status, `${method} ${path}`).toBe(404);
    expect(withoutRequest(foreign)).toEqual(withoutRequest(none));
  }
});

test('the routes above work for their own workspace, so that they can fail', async () => {
  expect((await owner.request('GET', `/flows/${flow.id}`)).status).toBe(200);
  expect((await owner.request('GET', '/connectors/secret')).status).toBe(200);
  expect((await owner.request('GET', `/executions/${execution.id}`)).status).toBe(200);
});

test('lists show nothing of another workspace, whatever they are asked for', async () => {
  for (const path of [
    '/flows',
    '/connectors',
    '/executions',
    '/workspace/credentials',
    `/executions?flowId=${flow.id}`,
    '/flows?q=Secret',
  ]) {
    expect((await stranger.request('GET', path)).body).toEqual({ items: [], nextCursor: null });
  }
});

test('a workspace that the user is no member of looks like a missing one', async () => {
  const foreign = await t.as(t.blue.users.owner, 'red').request('GET', '/flows');
  const missing = await t.as(t.blue.users.owner, 'nowhere').request('GET', '/flows');
  expect(foreign.status).toBe(404);
  expect(withoutRequest(foreign)).toEqual(withoutRequest(missing));
});

test('without a workspace there is no answer about one', async () => {
  expect(await owner.request('GET', '/flows', undefined, { 'x-workspace-id': '' })).toMatchObject({
    status: 400,
    body: { code: 'workspace_required' },
  });
});

test('a slug of another workspace is free in this one', async () => {
  const answer = await stranger.request('POST', '/connectors', {
    slug: 'secret',
    name: 'Other',
    definition: echo,
  });
  expect(answer.status).toBe(201);
});

describe('a viewer', () => {
  test('reads', async () => {
    for (const [method, path] of routes().filter(
      ([verb, path]) => verb === 'GET' && !path.endsWith('events'),
    )) {
      expect((await viewer.request(method, path)).status, path).toBe(200);
    }
  });

  test('changes, runs and cancels nothing', async () => {
    for (const [method, path, body] of routes().filter(([verb]) => verb !== 'GET')) {
      const answer = await viewer.request(method, path, body, { 'if-match': '"1"' });
      expect(answer, `${method} ${path}`).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    }
    for (const resource of ['flows', 'connectors']) {
      const body = { ...(resource === 'connectors' && { slug: 'x' }), name: 'X', definition: echo };
      expect((await viewer.request('POST', `/${resource}`, body)).status).toBe(403);
    }
    expect((await owner.request('GET', `/flows/${flow.id}`)).body).toMatchObject({
      name: 'Secret plan',
      version: 1,
    });
  });
});
