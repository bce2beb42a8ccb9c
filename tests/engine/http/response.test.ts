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
