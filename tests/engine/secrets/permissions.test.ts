import { describe, expect, it } from 'vitest';
import {
  type HttpMethod,
  type HttpRequestTemplate,
  type Permissions,
  parseDefinition,
  runGraph,
} from '#engine';
import { prepareRequest } from '../../../src/engine/http/prepare-request.js';
import { bearer, shelf } from '../../support/credentials.js';
import { createHost, graph, json } from '../../support/engine.js';
import { createContext, run as graphRun, runStep } from '../../support/http-step.js';

async function run(
  request: Partial<HttpRequestTemplate> & { url: string },
  permissions: Permissions | undefined,
  script?: () => ReturnType<typeof json>,
) {
  const host = createHost({ credentials: shelf({ main: bearer('the-token') }), ...(script && { script }) });
  const flow = graph('a', { a: { request: { method: 'GET', ...request } } });
  const result = await runGraph({ graph: flow, ports: host.ports, permissions }).result;
  return { result, host, mayFollow: (url: string) => host.sent[0]?.options.mayFollow?.(url) };
}

describe('what a graph declares', () => {
  it.each<[string, string[]]>([
    ['https://api.test/x', ['api.test']],
    ['http://api.test/x', ['other.test', 'API.test']],
    ['https://api.test:8443/x', ['api.test:8443']],
    ['https://eu.api.test/x', ['*.api.test']],
  ])('[S20] lets a request go to %s with %j', async (url, hosts) => {
    expect((await run({ url }, { hosts })).result.status).toBe('succeeded');
  });

  it.each<[string, string[]]>([
    ['https://api.test/x', []],
    ['https://api.test/x', ['other.test']],
    ['https://api.test:8443/x', ['api.test']],
    ['https://api.test./x', ['api.test']],
    ['https://api.test/x', ['*.api.test', '*.test', '*']],
  ])('[S20] keeps a request from %s with %j, secrets or none', async (url, hosts) => {
    const { result, host } = await run({ url }, { hosts });
    expect(result.error).toMatchObject({ code: 'not_permitted', step: 'a', path: 'request.url' });
    expect(host.sent).toEqual([]);
  });

  it('[S20] keeps a request from a host that a value brings', async () => {
    const { result } = await run({ url: '{{input}}' }, { hosts: ['api.test'] });
    expect(result.error?.code).toBe('expression');
    const host = createHost();
    const flow = graph('a', { a: { request: { method: 'GET', url: '{{input}}' } } });
    const run2 = (input: string) =>
      runGraph({ graph: flow, input, ports: host.ports, permissions: { hosts: ['api.test'] } }).result;
    expect((await run2('https://evil.test/?https://api.test/')).error?.code).toBe('not_permitted');
    expect((await run2('https://api.test/x')).status).toBe('succeeded');
  });

  it.each<[HttpMethod, HttpMethod[] | undefined, string]>([
    ['GET', undefined, 'succeeded'],
    ['DELETE', undefined, 'succeeded'],
    ['GET', ['GET', 'POST'], 'succeeded'],
    ['DELETE', ['GET', 'POST'], 'failed'],
    ['GET', [], 'failed'],
  ])('[S20] holds for methods: %s with %j', async (method, methods, status) => {
    const permissions = { hosts: ['api.test'], ...(methods && { methods }) };
    const { result } = await run({ method, url: 'https://api.test/x' }, permissions);
    expect(result.status).toBe(status);
    if (status === 'failed') {
      expect(result.error).toMatchObject({ code: 'not_permitted', path: 'request.method' });
      expect(result.error?.message).toContain(method);
    }
  });

  it('[S20] is asked before a credential is', async () => {
    const credentials = shelf({ main: bearer('the-token', ['evil.test']) });
    const host = createHost({ credentials });
    const flow = graph('a', {
      a: {
        request: { method: 'GET', url: 'https://evil.test/', auth: { type: 'credential', slot: 'main' } },
      },
    });
    const permissions = { hosts: ['api.test'] };
    const { error } = await runGraph({ graph: flow, ports: host.ports, permissions }).result;
    expect([error?.code, credentials.asked]).toEqual(['not_permitted', []]);
  });

  it('[S20] holds for each connector on its own', async () => {
    const inner = (hosts: string[]) => ({
      graph: graph('s', { s: { request: { method: 'GET', url: 'https://api.test/x' } } }),
      permissions: { hosts },
    });
    const call = (connector: string) => ({ id: connector, type: 'connector' as const, connector, input: {} });
    const connectors = { open: inner(['api.test']), shut: inner(['other.test']) };
    const of = (connector: string) =>
      runGraph({
        graph: { steps: [call(connector)] },
        ports: createHost({ connectors }).ports,
        permissions: { hosts: [] },
      }).result;
    expect((await of('open')).status).toBe('succeeded');
    expect((await of('shut')).error).toMatchObject({ code: 'not_permitted', step: 'shut/s' });
  });

  it.each(['*.com', '*', 'https://api.test', 'api.test/x', 'a@b.test', ''])(
    '[S12] %j can not be declared',
    (host) => {
      const definition = { graph: { steps: [] }, permissions: { hosts: [host] } };
      const parsed = parseDefinition(definition);
      expect(parsed).toMatchObject({ ok: false, problems: [{ path: 'permissions.hosts[0]' }] });
    },
  );
});

