import { afterAll, describe, expect, test } from 'vitest';
import { createGuardedHttp } from '../../api/http/guarded-http.js';
import { isOwnAddress } from '../../api/http/own-address.js';
import { isPublicAddress } from '../../api/http/public-address.js';
import { parseTarget } from '../../api/http/target.js';
import { send } from '../support/send.js';
import { startUpstream } from '../support/upstream-server.js';

const lookups: string[] = [];
/** Answers for names under `.test.example.com` with the addresses that their first label spells. */
const http = createGuardedHttp({
  allowHttp: true,
  lookup: async (hostname) => {
    lookups.push(hostname);
    const [label = ''] = hostname.split('.');
    if (label === 'empty') return [];
    return label.split('_').map((address) => ({ address: address.replaceAll('-', '.'), family: 4 }));
  },
});
afterAll(() => http.close());

const sameMessage =
  /^Could not connect to .+:\d+\. Check the host and port in the URL\. \(Private addresses are closed unless .+\)$/;

const tables: Record<string, string> = {
  'A IPv4': `0.0.0.0 10.0.0.1 100.64.0.1 100.100.100.200 127.0.0.1 127.255.255.254 169.254.169.254 169.254.170.2
    168.63.129.16 172.16.0.1 192.0.0.1 192.0.2.1 192.88.99.1 192.168.0.1 198.18.0.1 198.51.100.1 203.0.113.1
    224.0.0.1 240.0.0.1 255.255.255.255`,
  'B IPv4 in other words': `2130706433 0x7f000001 0x7f.1 017700000001 127.1 1 0 127。0。0。1 ①②⑦.⓪.⓪.①
    %31%32%37.0.0.1 127.0.0.1.`,
  'C IPv6': `[::] [::1] [::127.0.0.1] [::ffff:127.0.0.1] [::ffff:7f00:1] [64:ff9b::a9fe:a9fe] [2002:7f00:1::]
    [2001:0:4136:e378:8000:63bf:56ff:fefe] [fc00::1] [fd00:ec2::254] [fe80::1] [ff02::1] [2001:db8::1] [4000::1]`,
  'D names': `localhost localhost. LOCALHOST foo.localhost metadata.google.internal host.docker.internal
    printer.local db.internal nas.home.arpa intranet`,
};

describe.each(Object.entries(tables))('%s', (_name, hosts) => {
  test.each(hosts.split(/\s+/))('%s is never dialled', async (host) => {
    const before = lookups.length;
    for (const scheme of ['http', 'https']) {
      const reply = await send(http, { url: `${scheme}://${host}/` });
      expect(reply).toMatchObject({ ok: false, code: 'connection_failed', phase: 'connect' });
      expect(!reply.ok && reply.message).toMatch(sameMessage);
    }
    expect(lookups.length).toBe(before);
  });
});

describe('E URLs', () => {
  test.each([
    ['userinfo', 'https://user:secret@example.com/'],
    ['a user name alone', 'https://user@example.com/'],
    ['a backslash', 'https:\\\\example.com\\'],
    ['a backslash before the host ends', 'https://example.com\\@127.0.0.1/'],
    ['missing slashes', 'https:example.com'],
    ['one slash', 'https:/example.com'],
    ['a tab in the host', 'https://exa\tmple.com/'],
    ['a line break in the host', 'https://exa\nmple.com/'],
    ['a space', 'https://example.com/a b'],
    ['64 KB', `https://example.com/${'a'.repeat(65_536)}`],
    ['no host', 'https:///path'],
    ['an empty text', ''],
  ])('%s is refused before anything is looked up', async (_name, url) => {
    const before = lookups.length;
    expect(await send(http, { url })).toMatchObject({ ok: false, code: 'invalid_request', phase: 'connect' });
    expect(lookups.length).toBe(before);
  });

  test.each([0, 22, 25, 5432, 6379])('port %i looks like a closed one', async (port) => {
    expect(await send(http, { url: `https://8.8.8.8:${port}/` })).toMatchObject({
      ok: false,
      code: 'connection_failed',
    });
  });
});

