import { describe, expect, it } from 'vitest';
import { type HttpReply, type HttpStep, type JsonValue, runGraph } from '#engine';
import { toBase64 } from '../../../src/engine/text/base64.js';
import { createHost, graph, json, textReply } from '../../support/engine.js';

async function run(reply: HttpReply, step: Partial<HttpStep> = {}) {
  const host = createHost({ script: () => reply });
  const result = await runGraph({
    graph: graph('a', { a: { ...step, retry: { attempts: 1 } } }),
    ports: host.ports,
  }).result;
  return { ...result, attempt: result.steps.a?.attempts[0] };
}

describe('reading a response', () => {
  it.each<[string, string, HttpStep['responseType'], JsonValue]>([
    ['{"a":1}', 'application/json; charset=utf-8', undefined, { a: 1 }],
    ['{"a":1}', 'application/problem+json', undefined, { a: 1 }],
    ['{"a":1}', 'text/plain', undefined, '{"a":1}'],
    ['{"a":1}', 'text/plain', 'json', { a: 1 }],
    ['{"a":1}', 'application/json', 'text', '{"a":1}'],
    ['<a/>', 'application/xml', 'auto', '<a/>'],
    ['hi', '', undefined, 'hi'],
    ['', 'application/json', undefined, null],
    ['', '', 'json', null],
    ['é!', 'image/png', undefined, { base64: 'w6kh', contentType: 'image/png' }],
    ['hi', 'text/plain', 'base64', { base64: 'aGk=', contentType: 'text/plain' }],
  ])('[Q8] %j as %s, asked for as %s', async (text, contentType, responseType, output) => {
    const result = await run(textReply(text, contentType), responseType ? { responseType } : {});
    expect(result).toMatchObject({ status: 'succeeded', output });
  });

  const lines = '{"a":1}\n\n[2]\r\n"three"\n null \n4';

  it.each<[string, string, HttpStep['responseType'], JsonValue]>([
    [lines, 'application/x-ndjson', undefined, [{ a: 1 }, [2], 'three', null, 4]],
    [lines, 'application/jsonl; charset=utf-8', 'auto', [{ a: 1 }, [2], 'three', null, 4]],
    [lines, 'Application/NDJSON', undefined, [{ a: 1 }, [2], 'three', null, 4]],
    [lines, 'text/plain', 'jsonl', [{ a: 1 }, [2], 'three', null, 4]],
    ['\u001e{"a":\n1}\n\u001e[2]\n', 'application/json-seq', undefined, [{ a: 1 }, [2]]],
    ['', 'text/plain', 'jsonl', []],
    ['\n \n', 'application/x-ndjson', undefined, []],
  ])(
    '[Q30] %j as %s, asked for as %s, is a list of values',
    async (text, contentType, responseType, output) => {
      const result = await run(textReply(text, contentType), responseType ? { responseType } : {});
      expect(result).toMatchObject({ status: 'succeeded', output });
    },
  );

  it.each<[string, string]>([
    ['1\n\n{"a":', 'JSON in line 3 that can\'t be read (it begins with "{\\"a\\":").'],
    [`1\n${'['.repeat(65)}${']'.repeat(65)}\n2`, 'JSON in line 2 that is nested more than 64 deep.'],
    ['1 2\n3', 'JSON in line 1 that can\'t be read (it begins with "1 2").'],
    ['\u001e{"a":\n1}\n\u001e{"b":\n', 'JSON in line 3 that can\'t be read (it begins with "{\\"b\\": ").'],
  ])('[Q30] %j names the line that is wrong', async (text, message) => {
    const result = await run(textReply(text, ''), { responseType: 'jsonl' });
    expect(result.error).toMatchObject({ code: 'bad_response', status: 200 });
    expect(result.error?.message).toContain(`answered with ${message}`);
  });

  it('[Q30] an open quote in one line does not hide the depth of another', async () => {
    const deep = '['.repeat(65) + ']'.repeat(65);
    const result = await run(textReply(`"\n${deep}`, ''), { responseType: 'jsonl' });
    expect(result.error?.message).toContain('in line 1');
  });

  it.each<HttpStep['responseType']>(['auto', 'json', 'jsonl', 'text', 'base64'])(
    '[Q31] an answer without content is null, asked for as %s',
    async (responseType = 'auto') => {
      for (const status of [204, 205]) {
        const reply = textReply('{', 'application/json', status);
        expect(await run(reply, { responseType })).toMatchObject({ status: 'succeeded', output: null });
      }
      const request = { method: 'HEAD', url: 'http://api.test/a' } as const;
      const head = textReply('', 'application/json', 200, { 'content-length': '7' });
      expect(await run(head, { responseType, request })).toMatchObject({ output: null });
    },
  );

  it('[Q32] a redirect that is not to be followed is an answer', async () => {
    const request = { method: 'GET', url: 'http://api.test/a', followRedirects: false } as const;
    const output = { status: '{{response.status}}', to: '{{response.headers.location}}' };
    const reply = textReply('', '', 302, { location: '/b' });
    expect((await run(reply, { request, output })).output).toEqual({ status: 302, to: '/b' });
    expect((await run(reply, { output })).error).toMatchObject({ code: 'http_status', status: 302 });
    expect((await run(textReply('', '', 404), { request })).error?.code).toBe('http_status');
  });

  it('[Q32] whoever sends the request is told whether to follow redirects', async () => {
    const host = createHost();
    const request = { method: 'GET', url: 'http://api.test/a', followRedirects: false } as const;
    await runGraph({ graph: graph('a, b', { a: { request, timeoutMs: 5 } }), ports: host.ports }).result;
    const [first, second] = host.sent.map(({ options }) => options);
    expect(first).toMatchObject({ followRedirects: false, timeoutMs: 5, maxResponseBytes: 10_000_000 });
    expect(second).toMatchObject({ followRedirects: true, timeoutMs: 60_000 });
    expect(second?.mayFollow?.('http://api.test/c')).toBe(true);
  });

  it('[Q8] a key like __proto__ is data', async () => {
    const text = '{"__proto__":{"admin":true},"constructor":1}';
    const result = await run(textReply(text, 'application/json'), {
      output: { whole: '{{response.body}}', own: "{{response.body['__proto__'].admin}}" },
    });
    expect(JSON.stringify(result.output)).toBe(`{"whole":${text},"own":true}`);
    expect({}).not.toHaveProperty('admin');
    const lines = await run(textReply(text, 'application/jsonl'));
    expect(JSON.stringify(lines.output)).toBe(`[${text}]`);
  });

  it('[Q8] base64 agrees with the platform on every length', () => {
    for (let length = 0; length < 50; length++) {
      const bytes = Uint8Array.from({ length }, (_, index) => (index * 37 + length) % 256);
      expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
    }
  });

  it('[Q8] an output of its own is made from body, status and headers', async () => {
    const output = {
      id: '{{response.body.id}}',
      status: '{{response.status}}',
      tag: '{{response.headers.etag}}',
    };
    const result = await run(json({ id: 7 }, 201, { etag: 'x' }), { output });
    expect(result.output).toEqual({ id: 7, status: 201, tag: 'x' });
  });

  it.each([
    ['{"a":', 'GET http://api.test/a answered with JSON that can\'t be read (it begins with "{\\"a\\":").'],
    [
      `${'['.repeat(65)}${']'.repeat(65)}`,
      'GET http://api.test/a answered with JSON that is nested more than 64 deep.',
    ],
  ])('[Q9] %s fails the step', async (text, message) => {
    const result = await run(textReply(text, 'application/json'));
    expect(result).toMatchObject({ status: 'failed', error: { code: 'bad_response', step: 'a' } });
    expect(result.error?.message).toContain(message);
  });

  it.each<[number, JsonValue, string]>([
    [404, {}, 'GET http://api.test/a answered 404 Not Found. Check the URL, and the ids in it.'],
    [
      422,
      { message: 'email is required.' },
      'GET http://api.test/a answered 422 Unprocessable Content. It says: “email is required”. Check the values that the request sends.',
    ],
    [
      500,
      { error: { message: 'boom' } },
      'GET http://api.test/a answered 500 Internal Server Error. It says: “boom”. The fault is on the server. Run it again later.',
    ],
    [302, null, 'GET http://api.test/a answered 302 Found. Check the URL.'],
  ])('[Q10] status %i', async (status, body, message) => {
    const result = await run(json(body, status));
    expect(result).toMatchObject({
      status: 'failed',
      error: { code: 'http_status', status, message, step: 'a' },
    });
  });

  it('[Q11] a large body is cut for the record and whole for the output', async () => {
    const large = 'x'.repeat(100_000);
    const result = await run(json({ large }, 200, { 'set-cookie': 'a=b' }));
    expect(result.output).toEqual({ large });
    expect(result.attempt?.response).toMatchObject({
      size: 100_012,
      truncated: true,
      headers: { 'set-cookie': '••••' },
    });
    expect(String(result.attempt?.response?.body)).toHaveLength(65_536);
  });
});
