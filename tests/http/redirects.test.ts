import { Agent } from 'undici';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createGuardedHttp, type GuardedHttp } from '../../api/http/guarded-http.js';
import { sendFollowing } from '../../api/http/send-following.js';
import { parseTarget } from '../../api/http/target.js';
import { send } from '../support/send.js';
import { startUpstream, type Upstream } from '../support/upstream-server.js';

let first: Upstream;
let second: Upstream;
let http: GuardedHttp;

beforeAll(async () => {
  second = await startUpstream((_request, response) => response.end('second'));
  first = await startUpstream((request, response) => {
    const url = new URL(request.url, 'http://first');
    const hops = Number(url.searchParams.get('hops'));
    if (url.pathname === '/hops' && hops > 0) {
      response.writeHead(302, { location: `/hops?hops=${hops - 1}` }).end();
    } else if (url.pathname === '/to') {
      response
        .writeHead(Number(url.searchParams.get('status') ?? 302), {
          location: url.searchParams.get('url') ?? '',
        })
        .end();
    } else if (url.pathname === '/loop') {
      response.writeHead(302, { location: '/loop' }).end();
    } else {
      response.end('first');
    }
  });
  http = createGuardedHttp({ allow: [first, second] });
});

afterAll(async () => {
  await http.close();
  await Promise.all([first.close(), second.close()]);
});

const to = (target: string, status = 302): string =>
  `${first.url}/to?status=${status}&url=${encodeURIComponent(target)}`;

test('three redirects are followed, a fourth is not', async () => {
  expect(await send(http, { url: `${first.url}/hops?hops=3` })).toMatchObject({ ok: true, status: 200 });
  expect(await send(http, { url: `${first.url}/hops?hops=4` })).toMatchObject({
    code: 'bad_response',
    phase: 'sent',
  });
  expect(await send(http, { url: `${first.url}/loop` })).toMatchObject({
    code: 'bad_response',
    phase: 'sent',
  });
});

describe('[H] where a redirect may not lead', () => {
  test.each([
    'http://127.0.0.1:1/',
    'http://169.254.169.254/latest/meta-data/',
    'https://169.254.169.254/',
    'https://[::1]/',
    'https://localhost/',
    'https://metadata.google.internal/',
    'file:///etc/passwd',
    'https://user:pass@example.com/',
    'gopher://example.com/',
    '//127.0.0.1/',
    'https:\\\\127.0.0.1\\',
  ])('%s is not followed', async (target) => {
    const reply = await send(http, { url: to(target) });
    expect(reply).toMatchObject({ ok: false, phase: 'sent' });
  });
});

test('a server outside the allow list cannot lead into it, as one on the list may', async () => {
  const rules = { isAllowed: isEntry, isReachable: () => true, allowHttp: true };
  function isEntry(host: string, port: number): boolean {
    return host === '127.0.0.1' && port === second.port;
  }
  // `first` stands for a public server here: it is reached without an entry of its own.
  const agent = new Agent();
  const target = parseTarget(to(second.url), { ...rules, isAllowed: () => true });
  if ('code' in target) throw new Error(target.message);
  const follow = (isAllowed: typeof isEntry) =>
    sendFollowing({
      agent,
      rules: { ...rules, isAllowed },
      target,
      request: { method: 'GET', url: to(second.url), headers: {} },
      sendOptions: { signal: new AbortController().signal, timeoutMs: 5_000, maxResponseBytes: 1_000 },
      signal: new AbortController().signal,
    });
  const before = second.requests.length;
  expect(await follow(isEntry)).toMatchObject({
    ok: false,
    code: 'bad_response',
    message: expect.stringContaining('a place that only steps may name'),
    phase: 'sent',
  });
  expect(second.requests.length).toBe(before);
  expect(await follow(() => true)).toMatchObject({ ok: true, status: 200 });
  expect(second.requests.length).toBe(before + 1);
  await agent.close();
});

test('another origin gets none of the headers that the author wrote', async () => {
  const headers = { authorization: 'Basic x', cookie: 'a=b', 'x-api-key': 'secret', accept: 'text/plain' };
  await send(http, { url: to(second.url), headers });
  const received = second.requests.at(-1)?.headers ?? {};
  expect(Object.keys(received).sort()).toEqual([
    'accept',
    'accept-encoding',
    'connection',
    'host',
    'user-agent',
  ]);
  expect(received.accept).toBe('*/*');
});

test('the same origin gets them again', async () => {
  await send(http, { url: to('/next'), headers: { 'x-api-key': 'secret' } });
  expect(first.requests.at(-1)).toMatchObject({ url: '/next', headers: { 'x-api-key': 'secret' } });
});

test.each([307, 308])(
  '%i repeats the body on the same origin and refuses to carry it to another',
  async (status) => {
    const before = second.requests.length;
    const request = { method: 'POST', body: 'secret', headers: { 'content-type': 'text/plain' } };
    expect(await send(http, { ...request, url: to('/next', status) })).toMatchObject({ ok: true });
    expect(first.requests.at(-1)).toMatchObject({ method: 'POST', url: '/next', body: 'secret' });
    expect(await send(http, { ...request, url: to(second.url, status) })).toMatchObject({
      code: 'bad_response',
      phase: 'sent',
    });
    expect(second.requests.length).toBe(before);
  },
);

test.each([301, 302, 303])('%i turns a POST into a GET without the body', async (status) => {
  await send(http, {
    url: to('/next', status),
    method: 'POST',
    body: 'x',
    headers: { 'Content-Type': 'text/plain' },
  });
  const last = first.requests.at(-1);
  expect(last).toMatchObject({ method: 'GET', url: '/next', body: '' });
  expect(last?.headers['content-type']).toBeUndefined();
});

test('a redirect without a place to go is the answer', async () => {
  const upstream = await startUpstream((_request, response) => response.writeHead(304).end());
  const door = createGuardedHttp({ allow: [upstream] });
  expect(await send(door, { url: upstream.url })).toMatchObject({ ok: true, status: 304 });
  await door.close();
  await upstream.close();
});
