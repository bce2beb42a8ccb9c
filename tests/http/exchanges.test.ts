import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { createGuardedHttp, type GuardedHttp } from '../../api/http/guarded-http.js';
import { send } from '../support/send.js';
import { startUpstream, type Upstream, type UpstreamHandler } from '../support/upstream-server.js';

const doors: GuardedHttp[] = [];
const upstreams: Upstream[] = [];

async function upstreamAndDoor(handler: UpstreamHandler): Promise<{ upstream: Upstream; http: GuardedHttp }> {
  const upstream = await startUpstream(handler);
  const http = createGuardedHttp({ allow: [upstream] });
  upstreams.push(upstream);
  doors.push(http);
  return { upstream, http };
}

afterEach(async () => {
  await Promise.all(doors.splice(0).map((door) => door.close()));
  await Promise.all(upstreams.splice(0).map((upstream) => upstream.close()));
});

describe('requests', () => {
  test('method, path, query, headers and body arrive as given, with our user agent', async () => {
    const { upstream, http } = await upstreamAndDoor((_request, response) => {
      response.setHeader('X-Two', ['a', 'b']);
      response.writeHead(201).end('{"ok":true}');
    });
    const reply = await send(http, {
      method: 'POST',
      url: `${upstream.url}/a%20b?x=1&x=2`,
      headers: { 'Content-Type': 'application/json', 'X-Thing': 'é' },
      body: '{"a":1}',
    });
    expect(reply).toMatchObject({ ok: true, status: 201, headers: { 'x-two': 'a, b' } });
    expect(reply.ok && reply.text()).toBe('{"ok":true}');
    expect(upstream.requests).toMatchObject([
      {
        method: 'POST',
        url: '/a%20b?x=1&x=2',
        body: '{"a":1}',
        headers: { 'content-type': 'application/json', 'content-length': '7' },
      },
    ]);
    expect(upstream.requests[0]?.headers['user-agent']).toMatch(/^patchbay\/\d+\.\d+\.\d+$/);
  });

  test.each([
    ['a line break', { 'x-a': 'a\r\nhost: evil' }],
    ['NUL', { 'x-a': 'a\0b' }],
    ['text beyond Latin-1', { 'x-a': '漢' }],
    ['a name that is none', { 'x a': 'b' }],
    ['100 KB', { 'x-a': 'a'.repeat(100_000) }],
    ['host', { Host: 'evil.example' }],
    ['content-length', { 'Content-Length': '3' }],
    ['transfer-encoding', { 'transfer-encoding': 'chunked' }],
    ['connection', { connection: 'close' }],
    ['expect', { expect: '100-continue' }],
    ['x-forwarded-for', { 'X-Forwarded-For': '1.2.3.4' }],
    ['proxy-authorization', { 'proxy-authorization': 'Basic x' }],
  ])('[I] headers with %s are refused and nothing is sent', async (_name, headers) => {
    const { upstream, http } = await upstreamAndDoor((_request, response) => response.end());
    expect(await send(http, { url: upstream.url, headers })).toMatchObject({
      ok: false,
      code: 'invalid_request',
      phase: 'connect',
    });
    expect(upstream.requests).toEqual([]);
  });

  test('a closed port fails before anything is sent, with the message of a blocked one', async () => {
    const { upstream, http } = await upstreamAndDoor(() => {});
    await upstream.close();
    expect(await send(http, { url: `${upstream.url}/` })).toEqual({
      ok: false,
      code: 'connection_failed',
      phase: 'connect',
      message: `Could not connect to 127.0.0.1:${upstream.port}. Check the host and port in the URL. (Private addresses are closed unless whoever runs this server lists them in PATCHBAY_ALLOW_PRIVATE_HOSTS.)`,
    });
  });
});

describe('deadlines and cancelling', () => {
  test('a server that takes the request and stays silent is a timeout, sent', async () => {
    const { upstream, http } = await upstreamAndDoor(() => {});
    const startedAt = performance.now();
    const reply = await send(http, { url: upstream.url }, { timeoutMs: 200 });
    expect(reply).toMatchObject({ ok: false, code: 'timeout', phase: 'sent' });
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });

  test('a byte now and then does not stretch the deadline', async () => {
    const { upstream, http } = await upstreamAndDoor((_request, response) => {
      const timer = setInterval(() => response.write('.'), 40);
      response.on('close', () => clearInterval(timer));
    });
    expect(await send(http, { url: upstream.url }, { timeoutMs: 300 })).toMatchObject({
      code: 'timeout',
      phase: 'sent',
    });
  });

  test('an abort ends the exchange at once and closes the connection', async () => {
    let closed = false;
    const { upstream, http } = await upstreamAndDoor((_request, _response, incoming) => {
      incoming.socket.on('close', () => {
        closed = true;
      });
    });
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 100);
    const reply = await send(http, { url: upstream.url }, { signal: controller.signal });
    expect(reply).toMatchObject({ ok: false, code: 'cancelled', phase: 'sent' });
    await expect.poll(() => closed).toBe(true);
  });

  test('a signal that is aborted already sends nothing', async () => {
    const { upstream, http } = await upstreamAndDoor((_request, response) => response.end());
    const reply = await send(http, { url: upstream.url }, { signal: AbortSignal.abort() });
    expect(reply).toMatchObject({ code: 'cancelled', phase: 'connect' });
    expect(upstream.requests).toEqual([]);
  });
});

