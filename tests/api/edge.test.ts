import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApi } from '../../api/create-api.js';
import type { RequestLogEntry } from '../../api/middleware/request-log.js';
import { type Caller, signToken, startTestApi, type TestApi, testAuth, toAnswer } from '../support/api.js';
import { echo } from '../support/definitions.js';

const log: RequestLogEntry[] = [];
let t: TestApi;
let editor: Caller;
beforeAll(async () => {
  t = await startTestApi({
    api: {
      log: (entry) => log.push(entry),
      corsOrigins: ['https://app.example'],
      limits: { bodyBytes: 10_000 },
    },
  });
  editor = t.as(t.red.users.editor, 'red');
});
afterAll(() => t.close());

async function raw(path: string, init: RequestInit = {}) {
  return toAnswer(
    await t.api.request(`/api/v1${path}`, {
      ...init,
      headers: {
        authorization: `Bearer ${await signToken({ sub: t.red.users.editor })}`,
        'x-workspace-id': 'red',
        ...init.headers,
      },
    }),
  );
}

describe('refusals', () => {
  test('are problem documents with a stable code and the request id', async () => {
    const answer = await raw('/flows/nope', { headers: { 'x-request-id': 'my-id' } });
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.headers.get('x-request-id')).toBe('my-id');
    expect(answer.body).toEqual({
      type: 'urn:patchbay:problem:not_found',
      title: 'Not found',
      status: 404,
      detail: 'There is no such flow in this workspace.',
      code: 'not_found',
      requestId: 'my-id',
    });
  });

  test.each([
    [
      'a body that is no JSON',
      { body: '{"a":', headers: { 'content-type': 'application/json' } },
      400,
      'invalid_json',
    ],
    [
      'another content type',
      { body: 'a=1', headers: { 'content-type': 'text/plain' } },
      415,
      'unsupported_media_type',
    ],
    ['a form', { body: new URLSearchParams({ name: 'x' }) }, 415, 'unsupported_media_type'],
    ['no body', {}, 400, 'invalid_request'],
    [
      'a body beyond the limit',
      { body: JSON.stringify({ name: 'x'.repeat(10_000) }), headers: { 'content-type': 'application/json' } },
      413,
      'body_too_large',
    ],
    [
      'unknown fields',
      {
        body: JSON.stringify({ name: 'x', definition: echo, admin: true }),
        headers: { 'content-type': 'application/json' },
      },
      400,
      'invalid_request',
    ],
  ])('%s', async (_name, init, status, code) => {
    expect(await raw('/flows', { method: 'POST', ...init })).toMatchObject({ status, body: { code } });
  });

  test('what is wrong is told in words, place by place', async () => {
    const step = (fields: object) => ({ id: 'a', type: 'http', ...fields });
    const steps = [
      step({ request: { method: 'GOT', url: 3 } }),
      step({ timeoutMs: 0.5 }),
      { id: 'b', type: 'nope' },
    ];
    const { body } = await raw('/connectors', {
      method: 'POST',
      body: JSON.stringify({
        slug: 'Not a slug',
        name: '',
        description: 'x'.repeat(2_001),
        definition: { graph: { steps } },
      }),
      headers: { 'content-type': 'application/json' },
    });
    const messages = Object.fromEntries(
      body.errors.map(({ path, message }: { path: string; message: string }) => [
        path.replace('definition.graph.', ''),
        message,
      ]),
    );
    expect(messages).toMatchObject({
      name: 'This must not be empty',
      description: 'This must be at most 2000 characters',
      slug: 'A slug has lower-case letters, digits and -, 64 at most, and no - at its ends',
      'steps[0].request.url': 'This must be a text',
      'steps[1].request': 'This is missing',
      'steps[1].timeoutMs': 'This must be a whole number',
      'steps[2].type': 'This is none of the known kinds',
    });
    expect(messages['steps[0].request.method']).toMatch(/^This must be "GET" or "POST"/);
  });

  test('a body nested too deep is refused, not a failure; brackets in texts do not count', async () => {
    const send = (output: string) =>
      raw('/flows', {
        method: 'POST',
        body: `{"name":"Deep","definition":{"graph":{"steps":[],"output":${output}}}}`,
        headers: { 'content-type': 'application/json' },
      });
    expect(await send(`${'['.repeat(4_000)}${']'.repeat(4_000)}`)).toMatchObject({
      status: 400,
      body: { code: 'invalid_request', detail: 'The body is nested deeper than 200 levels. Flatten it.' },
    });
    expect((await send(`${'['.repeat(190)}${']'.repeat(190)}`)).status).toBe(201);
    expect((await send(`"\\"${'['.repeat(300)}"`)).status).toBe(201);
  });

  test('an unknown query parameter is named', async () => {
    expect(await raw('/flows?lmit=3')).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'lmit', message: 'There is no such field' }] },
    });
  });

  test('a failure of the server tells nothing but the request id; the log has the cause', async () => {
    const broken = createApi({
      database: { ...t.database, as: () => Promise.reject(new Error('select secret from the_table')) },
      auth: testAuth,
      log: (entry) => log.push(entry),
    });
    const token = await signToken({ sub: t.red.users.editor });
    const answer = await toAnswer(
      await broken.request('/api/v1/session', { headers: { authorization: `Bearer ${token}` } }),
    );
    expect(answer).toMatchObject({ status: 500, body: { code: 'internal' } });
    expect(JSON.stringify(answer.body)).not.toContain('secret');
    expect(log.at(-1)).toMatchObject({
      level: 'error',
      status: 500,
      requestId: answer.body.requestId,
      error: expect.stringContaining('the_table'),
    });
    expect(await toAnswer(await broken.request('/api/v1/ready'))).toMatchObject({
      status: 503,
      body: { code: 'unavailable' },
    });
    expect((await broken.request('/api/v1/health')).status).toBe(200);
  });

  test('an unknown route says where the routes are listed', async () => {
    expect(await raw('/nothing')).toMatchObject({
      status: 404,
      body: { detail: expect.stringContaining('/api/v1/docs') },
    });
  });
});

