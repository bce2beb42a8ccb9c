import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApi } from '../../api/create-api.js';
import type { Database } from '../../api/db/database.js';
import { testAuth } from '../support/api.js';
import { openMigratedPglite } from '../support/database-snapshot.js';

let database: Database;
let api: ReturnType<typeof createApi>;
// biome-ignore lint/suspicious/noExplicitAny: the test asserts the shape
let document: any;

beforeAll(async () => {
  database = await openMigratedPglite();
  api = createApi({ database, auth: testAuth });
  document = await (await api.request('/api/v1/openapi.json')).json();
});
afterAll(() => database.close());

const expected = `
  GET /health · GET /ready · GET /session · GET /sign-in · POST /dev/session
  GET /connectors · POST /connectors · GET /connectors/{id} · PATCH /connectors/{id} · DELETE /connectors/{id} · POST /connectors/{id}/execute
  POST /connectors/import
  GET /flows · POST /flows · GET /flows/{id} · PATCH /flows/{id} · DELETE /flows/{id} · POST /flows/{id}/execute
  GET /flows/{id}/versions · GET /flows/{id}/versions/{version} · POST /flows/{id}/versions/{version}/restore
  GET /connectors/{id}/versions · GET /connectors/{id}/versions/{version} · POST /connectors/{id}/versions/{version}/restore
  GET /workspace/credentials · POST /workspace/credentials · GET /workspace/credentials/{id} · PATCH /workspace/credentials/{id}
  DELETE /workspace/credentials/{id} · GET /workspace/credentials/{id}/users
  POST /connectors/test · POST /flows/test
  DELETE /executions/{id} · POST /executions/{id}/retry · POST /executions/{id}/replay
  POST /workspace/credentials/{id}/test · POST /workspace/credentials/oauth/start · GET /oauth/callback
  GET /workspace/members · POST /workspace/members · PATCH /workspace/members/{userId} · DELETE /workspace/members/{userId}
  GET /workspace/keys · POST /workspace/keys · DELETE /workspace/keys/{id} · GET /workspace/audit
  GET /executions · GET /executions/{id} · POST /executions/{id}/cancel · GET /executions/{id}/events`
  .split(/[·\n]/)
  .map((route) => route.trim())
  .filter((route) => route !== '')
  .sort();

function documented(): string[] {
  return Object.entries(document.paths)
    .flatMap(([path, item]) =>
      Object.keys(item as object).map((method) => `${method.toUpperCase()} ${path.replace('/api/v1', '')}`),
    )
    .sort();
}

/** Every handler that Hono has, but for middleware and the two that serve the document itself. */
function served(): string[] {
  const routes = api.routes
    .filter(({ method, path }) => method !== 'ALL' && !/openapi\.json|docs$/.test(path))
    .map(({ method, path }) => `${method} ${path.replace('/api/v1', '').replace(/:(\w+)/g, '{$1}')}`);
  return [...new Set(routes)].sort();
}

test('the document lists every route that is served, and no other', () => {
  expect(documented()).toEqual(expected);
  expect(served()).toEqual(expected);
});

test('it is OpenAPI 3.1 whose references all lead somewhere', () => {
  expect(document.openapi).toBe('3.1.0');
  const text = JSON.stringify(document);
  const references = [...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map((match) => match[1]);
  expect(references.length).toBeGreaterThan(20);
  expect(references.length).toBe(text.split('"$ref"').length - 1);
  for (const name of references) expect(Object.keys(document.components.schemas)).toContain(name);
  expect(document.components.schemas.Flow.properties.definition).toEqual({
    $ref: '#/components/schemas/Definition',
  });
});

test('operations have ids of their own, parameters, bodies and the problem answer', () => {
  const operations = Object.values(document.paths).flatMap((item) => Object.values(item as object));
  expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
  expect(document.paths['/api/v1/flows'].get.parameters.map(({ name }: { name: string }) => name)).toEqual([
    'q',
    'limit',
    'cursor',
  ]);
  for (const operation of operations) {
    for (const { name, description } of operation.parameters ?? []) {
      if (!['flowId', 'connectorId', 'status', 'last-event-id'].includes(name))
        expect(description).toMatch(/\w/);
    }
  }
  expect(document.paths['/api/v1/flows'].post.requestBody.content['application/json'].schema).toEqual({
    $ref: '#/components/schemas/FlowCreate',
  });
  const problem = { $ref: '#/components/schemas/Problem' };
  expect(
    document.paths['/api/v1/flows/{id}'].get.responses.default.content['application/problem+json'].schema,
  ).toEqual(problem);
  expect(document.paths['/api/v1/flows/{id}'].get.security).toEqual([{ bearer: [], workspace: [] }]);
});

test('without a token only these routes answer', async () => {
  const open: string[] = [];
  for (const route of expected) {
    const [method = '', path = ''] = route.split(' ');
    const response = await api.request(`/api/v1${path.replace('{id}', 'x')}`, { method });
    if (response.status !== 401) open.push(route);
  }
  expect(open).toEqual([
    'GET /health',
    'GET /oauth/callback',
    'GET /ready',
    'GET /sign-in',
    'POST /dev/session',
  ]);
});

test('the reference page shows every operation, without a script or anything from elsewhere', async () => {
  const response = await api.request('/api/v1/docs');
  expect(response.headers.get('content-type')).toMatch(/^text\/html/);
  const html = await response.text();
  for (const path of Object.keys(document.paths)) expect(html).toContain(`<code>${path}</code>`);
  expect(html).not.toMatch(/<script|<link|src=|url\(|https?:\/\/(?!json-schema)/);
});