describe('F schemes', () => {
  test.each([
    'file:///etc/passwd',
    'ftp://example.com/',
    'gopher://example.com/',
    'data:text/plain,x',
    'blob:https://example.com/x',
    'javascript:1',
    'ws://example.com/',
    'unix:/var/run/docker.sock',
  ])('%s is refused', async (url) => {
    expect(await send(http, { url })).toMatchObject({ ok: false, code: 'invalid_request', phase: 'connect' });
  });

  test('http is refused unless it is allowed', async () => {
    const strict = createGuardedHttp({ lookup: async () => [] });
    expect(await send(strict, { url: 'http://example.com/' })).toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining('PATCHBAY_ALLOW_HTTP'),
    });
    await strict.close();
  });
});

describe('G DNS', () => {
  test('a name that resolves to a private address is not dialled, and looks like a closed port', async () => {
    const reply = await send(http, { url: 'https://127-0-0-1.test.example.com/' });
    expect(reply).toMatchObject({ ok: false, code: 'connection_failed', phase: 'connect' });
    expect(!reply.ok && reply.message).toMatch(sameMessage);
  });

  test.each(['8-8-8-8_127-0-0-1', '127-0-0-1_8-8-8-8', 'empty', '168-63-129-16'])(
    'the answer %s fails as a whole',
    async (label) => {
      expect(await send(http, { url: `https://${label}.test.example.com/` })).toMatchObject({
        code: 'connection_failed',
        phase: 'connect',
      });
    },
  );

  test('a resolver that fails and one that hangs look the same', async () => {
    const failing = createGuardedHttp({ lookup: () => Promise.reject(new Error('SERVFAIL')) });
    const hanging = createGuardedHttp({ lookup: () => new Promise(() => {}) });
    const replies = await Promise.all(
      [failing, hanging].map((door) => send(door, { url: 'https://example.com/' }, { timeoutMs: 300 })),
    );
    expect(replies[0]).toEqual(replies[1]);
    expect(replies[0]).toMatchObject({ code: 'connection_failed', phase: 'connect' });
    await Promise.all([failing.close(), hanging.close()]);
  });

  test('a name is resolved again for a new connection, so a second, private answer is caught', async () => {
    const upstream = await startUpstream((_request, response) => {
      response.setHeader('connection', 'close');
      response.end('ok');
    });
    let asked = 0;
    // The first answer is allowed by name and port; the guard sees every later one afresh.
    const door = createGuardedHttp({
      allow: [{ host: 'rebind.example.com', port: upstream.port }],
      lookup: async () => {
        asked += 1;
        return [{ address: '127.0.0.1', family: 4 }];
      },
    });
    await send(door, { url: `http://rebind.example.com:${upstream.port}/` });
    await send(door, { url: `http://rebind.example.com:${upstream.port}/` });
    expect(asked).toBe(2);
    expect(await send(door, { url: 'https://rebind.example.com/' })).toMatchObject({
      code: 'connection_failed',
    });
    await door.close();
    await upstream.close();
  });
});

test('public addresses are public, so that the tables above can fail', () => {
  for (const address of ['8.8.8.8', '1.1.1.1', '93.184.216.34', '2606:4700::1111', '2a00:1450:4001::1']) {
    expect(isPublicAddress(address)).toBe(true);
  }
});

test("the machine's own addresses are out of reach as numbers too, public as they may be", () => {
  const rules = { isAllowed: () => false, allowHttp: false };
  const own = '203.0.112.7';
  const isReachable = (address: string) => address !== own && isPublicAddress(address);
  expect(parseTarget(`https://${own}/`, { ...rules, isReachable: isPublicAddress })).toMatchObject({
    host: own,
  });
  expect(parseTarget(`https://${own}/`, { ...rules, isReachable })).toMatchObject({
    code: 'connection_failed',
  });
  expect([isOwnAddress('127.0.0.1'), isOwnAddress(own)]).toEqual([true, false]);
});

test('an entry of the allow list opens that host and port and nothing beside it', async () => {
  const upstream = await startUpstream((_request, response) => response.end('hello'));
  const door = createGuardedHttp({ allow: [{ host: 'LOCALHOST.', port: upstream.port }] });
  expect(await send(door, { url: `http://localhost:${upstream.port}/` })).toMatchObject({
    ok: true,
    status: 200,
  });
  expect(await send(door, { url: `https://127.0.0.1:${upstream.port}/` })).toMatchObject({
    code: 'connection_failed',
  });
  expect(await send(door, { url: `https://localhost:${upstream.port + 1}/` })).toMatchObject({
    code: 'connection_failed',
  });
  await door.close();
  await upstream.close();
});
