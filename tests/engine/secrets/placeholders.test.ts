import { describe, expect, it } from 'vitest';
import { compileTemplate, type HttpRequestTemplate, type JsonValue, runGraph } from '#engine';
import { prepareRequest } from '../../../src/engine/http/prepare-request.js';
import { bearer, custom, shelf } from '../../support/credentials.js';
import { createHost, graph, httpStep, json } from '../../support/engine.js';
import { createContext, run as graphRun } from '../../support/http-step.js';

const TOKEN = 'tok/en:1&x="é"';
const credentials = () =>
  shelf({
    main: bearer(TOKEN),
    key: {
      use: { type: 'api_key', in: 'header', name: 'X-Key' },
      fields: { value: 'the-key' },
      hosts: ['api.test'],
    },
    signing: {
      use: {
        type: 'hmac',
        algorithm: 'sha256',
        encoding: 'hex',
        header: 'X-Signature',
        sign: ['body'],
      },
      fields: { secret: 'the-signing-secret' },
      hosts: ['api.test'],
    },
    only: custom({ password: 'the-only-one', region: 'eu-1' }, { plain: ['region'] }),
    many: custom({ user: 'the-user', password: 'the-password' }),
    braces: custom({ text: '{{input}} and {{workspace.main}}' }),
  });

async function send(request: Partial<HttpRequestTemplate> & { url: string }, input: JsonValue = 'in') {
  const host = createHost({ credentials: credentials() });
  const step = httpStep({ id: 'a', request: { method: 'POST', ...request } });
  const result = await runGraph({ graph: graph('a', { a: step }), input, ports: host.ports }).result;
  return { result, host, sent: host.sent[0]?.request };
}

const refused = async (request: Partial<HttpRequestTemplate> & { url: string }) => {
  const { result, host } = await send(request);
  expect(host.sent).toEqual([]);
  return result.error;
};

