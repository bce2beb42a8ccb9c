import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { type HttpReply, runGraph } from '#engine';
import { createHost, graph } from '../support/engine.js';
import type { UpstreamHandler } from '../support/upstream-server.js';
import { doorKinds, useDoor } from './support/doors.js';
import { readBody } from './support/read-body.js';

const url = 'http://example.com/';
const compressions = { gzip: gzipSync, br: brotliCompressSync, deflate: deflateSync, zstd: zstdCompressSync };

const bombs = Object.entries(compressions).map(
  ([encoding, compress]) => [encoding, compress(Buffer.alloc(50_000_000))] as const,
);

/** Answers with these bytes as they are, whatever HTTP says about them. */
const raw =
  (text: string): UpstreamHandler =>
  (_request, _response, { socket }) =>
    void socket.end(text);

describe.each(doorKinds)('the door on %s', (kind) => {
  const door = useDoor(kind);
  const decoded = kind === 'Node' ? ['gzip', 'br', 'deflate', 'zstd'] : ['gzip', 'br'];
  const encoded = (encoding: string, body: string | Uint8Array, status = 200): void =>
    door.answer((_request, response) => {
      response.writeHead(status, { 'content-encoding': encoding }).end(body);
    });

  describe('J encodings', () => {
    test.each(Object.entries(compressions))(
      'J %s is read where the platform can',
      async (encoding, compress) => {
        const text = 'grüße'.repeat(1_000);
        encoded(encoding, compress(text));
        const reply = await door.send({ url });
        if (decoded.includes(encoding)) expect(reply.ok && reply.text()).toBe(text);
        else {
          expect(reply).toMatchObject({
            code: 'bad_response',
            message: `example.com sent an answer encoded as "${encoding}", which can't be read.`,
            phase: 'body',
          });
        }
      },
    );

    if (kind === 'Node') {
      test('J deflate without its frame, as some servers send it, is read', async () => {
        encoded('deflate', deflateRawSync('plain'));
        expect((await door.expectThrough({ url })).text()).toBe('plain');
      });

      test('J two encodings are undone in turn', async () => {
        encoded('gzip, br', brotliCompressSync(gzipSync('plain')));
        expect((await door.expectThrough({ url })).text()).toBe('plain');
      });
    }

    test.each(bombs)('J 50 MB in a small body of %s are cut at the limit', async (encoding, bomb) => {
      expect(bomb.byteLength).toBeLessThan(60_000);
      encoded(encoding, bomb);
      const before = process.memoryUsage().arrayBuffers;
      const reply = await door.send({ url });
      expect(reply).toMatchObject(
        decoded.includes(encoding)
          ? {
              code: 'response_too_large',
              message: 'example.com sent an answer larger than the limit of 1,000,000 bytes.',
              phase: 'body',
            }
          : { code: 'bad_response', phase: 'body' },
      );
      // Means something on Node only: a Worker's memory is not this process's.
      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000);
    });

    test.each([
      ['six encodings', 'gzip, gzip, gzip, gzip, gzip, gzip', 'x'],
      ['an encoding that nobody knows', 'rot13', 'x'],
    ])('J %s are not read', async (_what, encoding, body) => {
      encoded(encoding, body);
      expect(await door.send({ url })).toMatchObject({ code: 'bad_response', phase: 'body' });
    });

    test.each([
      ['is none', 'not gzip at all'],
      ['is cut', gzipSync('x'.repeat(1_000)).subarray(0, 15)],
      [
        'has a wrong sum',
        gzipSync('x').map((byte, index, all) => (index === all.length - 8 ? byte ^ 1 : byte)),
      ],
    ])('J gzip that %s is a bad response', async (_what, body) => {
      encoded('gzip', body);
      expect(await door.send({ url })).toMatchObject({
        code: 'bad_response',
        message: 'example.com sent an answer whose content encoding is broken.',
      });
    });

    test('J a body that is said to be as it is, is read as it is', async () => {
      encoded('identity', 'plain');
      expect((await door.expectThrough({ url })).text()).toBe('plain');
    });

    test.each(['gzip', 'zstd', 'aws-chunked'])(
      'J HEAD with a length and %s has an empty body',
      async (encoding) => {
        door.answer((_request, response) =>
          response.writeHead(200, { 'content-length': '5000', 'content-encoding': encoding }).end(),
        );
        const reply = await door.expectThrough({ url, method: 'HEAD' });
        expect(reply).toMatchObject({ status: 200, headers: { 'content-encoding': encoding } });
        expect(reply.bytes.byteLength).toBe(0);
      },
    );

    test.each(['gzip', 'br'])('J nothing at all in %s is an empty body', async (encoding) => {
      door.answer((_request, response) =>
        response.writeHead(200, { 'content-length': '0', 'content-encoding': encoding }).end(),
      );
      expect((await door.expectThrough({ url })).bytes.byteLength).toBe(0);
    });

    test.each(['gzip', 'aws-chunked'])('J 204 with %s has an empty body', async (encoding) => {
      encoded(encoding, '', 204);
      expect((await door.expectThrough({ url })).bytes.byteLength).toBe(0);
    });
  });

  describe('J sizes', () => {
    test('J a body of just the limit is kept, one byte more is not', async () => {
      door.answer((_request, response) => void response.end('x'.repeat(1_000)));
      const reply = await door.expectThrough({ url }, { maxResponseBytes: 1_000 });
      expect(reply.text()).toBe('x'.repeat(1_000));
      expect(await door.send({ url }, { maxResponseBytes: 999 })).toMatchObject({
        code: 'response_too_large',
      });
    });

    test('J an endless body is cut at the limit', async () => {
      door.answer((_request, response) => {
        const pump = (): void => {
          while (!response.destroyed && response.write('x'.repeat(10_000)));
          if (!response.destroyed) response.once('drain', pump);
        };
        pump();
      });
      expect(await door.send({ url }, { untilClosed: true })).toMatchObject({
        code: 'response_too_large',
        phase: 'body',
      });
    });

    test.each([
      ['one value of 40 KB', { 'x-big': 'a'.repeat(40_000) }],
      [
        '40 KB in many',
        Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`x-${i}`, 'a'.repeat(100)])),
      ],
    ])('J headers with %s are a bad response', async (_what, headers) => {
      door.answer((_request, response) => void response.writeHead(200, headers).end());
      expect(await door.send({ url })).toMatchObject({
        code: 'bad_response',
        message: 'example.com sent more than 32 KB of headers.',
      });
    });

    test('J headers of 20 KB are read, and repeated ones joined, cookies too', async () => {
      door.answer((_request, response) => {
        response.setHeader('X-Big', 'a'.repeat(20_000));
        response.setHeader('X-Two', ['a', 'b']);
        response.setHeader('Set-Cookie', ['a=1; Path=/', 'b=2']);
        response.end();
      });
      const { headers } = await door.expectThrough({ url });
      expect(headers).toMatchObject({ 'x-two': 'a, b', 'set-cookie': 'a=1; Path=/, b=2' });
      expect(headers['x-big']?.length).toBe(20_000);
    });
  });

  describe('J answers that lie', () => {
    test('J a length that promises more than comes is a broken connection', async () => {
      door.answer(raw('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf'));
      expect(await door.send({ url })).toMatchObject({
        code: 'connection_failed',
        message: 'example.com closed the connection before its answer was complete.',
        phase: 'body',
      });
    });

    test('J of a body longer than its length, nothing is read beyond it', async () => {
      door.answer(raw('HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello world'));
      const reply = await door.send({ url });
      // It may as well be told apart as broken; what must not be is more than the length.
      if (reply.ok) expect(reply.text()).toBe('hello');
      else expect(reply).toMatchObject({ code: 'bad_response' });
    });

    test.each([
      ['two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nhello!'],
      ['a length that is no number', 'HTTP/1.1 200 OK\r\ncontent-length: x\r\n\r\nhello'],
      ['no HTTP', 'hello, this is not HTTP\r\n\r\n'],
      ['a NUL in a header', 'HTTP/1.1 200 OK\r\nx-a: a\0b\r\ncontent-length: 0\r\n\r\n'],
    ])('J %s is no answer', async (_what, text) => {
      door.answer(raw(text));
      expect(await door.send({ url })).toMatchObject(
        kind === 'Node'
          ? { code: 'bad_response', message: 'example.com did not answer with valid HTTP.', phase: 'sent' }
          : { code: 'connection_failed', phase: 'sent' },
      );
    });

    test('J a chunk that is none ends the exchange', async () => {
      door.answer(raw('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\nzz\r\n'));
      expect(await door.send({ url })).toMatchObject({ ok: false, phase: 'body' });
    });

    test('J a header called __proto__ is just a header', async () => {
      door.answer((_request, response) => void response.setHeader('__proto__', 'x').end());
      const { headers } = await door.expectThrough({ url });
      expect(Object.hasOwn(headers, '__proto__') && Object.getPrototypeOf(headers)).toBe(Object.prototype);
    });

    test('J a header in UTF-8 is read as that, and on Node one in Latin-1 too', async () => {
      const headers = async (encoding: 'utf8' | 'latin1') => {
        const text = 'HTTP/1.1 200 OK\r\nx-a: pässwort\r\ncontent-length: 0\r\n\r\n';
        door.answer((_request, _response, { socket }) => void socket.end(Buffer.from(text, encoding)));
        return (await door.expectThrough({ url })).headers;
      };
      expect(await headers('utf8')).toMatchObject({ 'x-a': 'pässwort' });
      expect(await headers('latin1')).toMatchObject({
        'x-a': kind === 'Node' ? 'pässwort' : 'p\ufffdsswort',
      });
    });

    test('J bytes that are no UTF-8 become replacement characters in the text, and stay as bytes', async () => {
      door.answer((_request, response) => void response.end(Buffer.from([0x61, 0xff, 0xc3])));
      const reply = await door.expectThrough({ url });
      expect([reply.text(), [...reply.bytes]]).toEqual(['a\ufffd\ufffd', [0x61, 0xff, 0xc3]]);
    });
  });

  describe('J JSON, as the engine reads it', () => {
    const json = async (text: string): Promise<HttpReply> => {
      door.answer(
        (_request, response) => void response.setHeader('content-type', 'application/json').end(text),
      );
      return door.expectThrough({ url });
    };

    test('J a depth of 100,000 is refused and not built; 64 is read', async () => {
      const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
      expect(readBody(await json(nested(100_000)))).toEqual({
        ok: false,
        reason: 'JSON that is nested more than 64 deep',
      });
      expect(readBody(await json('{"a":'.repeat(100_000)))).toMatchObject({ ok: false });
      expect(readBody(await json(nested(64)))).toMatchObject({ ok: true });
    });

    test('J a __proto__ key is data like any other, from the answer to the output of the run', async () => {
      const text =
        '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"a":{"__proto__":1}}';
      const reply = await json(text);
      const read = readBody(reply);
      expect(read.ok && JSON.stringify(read.body)).toBe(text);
      const output = {
        all: '{{response.body}}',
        own: '{{response.body["__proto__"]}}',
        inner: '{{response.body.a}}',
      };
      const flow = { ...graph('get', { get: { output } }), output: '{{get}}' };
      const { ports } = createHost({ script: () => reply });
      const run = runGraph({ graph: flow, input: {}, ports });
      const result = await run.result;
      expect(JSON.stringify(result.output)).toBe(
        `{"all":${text},"own":{"polluted":true},"inner":{"__proto__":1}}`,
      );
      expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    });
  });
});