describe('a redirect', () => {
  const request = { url: 'https://api.test/x' };
  const withSecret: (typeof request & Partial<HttpRequestTemplate>)[] = [
    { ...request, ...{ auth: { type: 'credential', slot: 'main' } as const } },
    { ...request, ...{ headers: { 'X-A': '{{workspace.main}}' } } },
    { ...request, ...{ auth: { type: 'bearer', token: 'typed-in' } as const } },
  ];

  it.each(withSecret)('[S21] of a request with a secret stays at its origin: %j', async (secret) => {
    const { mayFollow } = await run(secret, undefined);
    expect(mayFollow('https://api.test/y?z')).toBe(true);
    expect(mayFollow('https://API.test:443/')).toBe(true);
    for (const url of [
      'https://evil.test/',
      'http://api.test/x',
      'https://api.test:8443/x',
      'https://api.test./x',
      'https://api.test@evil.test/',
      'https://sub.api.test/',
      'https://evil.test\\@api.test/',
      '//api.test/',
      '/x',
    ])
      expect(mayFollow(url), url).toBe(false);
  });

  it('[S21] of a request without one may lead elsewhere, but not out of the declared hosts', async () => {
    const open = await run(request, undefined);
    expect(open.mayFollow('http://anywhere.test/')).toBe(true);
    const { mayFollow } = await run(request, { hosts: ['api.test', '*.cdn.test'] });
    expect(mayFollow('https://eu.cdn.test/')).toBe(true);
    expect(mayFollow('https://evil.test/')).toBe(false);
    expect(mayFollow('https://api.test:8443/')).toBe(false);
  });
});

describe('the URL of the next page', () => {
  const ask = async (next: string, extra: Partial<HttpRequestTemplate>) => {
    let page = 0;
    const step = {
      request: { method: 'GET' as const, url: 'https://api.test/x?a=1', query: { b: 2 }, ...extra },
      pagination: {
        type: 'next_url' as const,
        next: '{{response.body.next}}',
        items: '{{response.body.items}}',
      },
    };
    const script = () => json({ items: [++page], next: page === 1 ? next : null });
    return runStep(step, { credentials: shelf({ main: bearer('the-token') }), script });
  };
  const withSecret = { auth: { type: 'credential' as const, slot: 'main' } };

  it.each([{}, withSecret])('[S22] is followed at the origin of the first: %j', async (extra) => {
    const { result, host } = await ask('https://api.test/x?page=2', extra);
    expect(result).toMatchObject({ status: 'succeeded', output: [1, 2] });
    expect(host.sent.map(({ request }) => request.url)).toEqual([
      'https://api.test/x?a=1&b=2',
      'https://api.test/x?page=2',
    ]);
    expect(host.sent[1]?.request.headers).toEqual(host.sent[0]?.request.headers);
  });

  const foreign = [
    ['https://evil.test/x?page=2', 'not_permitted'],
    ['http://api.test/x?page=2', 'not_permitted'],
    ['https://api.test:8443/x', 'not_permitted'],
    ['https://api.test./x', 'not_permitted'],
    ['https://api.test@evil.test/x', 'expression'],
    ['https://evil.test\\@api.test/x', 'expression'],
    ['/x?page=2', 'expression'],
    ['file:///etc/passwd', 'expression'],
  ] as const;

  it.each(foreign)('[S22] is refused elsewhere, with a secret and without: %s', async (url, code) => {
    for (const extra of [{}, withSecret]) {
      const context = createContext(createHost({ credentials: shelf({ main: bearer('the-token') }) }));
      const template = { method: 'GET' as const, url: 'https://api.test/x', ...extra };
      const ask = { template, place: 'request', path: 'a', scope: {}, run: graphRun, change: { url } };
      expect(await prepareRequest(context, ask)).toMatchObject({
        ok: false,
        error: { code, step: 'a', path: 'request.url' },
      });
    }
  });

  it('[S22] is shown without what it took from the page before, also where it is cut', async () => {
    const context = createContext(createHost({ credentials: shelf({ main: bearer('the-token') }) }));
    const template = { method: 'GET' as const, url: 'https://api.test/{{workspace.main}}/x' };
    const ask = { template, place: 'request', path: 'a', scope: {}, run: graphRun };
    expect(await prepareRequest(context, ask)).toMatchObject({ ok: true });
    for (const length of [1, 70, 75, 78]) {
      const start = `https://api.test/${'x'.repeat(length)}/the-token`;
      for (const url of [`${start}/a b`, start.replace('api', 'evil')]) {
        const refused = await prepareRequest(context, { ...ask, change: { url } });
        expect(refused.ok).toBe(false);
        expect(JSON.stringify(refused)).not.toContain('the-');
      }
    }
  });

  it('[S22] that repeats a secret is asked for with the key of the auth, and not with what hides it', async () => {
    const next = 'https://api.test/x?key=the-token&page=2';
    const inAuth = { type: 'api_key', in: 'query', name: 'key', value: '{{workspace.main}}' } as const;
    const { host } = await ask(next, { auth: inAuth });
    expect(host.sent.map(({ request }) => request.url)).toEqual([
      'https://api.test/x?a=1&b=2&key=the-token',
      'https://api.test/x?page=2&key=the-token',
    ]);
    const { result, host: other } = await ask(next, { query: { key: '{{workspace.main}}' } });
    expect(result).toMatchObject({ status: 'failed', error: { code: 'credential', path: 'request.url' } });
    expect(other.sent).toHaveLength(1);
  });

  it.each(foreign.slice(0, 6))('[S22] asks nobody elsewhere: %s', async (next) => {
    for (const extra of [{}, withSecret]) {
      const { result, host } = await ask(next, extra);
      expect(result.status).toBe('failed');
      expect(host.sent).toHaveLength(1);
    }
  });
});
