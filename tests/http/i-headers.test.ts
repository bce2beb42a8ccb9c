import { describe, expect, test } from 'vitest';
import { validateGraph } from '#engine';
import { graph } from '../support/engine.js';
import { doorKinds, useDoor } from './support/doors.js';

const url = 'http://example.com/';

describe.each(doorKinds)('the door on %s', (kind) => {
  const door = useDoor(kind);

  describe('I headers that are refused', () => {
    test.each<[string, Record<string, string>]>([
      ['CR LF in a value', { 'x-a': 'a\r\nx-evil: 1' }],
      ['LF in a value', { 'x-a': 'a\nx-evil: 1' }],
      ['CR in a value', { 'x-a': 'a\rb' }],
      ['NUL in a value', { 'x-a': 'a\0b' }],
      ['DEL in a value', { 'x-a': 'a\x7fb' }],
      ['a value beyond Latin-1', { 'x-a': '漢' }],
      ['CR LF in a name', { 'x-a\r\nx-evil: 1': 'b' }],
      ['a colon in a name', { 'x-a:': 'b' }],
      ['a space in a name', { 'x a': 'b' }],
      ['a name beyond ASCII', { 'x-é': 'b' }],
      ['no name', { '': 'b' }],
      ['100 KB in one value', { 'x-a': 'a'.repeat(100_000) }],
      [
        '100 KB in many',
        Object.fromEntries(Array.from({ length: 1_000 }, (_, i) => [`x-${i}`, 'a'.repeat(100)])),
      ],
    ])('I %s', async (_what, headers) => {
      expect(await door.expectRefused({ url, headers })).toMatchObject({
        code: 'invalid_request',
        // One line of text that can be shown and logged.
        message: expect.stringMatching(/^[\x20-\x7e]+\.$/),
      });
    });

    test.each([
      'host',
      'Host',
      'content-length',
      'Content-Length',
      'transfer-encoding',
      'connection',
      'keep-alive',
      'expect',
      'te',
      'trailer',
      'upgrade',
      'via',
      'forwarded',
      'x-forwarded-for',
      'X-Forwarded-Host',
      'x-forwarded-proto',
      'proxy-authorization',
      'proxy-connection',
      'proxy-anything',
    ])('I %s, which the engine refuses too', async (name) => {
      const step = { request: { method: 'GET' as const, url, headers: { [name]: '1' } } };
      expect(validateGraph(graph('a', { a: step }))).toMatchObject([
        { severity: 'error', path: expect.any(String) },
      ]);
      expect(await door.expectRefused({ url, headers: { [name]: '1' } })).toMatchObject({
        code: 'invalid_request',
        message: `The header ${name} is set by the connection and can't be given; remove it.`,
      });
    });
  });

  test('I other headers arrive as they were given, and what is missing is added', async () => {
    const headers = {
      'X-Thing': 'a\tb; c="d"',
      Authorization: 'Bearer x',
      Accept: 'application/json',
      __proto__x: '1',
    };
    await door.expectThrough({ url, headers });
    expect(door.requests[0]?.headers).toMatchObject({
      host: 'example.com',
      'x-thing': 'a\tb; c="d"',
      authorization: 'Bearer x',
      accept: 'application/json',
      __proto__x: '1',
      'user-agent': expect.stringMatching(/^patchbay\/\d+\.\d+\.\d+$/),
      'accept-encoding': kind === 'Node' ? 'gzip, deflate, br, zstd' : 'gzip, br',
    });
  });

  test('a Worker asks for an answer of the server itself, and not for one that a cache keeps', async () => {
    await door.expectThrough({ url });
    expect(door.requests[0]?.headers['cache-control']).toBe(kind === 'Node' ? undefined : 'no-cache');
  });

  test('I 15 KB in one value arrive', async () => {
    await door.expectThrough({ url, headers: { 'x-a': 'a'.repeat(15_000) } });
    expect(door.requests[0]?.headers['x-a']?.length).toBe(15_000);
  });

  test('I Latin-1 arrives: as bytes of its own from Node, as UTF-8 from Workers', async () => {
    await door.expectThrough({ url, headers: { 'x-a': 'é' } });
    // Node reads the bytes of a header as Latin-1.
    const bytes = Buffer.from(String(door.requests[0]?.headers['x-a']), 'latin1');
    expect(bytes.toString(kind === 'Node' ? 'latin1' : 'utf8')).toBe('é');
  });

  test('method, body and its headers arrive as given, and a text gets no content type of its own', async () => {
    const headers = { 'Content-Type': 'application/json' };
    await door.expectThrough({ url, method: 'post', headers, body: '{"a":"é"}' });
    await door.expectThrough({ url, method: 'PATCH', body: 'text' });
    await door.expectThrough({ url, method: 'POST' });
    expect(door.requests).toMatchObject([
      {
        method: 'POST',
        body: '{"a":"é"}',
        headers: { 'content-type': 'application/json', 'content-length': '10' },
      },
      { method: 'PATCH', body: 'text' },
      { method: 'POST', body: '', headers: { 'content-length': '0' } },
    ]);
    expect(door.requests[1]?.headers['content-type']).toBeUndefined();
  });

  test.each(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])('%s is sent', async (method) => {
    await door.expectThrough({ url, method });
    expect(door.requests[0]?.method).toBe(method);
  });

  test.each(['CONNECT', 'TRACE', 'GET / HTTP/1.1\r\nx-evil: 1', ''])(
    'the method %j is refused',
    async (method) => {
      expect(await door.expectRefused({ url, method })).toMatchObject({ code: 'invalid_request' });
    },
  );

  test('a GET takes a body along on Node; fetch has no such thing', async () => {
    const request = { url, body: 'x' };
    if (kind === 'Node') await door.expectThrough(request);
    else expect(await door.expectRefused(request)).toMatchObject({ code: 'invalid_request' });
  });
});
