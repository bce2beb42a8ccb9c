import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RequestLogEntry } from '../../../api/middleware/request-log.js';
import { createClient } from '../../../src/client/index.js';
import { signToken, startTestApi, type TestApi } from '../../support/api.js';
import { sampleSecrets, samples } from '../../support/import-samples.js';
import { findsSecret } from '../../support/secret-finder.js';
import { startUpstream, type Upstream } from '../../support/upstream-server.js';

const log: RequestLogEntry[] = [];
let t: TestApi;
let upstream: Upstream;
beforeAll(async () => {
  upstream = await startUpstream((request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ path: request.url }));
  });
  const allow = [{ host: upstream.host, port: upstream.port }];
  t = await startTestApi({ allow, api: { log: (entry) => log.push(entry) } });
});
afterAll(async () => {
  await t.close();
  await upstream.close();
});

test('an imported draft, saved and given its credential, sends what the command would have sent', async () => {
  const source = `curl '${upstream.url}/orders/7?notify=yes' -H 'Authorization: Bearer tok-imported-123' -H 'X-Shop: 5' --json '{"email":"ada@example.com","count":3}'`;
  const admin = t.as(t.red.users.admin, 'red');
  const { body } = await admin.request('POST', '/connectors/import', { format: 'curl', source });
  const [{ slots, notes, ...draft }] = body.drafts;
  expect(notes).toEqual([]);
  const saved = await admin.request('POST', '/connectors', draft);
  expect(saved.status).toBe(201);
  const [{ slot, type, hosts }] = slots;
  const credential = { slot, type, hosts, name: 'Shop', secrets: { token: 'tok-given-456' } };
  expect((await admin.request('POST', '/workspace/credentials', credential)).status).toBe(201);

  const run = await admin.request('POST', `/connectors/${draft.slug}/execute`, {
    input: { count: 4 },
    wait: 20,
  });
  expect(run.body).toMatchObject({ status: 'succeeded', output: { path: '/orders/7?notify=yes' } });
  const [sent] = upstream.requests;
  expect(sent).toMatchObject({ method: 'POST', url: '/orders/7?notify=yes' });
  expect(sent?.headers).toMatchObject({ authorization: 'Bearer tok-given-456', 'x-shop': '5' });
  expect(JSON.parse(sent?.body ?? '')).toEqual({ email: 'ada@example.com', count: 4 });
});

test('an import saves nothing', async () => {
  const editor = t.as(t.blue.users.editor, 'blue');
  const before = (await editor.request('GET', '/connectors')).body.items;
  expect(
    (await editor.request('POST', '/connectors/import', { format: 'har', source: samples.har })).status,
  ).toBe(200);
  expect((await editor.request('GET', '/connectors')).body.items).toEqual(before);
});

test('viewers import nothing', async () => {
  const viewer = t.as(t.red.users.viewer, 'red');
  const answer = await viewer.request('POST', '/connectors/import', { format: 'curl', source: samples.curl });
  expect([answer.status, answer.body.code]).toEqual([403, 'forbidden']);
});

test('a source may be larger than other bodies, and has a limit of its own', async () => {
  const editor = t.as(t.red.users.editor, 'red');
  const padded = (length: number) => ({
    format: 'curl',
    source: `curl https://a.example #${'x'.repeat(length)}`,
  });
  expect((await editor.request('POST', '/connectors/import', padded(5_000_000))).status).toBe(200);
  expect((await editor.request('POST', '/connectors/import', padded(10_000_000))).status).toBe(413);
  expect((await editor.request('POST', '/connectors/import/', padded(1_500_000))).status).not.toBe(200);
  expect((await editor.request('POST', '/connectors', padded(1_500_000))).status).toBe(413);
});

test('the client imports', async () => {
  const client = createClient({
    baseUrl: 'http://patchbay.test',
    workspaceId: 'red',
    token: await signToken({ sub: t.red.users.editor }),
    fetch: (input, init) => Promise.resolve(t.api.request(input, init)),
  });
  const { drafts } = await client.connectors.import({ format: 'postman', source: samples.postman });
  expect(drafts.map(({ slug }) => slug)).toEqual(['find-user', 'sign-up', 'search', 'upload']);
  await expect(client.connectors.import({ format: 'har', source: '{}' })).rejects.toMatchObject({
    code: 'invalid_source',
    status: 422,
  });
});

test('a refusal says what is wrong and where, and neither it nor the log has a secret', async () => {
  const editor = t.as(t.red.users.editor, 'red');
  const answers = [];
  for (const [format, source] of Object.entries(samples)) {
    const broken = format === 'curl' ? source.replaceAll('curl', 'wget') : source.slice(0, -40);
    answers.push(await editor.request('POST', '/connectors/import', { format, source: broken }));
  }
  for (const { status, body } of answers) {
    expect([status, body.code]).toEqual([422, 'invalid_source']);
    expect(body.errors[0].path).toMatch(/^source/);
  }
  const text = JSON.stringify([answers.map(({ body }) => body), log]);
  for (const secret of Object.values(sampleSecrets)) expect(findsSecret(text, secret)).toBe(false);
});

test.each([
  ['nothing', 'curl', ' \n', /The source is empty/],
  ['no command', 'curl', 'echo hello', /no curl command/],
  ['no address', 'curl', 'curl -X POST', /no URL/],
  ['no host', 'curl', 'curl "$HOST/x"', /no host/],
  ['no JSON', 'postman', '{"info":\n {', /not JSON \(line 2/],
  ['YAML', 'openapi', '# mine\nopenapi: 3.0.3\ninfo:\n', /YAML.*Convert it/],
  ['Swagger 2', 'openapi', '{"swagger":"2.0","paths":{}}', /Swagger 2\.0/],
  ['no version', 'openapi', '{"paths":{}}', /does not say that it is OpenAPI/],
  ['no paths', 'openapi', '{"openapi":"3.1.0"}', /no paths/],
  ['no collection', 'postman', '{"log":{}}', /no list of requests/],
  ['no recording', 'har', '{"item":[]}', /no list log\.entries/],
  ['too deep', 'har', `{"log":${'['.repeat(300)}${']'.repeat(300)}}`, /deeper than 200/],
])('%s is refused in words', async (_, format, source, detail) => {
  const editor = t.as(t.red.users.editor, 'red');
  const answer = await editor.request('POST', '/connectors/import', { format, source });
  expect([answer.status, answer.body.code]).toEqual([422, 'invalid_source']);
  expect(answer.body.detail).toMatch(detail);
});
