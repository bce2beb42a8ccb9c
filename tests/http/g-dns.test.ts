import { describe, expect, onTestFinished, test } from 'vitest';
import type { HttpFailure, HttpReply } from '#engine';
import { createGuardedHttp, type GuardedHttp, type GuardedHttpOptions } from '../../api/http/guarded-http.js';
import { send } from '../support/send.js';
import { useDoor } from './support/doors.js';
import { closedAddress, publicAddress, silentAddress } from './support/node-door.js';

type Addresses = readonly string[];

// Workers can't look a name up; what they may fetch, their platform resolves and guards.
describe('G names, on Node', () => {
  const door = useDoor('Node');
  const url = 'http://name.example.com/';

  test('G a name with a public address is reached, and it is looked up once', async () => {
    const { http, asked } = resolving([[publicAddress]]);
    expect(await send(http, { url })).toMatchObject({ ok: true });
    expect(asked).toEqual(['name.example.com']);
    expect(door.dials).toEqual([`${publicAddress}:80`]);
  });

  test('G public then private: what was checked is dialled, the second answer is looked at afresh', async () => {
    door.answer((_request, response) => response.setHeader('connection', 'close').end());
    const { http, asked } = resolving([[publicAddress], ['127.0.0.1']]);
    expect(await send(http, { url })).toMatchObject({ ok: true });
    expect(asked.length).toBe(1);
    expect(door.dials).toEqual([`${publicAddress}:80`]);
    expect(await send(http, { url })).toMatchObject(closed);
    expect(asked.length).toBe(2);
    expect(door.dials).toEqual([`${publicAddress}:80`]);
  });

  test('G private then public: the second answer counts again', async () => {
    const { http } = resolving([['10.0.0.1'], [publicAddress]]);
    expect(await send(http, { url })).toMatchObject(closed);
    expect(await send(http, { url })).toMatchObject({ ok: true });
  });

  test.each<[string, Addresses]>([
    ['mixed, the private address last', [publicAddress, '127.0.0.1']],
    ['mixed, the private address first', ['127.0.0.1', publicAddress]],
    ['mixed over both families', [publicAddress, '::1']],
    ['mixed with a mapped address', ['2606:4700::1111', '::ffff:169.254.169.254']],
    ['private, as behind a CNAME', ['169.254.169.254']],
    ['no address at all', []],
    ['text that is no address', ['metadata']],
    ['an address in another form', ['0x7f000001']],
    ['an address with a zone', ['fe80::1%eth0']],
  ])('G an answer that is %s fails as a whole', async (_what, addresses) => {
    const { http } = resolving([addresses]);
    expect(await send(http, { url })).toMatchObject(closed);
    expect(door.dials).toEqual([]);
  });

  test('G several public addresses are dialled until one answers, and nothing beside them', async () => {
    const { http, asked } = resolving([[closedAddress, publicAddress]]);
    expect(await send(http, { url })).toMatchObject({ ok: true });
    expect(door.dials).toEqual([`${closedAddress}:80`, `${publicAddress}:80`]);
    expect(asked.length).toBe(1);
  });

  test('G U a name is looked up once for all who wait for it, so that a dead one holds up no other', async () => {
    const answers: ((addresses: { address: string; family: number }[]) => void)[] = [];
    const asked: string[] = [];
    const http = open({
      lookup: (name) => {
        asked.push(name);
        return name.startsWith('dead')
          ? new Promise((resolve) => answers.push(resolve))
          : Promise.resolve([{ address: publicAddress, family: 4 }]);
      },
      timeouts: { dnsMs: 50 },
    });
    const dead = { url: 'http://dead.example.com/' };
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => send(http, dead)));
    for (const outcome of [...outcomes, await send(http, dead)]) expect(outcome).toMatchObject(closed);
    expect(await send(http, { url })).toMatchObject({ ok: true });
    expect(asked).toEqual(['dead.example.com', 'name.example.com']);
    for (const answer of answers) answer([{ address: publicAddress, family: 4 }]);
    await new Promise((resolve) => setImmediate(resolve));
    expect(await send(http, dead)).toMatchObject(closed);
    expect(asked).toEqual(['dead.example.com', 'name.example.com', 'dead.example.com']);
  });

  test('G a redirect to a name with a private address looks like one to a closed port', async () => {
    door.answer((_request, response) =>
      response.writeHead(302, { location: 'http://inner.example.com/' }).end(),
    );
    const lead = (inner: string) =>
      open({
        lookup: async (name) => [{ address: name.startsWith('inner') ? inner : publicAddress, family: 4 }],
      });
    const toPrivate = await send(lead('10.0.0.1'), { url });
    expect(toPrivate).toMatchObject({ ok: false, code: 'connection_failed', phase: 'sent' });
    expect(door.dials).toEqual([`${publicAddress}:80`]);
    expect(await send(lead(closedAddress), { url })).toEqual(toPrivate);
  });

  test('G blocked, refused, not found, failing and hanging look the same', async () => {
    const never = () => new Promise<never>(() => {});
    // Longer than a test may take: it isn't this that ends an exchange.
    const patient = { timeoutMs: 60_000 };
    const outcomes: Record<string, HttpFailure | HttpReply> = {
      blocked: await send(resolving([['127.0.0.1']]).http, { url }),
      refused: await send(resolving([[closedAddress]]).http, { url }),
      empty: await send(resolving([[]]).http, { url }),
      notFound: await send(open({ lookup: () => Promise.reject(new Error('ENOTFOUND')) }), { url }),
      servfail: await send(open({ lookup: () => Promise.reject(new Error('ESERVFAIL')) }), { url }),
      dnsHangs: await send(
        open({ lookup: never, timeouts: { dnsMs: 50, connectMs: 60_000 } }),
        { url },
        patient,
      ),
      dnsHangsForLong: await send(open({ lookup: never }), { url }, { timeoutMs: 50 }),
      dialHangs: await send(
        resolving([[silentAddress]], { timeouts: { connectMs: 50 } }).http,
        { url },
        patient,
      ),
      dialHangsForLong: await send(resolving([[silentAddress]]).http, { url }, { timeoutMs: 50 }),
    };
    for (const outcome of Object.values(outcomes)) expect(outcome).toEqual(outcomes.blocked);
    expect(outcomes.blocked).toMatchObject({
      ...closed,
      message: expect.stringMatching(/^Could not connect to name\.example\.com:80\./),
    });
  });
});

const closed = { ok: false, code: 'connection_failed', phase: 'connect' };

/** A door whose resolver gives these answers in turn, and the last of them for ever. */
function resolving(
  answers: readonly Addresses[],
  options: GuardedHttpOptions = {},
): { http: GuardedHttp; asked: string[] } {
  const asked: string[] = [];
  const http = open({
    ...options,
    async lookup(name) {
      const answer = answers[Math.min(asked.push(name), answers.length) - 1] ?? [];
      return answer.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    },
  });
  return { http, asked };
}

function open(options: GuardedHttpOptions): GuardedHttp {
  const http = createGuardedHttp({ allowHttp: true, ...options });
  onTestFinished(() => http.close());
  return http;
}