describe('[J] responses', () => {
  test.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
    ['deflate', deflateSync],
    ['zstd', zstdCompressSync],
  ] as const)('%s is decoded', async (encoding, compress) => {
    const { upstream, http } = await upstreamAndDoor((_request, response) => {
      response.setHeader('content-encoding', encoding).end(compress('grüße'.repeat(1000)));
    });
    const reply = await send(http, { url: upstream.url });
    expect(reply.ok && reply.text()).toBe('grüße'.repeat(1000));
  });

  test('raw deflate, as some servers send it, is decoded', async () => {
    const { upstream, http } = await upstreamAndDoor((_request, response) => {
      response.setHeader('content-encoding', 'deflate').end(deflateRawSync('plain'));
    });
    const reply = await send(http, { url: upstream.url });
    expect(reply.ok && reply.text()).toBe('plain');
  });

  test.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
    ['zstd', zstdCompressSync],
  ] as const)('50 MB in a small %s body are cut at the limit', async (encoding, compress) => {
    const bomb = compress(Buffer.alloc(50_000_000));
    expect(bomb.byteLength).toBeLessThan(60_000);
    const { upstream, http } = await upstreamAndDoor((_request, response) => {
      response.setHeader('content-encoding', encoding).end(bomb);
    });
    const before = process.memoryUsage().arrayBuffers;
    const reply = await send(http, { url: upstream.url }, { maxResponseBytes: 1_000_000 });
    expect(reply).toMatchObject({ ok: false, code: 'response_too_large', phase: 'sent' });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000);
  });

  test('an endless body is cut at the limit', async () => {
    const { upstream, http } = await upstreamAndDoor((_request, response) => {
      const pump = (): void => {
        while (!response.destroyed && response.write('x'.repeat(10_000)));
        if (!response.destroyed) response.once('drain', pump);
      };
      pump();
    });
    expect(await send(http, { url: upstream.url })).toMatchObject({ code: 'response_too_large' });
  });

  test('a body of exactly the limit is kept', async () => {
    const { upstream, http } = await upstreamAndDoor((_request, response) => response.end('x'.repeat(1_000)));
    expect(await send(http, { url: upstream.url }, { maxResponseBytes: 1_000 })).toMatchObject({ ok: true });
    expect(await send(http, { url: upstream.url }, { maxResponseBytes: 999 })).toMatchObject({
      code: 'response_too_large',
    });
  });

  test.each([
    ['six encodings', 'gzip, gzip, gzip, gzip, gzip, gzip', 'x'],
    ['an unknown encoding', 'rot13', 'x'],
    ['broken gzip', 'gzip', 'not gzip at all'],
    ['cut gzip', 'gzip', gzipSync('x'.repeat(1_000)).subarray(0, 15)],
  ])('%s is a bad response', async (_name, encoding, body) => {
    const { upstream, http } = await upstreamAndDoor((_request, response) => {
      response.setHeader('content-encoding', encoding).end(body);
    });
    expect(await send(http, { url: upstream.url })).toMatchObject({ code: 'bad_response', phase: 'sent' });
  });

  test('HEAD with a length and an encoding has an empty body', async () => {
    const { upstream, http } = await upstreamAndDoor((_request, response) => {
      response.writeHead(200, { 'content-length': '5000', 'content-encoding': 'gzip' }).end();
    });
    const reply = await send(http, { url: upstream.url, method: 'HEAD' });
    expect(reply.ok && reply.bytes.byteLength).toBe(0);
  });

  test('headers larger than 32 KB are a bad response', async () => {
    const { upstream, http } = await upstreamAndDoor((_request, response) => {
      response.setHeader('x-big', 'a'.repeat(40_000)).end();
    });
    expect(await send(http, { url: upstream.url })).toMatchObject({ code: 'bad_response', phase: 'sent' });
  });

  test('a connection cut in the body, or a length that lies, fails as sent', async () => {
    const { upstream, http } = await upstreamAndDoor((_request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half');
      setTimeout(() => response.destroy(), 20);
    });
    expect(await send(http, { url: upstream.url })).toMatchObject({
      ok: false,
      code: 'connection_failed',
      phase: 'sent',
    });
  });

  test('bytes that are no UTF-8 become replacement characters, and the bytes stay', async () => {
    const { upstream, http } = await upstreamAndDoor((_request, response) =>
      response.end(Buffer.from([0x61, 0xff])),
    );
    const reply = await send(http, { url: upstream.url });
    expect(reply.ok && [reply.text(), [...reply.bytes]]).toEqual(['a\ufffd', [0x61, 0xff]]);
  });

  test('a header called __proto__ is just a header', async () => {
    const { upstream, http } = await upstreamAndDoor((_request, response) => {
      response.setHeader('__proto__', 'x').end();
    });
    const reply = await send(http, { url: upstream.url });
    expect(
      reply.ok && Object.hasOwn(reply.headers, '__proto__') && Object.getPrototypeOf(reply.headers),
    ).toBe(Object.prototype);
  });
});

afterAll(() => {
  expect(doors).toEqual([]);
});