describe('headers', () => {
  test('every answer, also a refusal, is never stored and safe to show', async () => {
    for (const path of ['/session', '/flows/nope', '/health', '/docs']) {
      const { headers } = await t.api.request(`/api/v1${path}`);
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
      expect(headers.get('x-request-id')).toMatch(/^[\w-]{36}$/);
    }
  });

  test('a body beyond the limit is refused with all of them, readable from a listed origin', async () => {
    const { status, headers } = await t.api.request('/api/v1/flows', {
      method: 'POST',
      body: 'x'.repeat(20_000),
      headers: { origin: 'https://app.example' },
    });
    expect(status).toBe(413);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('access-control-allow-origin')).toBe('https://app.example');
  });

  test('only listed origins may read answers from another page', async () => {
    const preflight = (origin: string) =>
      t.api.request('/api/v1/flows', {
        method: 'OPTIONS',
        headers: {
          origin,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'authorization,if-match',
        },
      });
    const allowed = await preflight('https://app.example');
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://app.example');
    expect(allowed.headers.get('access-control-allow-headers')).toContain('if-match');
    expect((await preflight('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull();
    expect((await preflight('null')).headers.get('access-control-allow-origin')).toBeNull();
    const refusal = await t.api.request('/api/v1/flows', { headers: { origin: 'https://app.example' } });
    expect(refusal.headers.get('access-control-allow-origin')).toBe('https://app.example');
    expect(refusal.headers.get('access-control-expose-headers')).toMatch(/etag/i);
  });
});

test('the log has the route and the workspace, and nothing that was sent', async () => {
  log.length = 0;
  await editor.request('POST', '/flows?', { name: 'canary-body', definition: echo });
  await editor.request('GET', '/flows?q=canary-query', undefined, { 'x-canary': 'canary-header' });
  await editor.request('GET', '/flows/canary-id');
  expect(log).toMatchObject([
    { method: 'POST', route: '/api/v1/flows', status: 201, workspaceId: 'red' },
    { method: 'GET', route: '/api/v1/flows', status: 200 },
    { method: 'GET', route: '/api/v1/flows/:id', status: 404 },
  ]);
  expect(JSON.stringify(log)).not.toContain('canary');
});