describe('a placeholder of a credential', () => {
  it('[S13] is filled in in every text of a request, alone or within text', async () => {
    const { sent } = await send({
      url: 'https://api.test/bot{{workspace.main.token}}/:id?q={{workspace.main}}',
      path: { id: 'x{{workspace.main}}' },
      query: { r: '{{workspace.main}}', list: ['{{workspace.main}}'] },
      headers: { 'X-Token': 'Token {{ workspace.main }}!' },
      body: { type: 'json', value: { deep: ['{{workspace.main}}', '{{input}}-{{workspace.main}}'] } },
    });
    const encoded = encodeURIComponent(TOKEN);
    expect(sent?.url).toBe(
      `https://api.test/bot${encoded}/x${encoded}?q=${encoded}&r=${encoded}&list=${encoded}`,
    );
    expect(sent?.headers['x-token']).toBe(`Token ${TOKEN}!`);
    expect(JSON.parse(String(sent?.body))).toEqual({ deep: [TOKEN, `in-${TOKEN}`] });
  });

  it.each<[string, HttpRequestTemplate['body'], string]>([
    ['a form', { type: 'form', fields: { a: '{{workspace.key}}' } }, 'a=the-key'],
    ['a text', { type: 'text', text: 'k={{workspace.key}}' }, 'k=the-key'],
    [
      'GraphQL',
      { type: 'graphql', query: '{ a }', variables: { k: '{{workspace.key}}' } },
      '{"query":"{ a }","variables":{"k":"the-key"}}',
    ],
  ])('[S13] is filled in in %s', async (_name, body, text) => {
    expect((await send({ url: 'https://api.test/', ...(body && { body }) })).sent?.body).toBe(text);
  });

  it('[S13] is filled in in a multipart field, and in the text of a file', async () => {
    const { sent } = await send({
      url: 'https://api.test/',
      body: {
        type: 'multipart',
        fields: { a: '{{workspace.key}}' },
        files: { f: { content: 'k={{workspace.key}}', filename: '{{workspace.key}}.txt' } },
      },
    });
    expect(String(sent?.body).match(/the-key/g)).toHaveLength(3);
  });

  it('[S13] stands for the main field of its credential, or the only secret one', async () => {
    const { sent } = await send({
      url: 'https://api.test/',
      body: {
        type: 'json',
        value: [
          '{{workspace.main}}',
          '{{workspace.key}}',
          '{{workspace.signing}}',
          '{{workspace.only}}',
          '{{workspace.only.region}}',
          "{{workspace['many'].user}}",
        ],
      },
    });
    expect(JSON.parse(String(sent?.body))).toEqual([
      TOKEN,
      'the-key',
      'the-signing-secret',
      'the-only-one',
      'eu-1',
      'the-user',
    ]);
  });

  it('[S13] that could mean more than one field is refused with their names', async () => {
    const error = await refused({ url: 'https://api.test/', headers: { 'X-A': '{{workspace.many}}' } });
    expect(error).toMatchObject({ code: 'credential', step: 'a', path: "request.headers['X-A']" });
    expect(error?.message).toContain("'user', 'password'");
  });

  it.each(['nothing', '__proto__', 'constructor', 'toString'])(
    '[S13] of a field %s that is not there',
    async (field) => {
      const error = await refused({ url: 'https://api.test/', query: { a: `{{workspace.main.${field}}}` } });
      expect(error).toMatchObject({ code: 'credential', path: 'request.query.a' });
      expect(error?.message).toContain("it has 'token'");
    },
  );

  it('[S13] is filled in with a text that is not read again', async () => {
    const { sent } = await send({
      url: 'https://api.test/',
      body: { type: 'json', value: ['{{workspace.braces}}', 'x{{workspace.braces}}'] },
    });
    const text = '{{input}} and {{workspace.main}}';
    expect(JSON.parse(String(sent?.body))).toEqual([text, `x${text}`]);
  });

  it('[S13] that would make a header of two lines is refused, and not shown', async () => {
    const host = createHost({ credentials: shelf({ main: bearer('line-one\r\nX-Evil: 1') }) });
    const step = httpStep({
      id: 'a',
      request: { method: 'GET', url: 'https://api.test/', headers: { 'X-A': '{{workspace.main}}' } },
    });
    const { error } = await runGraph({ graph: graph('a', { a: step }), ports: host.ports }).result;
    expect(error).toMatchObject({ code: 'expression', detail: { code: 'unsafe_header' } });
    expect(JSON.stringify(host.journal)).not.toContain('line-one');
  });

  it.each([
    '{{workspace}}',
    '{{workspace.main | upper}}',
    '{{workspace.main.token.length}}',
    '{{workspace.main[0]}}',
    '{{workspace[0]}}',
    '{{workspace.*}}',
    '{{workspace..token}}',
    '{{workspace.main[?@.a]}}',
    '{{input | default(workspace.main)}}',
    "{{input | replace('a', workspace.main)}}",
    '{{workspace.main | default("x")}}',
  ])('[S14] %s is refused, in whatever text of a request', async (text) => {
    const headers = { 'X-A': text };
    const error = await refused({ url: 'https://api.test/', headers });
    expect(error).toMatchObject({ code: 'invalid_graph', path: "request.headers['X-A']" });
    expect(JSON.stringify(error?.detail)).toContain('secret_outside_request');
    // And where nobody has checked the graph, also where its value would not be needed.
    const template = { method: 'GET' as const, url: 'https://api.test/', headers };
    const ask = { template, place: 'request', path: 'a', scope: { input: 'in' }, run: graphRun };
    const context = createContext(createHost({ credentials: credentials() }));
    expect(await prepareRequest(context, ask)).toMatchObject({
      ok: false,
      error: { path: "request.headers['X-A']", detail: { code: 'secret_outside_request' } },
    });
  });

  it.each([
    ['{{workspace.main}}', {}],
    ['https://{{workspace.main}}/x', {}],
    ['{{workspace.main}}://api.test/', {}],
    ['https://api.test{{workspace.main}}/x', {}],
    ['https://{{workspace.main}}@api.test/x', {}],
  ])('[S14] %s can not be where a request goes', async (url) => {
    const error = await refused({ url });
    expect(error).toMatchObject({ code: 'invalid_graph', path: 'request.url' });
    expect(JSON.stringify(error?.detail)).toContain('bad_url');
  });

  it.each<[string, HttpRequestTemplate['body'], string]>([
    ['a body', { type: 'base64', content: '{{workspace.main}}' }, 'request.body.content'],
    ['a body, within text', { type: 'base64', content: 'AAAA{{workspace.main}}' }, 'request.body.content'],
    [
      'a file',
      { type: 'multipart', files: { f: { content: { base64: '{{workspace.main}}' } } } },
      'request.body.files.f.content',
    ],
  ])('[S14] is refused in base64 of %s: nobody could hide what it decodes to', async (_name, body, path) => {
    const request = { url: 'https://api.test/', ...(body && { body }) };
    const error = await refused(request);
    expect(error?.code).toBe('invalid_graph');
    expect(error?.path).toMatch(path);
    expect(JSON.stringify(error?.detail)).toContain('secret_outside_request');
    // And where nobody has checked the graph.
    const template = { method: 'POST' as const, ...request };
    const ask = { template, place: 'request', path: 'a', scope: {}, run: graphRun };
    const context = createContext(createHost({ credentials: credentials() }));
    expect(await prepareRequest(context, ask)).toMatchObject({
      ok: false,
      error: { code: 'expression', path, detail: { code: 'secret_outside_request' } },
    });
  });

  it.each<[string, object]>([
    ['output', { output: { a: '{{workspace.main}}' } }],
    ['when', { when: { left: '{{workspace.main}}', op: 'exists' } }],
    ['forEach.items', { forEach: { items: ['{{workspace.main}}'] } }],
    [
      'classify',
      { classify: [{ when: { left: 'x', op: 'equals', right: '{{workspace.main}}' }, as: 'fail' }] },
    ],
    [
      'pagination',
      { pagination: { type: 'next_url', next: '{{workspace.main}}', items: '{{response.body}}' } },
    ],
    [
      'poll',
      { poll: { until: { left: '{{workspace.main}}', op: 'exists' }, intervalMs: 100, maxAttempts: 2 } },
    ],
  ])('[S15] is refused in %s of a step, before anything is sent', async (_name, extra) => {
    const host = createHost({ credentials: credentials() });
    const steps = [httpStep({ id: 'a', ...extra })];
    const { error } = await runGraph({ graph: { steps }, ports: host.ports }).result;
    expect(error?.code).toBe('invalid_graph');
    expect(JSON.stringify(error?.detail)).toContain('secret_outside_request');
    expect(host.sent).toEqual([]);
  });

  it.each<[string, JsonValue]>([
    ['a transform', { id: 'a', type: 'transform', output: { x: '{{workspace.main}}' } }],
    ['a wait', { id: 'a', type: 'wait', for: { seconds: '{{workspace.main}}' } }],
    ['a wait until', { id: 'a', type: 'wait', until: '{{workspace.main}}' }],
    [
      'a branch',
      { id: 'a', type: 'branch', cases: [{ id: 'b', when: { left: '{{workspace.main}}', op: 'exists' } }] },
    ],
    ['the input of a connector', { id: 'a', type: 'connector', connector: 'c', input: '{{workspace.main}}' }],
    ['the input of an action', { id: 'a', type: 'action', action: 'x', input: '{{workspace.main}}' }],
  ])('[S15] is refused in %s', async (_name, step) => {
    const host = createHost({ credentials: credentials() });
    const document = JSON.parse(JSON.stringify({ steps: [step] }));
    const { error } = await runGraph({ graph: document, ports: host.ports }).result;
    expect(JSON.stringify(error)).toContain('secret_outside_request');
  });

  it('[S15] is refused in the output of a graph, and by evaluation', async () => {
    const host = createHost({ credentials: credentials() });
    const steps = [httpStep({ id: 'a' })];
    const { error } = await runGraph({ graph: { steps, output: '{{workspace.main}}' }, ports: host.ports })
      .result;
    expect(JSON.stringify(error)).toContain('secret_outside_request');
    expect(() => compileTemplate('{{workspace.main}}').evaluate({ workspace: { main: 'x' } })).toThrow(
      /credential/,
    );
  });

  it('[S15] is only text where a value has it: what a server answers is not read', async () => {
    const host = createHost({
      credentials: credentials(),
      script: () => json({ text: '{{workspace.main}}' }),
    });
    const second = httpStep({
      id: 'b',
      request: { method: 'POST', url: 'https://api.test/', body: { type: 'json', value: '{{a.text}}' } },
    });
    await runGraph({ graph: graph('a -> b', { b: second }), ports: host.ports }).result;
    expect(host.sent[1]?.request.body).toBe('"{{workspace.main}}"');
  });
});
