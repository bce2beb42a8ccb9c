import { syncBuiltinESMExports } from 'node:module';
import os from 'node:os';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createGuardedHttp, type GuardedHttp } from '../../api/http/guarded-http.js';
import { send } from '../support/send.js';
import { type DoorKind, doorKinds, type TestedDoor, useDoor } from './support/doors.js';
import { publicAddress } from './support/node-door.js';

const addresses = {
  A: words(`0.0.0.0 10.0.0.1 100.64.0.1 100.100.100.200 127.0.0.1 127.255.255.254 169.254.169.254 169.254.170.2
    168.63.129.16 172.16.0.1 192.0.0.1 192.0.2.1 192.88.99.1 192.168.0.1 198.18.0.1 198.51.100.1 203.0.113.1
    224.0.0.1 240.0.0.1 255.255.255.255`),
  B: words(`2130706433 0x7f000001 0x7f.1 017700000001 127.1 1 0 127。0。0。1 ①②⑦.⓪.⓪.① %31%32%37.0.0.1
    127.0.0.1. 127.0.0.1..`),
  C: words(`[::] [::1] [::127.0.0.1] [::ffff:127.0.0.1] [::ffff:7f00:1] [64:ff9b::a9fe:a9fe] [2002:7f00:1::]
    [2001:0:4136:e378:8000:63bf:56ff:fefe] [fc00::1] [fd00:ec2::254] [fe80::1] [ff02::1] [2001:db8::1] [4000::1]`),
};
const names =
  words(`localhost localhost. localhost.. LOCALHOST foo.localhost metadata.google.internal metadata.google.internal.
  host.docker.internal printer.local db.internal nas.home.arpa home.arpa intranet METADATA`);

/** Where a step could try a host: the ports of the web, written or not, and some of a machine's inside. */
const places = (host: string): string[] => [
  ...['', ':80', ':8080', ':2375'].map((port) => `http://${host}${port}/`),
  ...['', ':443', ':8443', ':6379'].map((port) => `https://${host}${port}/latest/meta-data/`),
];

describe.each(doorKinds)('the door on %s', (kind) => {
  const door = useDoor(kind);

  describe('A addresses of IPv4', () => {
    test.each(addresses.A)("A %s can't be reached", (host) => expectClosed(door, kind, host));

    test('A 8.8.8.8 is reached', async () => {
      await door.expectThrough({ url: 'http://8.8.8.8/' });
    });
  });

  describe('B IPv4 in other words', () => {
    test.each(addresses.B)("B %s can't be reached", (host) => expectClosed(door, kind, host));

    test.each(words('134744072 0x08080808 010.010.010.010 8.8.2056 8。8。8。8 ⑧.⑧.⑧.⑧ %38.8.8.8 8.8.8.8.'))(
      'B %s is reached, as 8.8.8.8',
      async (host) => {
        await door.expectThrough({ url: `http://${host}/` });
        expect(door.requests.at(-1)?.headers.host).toBe('8.8.8.8');
      },
    );
  });

  describe('C addresses of IPv6', () => {
    test.each(addresses.C)("C %s can't be reached", (host) => expectClosed(door, kind, host));

    test.each(words('[2606:4700::1111] [2a00:1450:4001:0:0:0:0:1]'))('C %s is reached', async (host) => {
      await door.expectThrough({ url: `http://${host}/` });
    });
  });

  describe('D names', () => {
    test.each(names)("D %s can't be reached", (host) => expectClosed(door, kind, host));

    test.each(words('example.com local.example.com internal.example.com localhost.example.com EXAMPLE.COM.'))(
      'D %s is reached',
      async (host) => {
        await door.expectThrough({ url: `http://${host}/` });
      },
    );
  });
});

describe('what a name resolves to, on Node', () => {
  const door = useDoor('Node');

  test.each([
    ...addresses.A.map((address) => `A ${address}`),
    ...addresses.C.map((address) => `C ${address.slice(1, -1)}`),
  ])("%s can't be reached by a name", async (line) => {
    const address = line.slice(2);
    const http = resolving(address);
    for (const url of ['http://name.example.com/', 'https://name.example.com:8443/']) {
      expect(await send(http, { url })).toMatchObject({ code: 'connection_failed', phase: 'connect' });
    }
    expect(door.dials).toEqual([]);
  });

  test.each([publicAddress, '2606:4700::1111'])('A C %s is reached by a name', async (address) => {
    expect(await send(resolving(address), { url: 'http://name.example.com/' })).toMatchObject({ ok: true });
    expect(door.dials).toEqual([`${address.includes(':') ? `[${address}]` : address}:80`]);
  });

  test('A an address of this machine itself is closed, public as it may be, by number and by name', async () => {
    const http = resolving(publicAddress);
    const urls = [`http://${publicAddress}/`, `http://${publicAddress}:8443/`, 'http://name.example.com/'];
    for (const url of urls) expect(await send(http, { url })).toMatchObject({ ok: true });
    ownAddress(publicAddress);
    const before = door.dials.length;
    for (const url of urls) {
      expect(await send(resolving(publicAddress), { url })).toMatchObject({ code: 'connection_failed' });
    }
    expect(door.dials.length).toBe(before);
  });
});

/** Refused in the same words wherever it is tried, with the host as the URL parser writes it. */
async function expectClosed(door: TestedDoor, kind: DoorKind, host: string): Promise<void> {
  for (const url of places(host)) {
    const { hostname, port, protocol } = new URL(url);
    const shown = `${hostname.replace(/\.+$/, '')}:${port || (protocol === 'https:' ? 443 : 80)}`;
    const otherwise = kind === 'Workers' ? ', or the connection broke before an answer' : '';
    const refusal = await door.expectRefused({ url });
    expect(refusal).toMatchObject({
      code: 'connection_failed',
      message: `Could not connect to ${shown}${otherwise}. Check the host and port in the URL. (Private addresses are closed unless whoever runs this server lists them in PATCHBAY_ALLOW_PRIVATE_HOSTS.)`,
    });
  }
}

function resolving(address: string): GuardedHttp {
  const family = address.includes(':') ? 6 : 4;
  const http = createGuardedHttp({ allowHttp: true, lookup: async () => [{ address, family }] });
  onTestFinished(() => http.close());
  return http;
}

/** Gives this machine a network interface with this address, as far as Node can see. */
function ownAddress(address: string): void {
  const { networkInterfaces } = os;
  const set = (read: typeof networkInterfaces): void => {
    os.networkInterfaces = read;
    syncBuiltinESMExports();
  };
  set(() => ({
    eth0: [{ address, family: 'IPv4', netmask: '', mac: '', internal: false, cidr: null }],
  }));
  onTestFinished(() => set(networkInterfaces));
}

function words(text: string): string[] {
  return text.split(/\s+/);
}
