import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type Credential, type HttpRequestTemplate, runGraph } from '#engine';
import { prepareRequest } from '../../../src/engine/http/prepare-request.js';
import { authOf } from '../../../src/engine/secrets/resolve-auth.js';
import { bearer, custom, shelf } from '../../support/credentials.js';
import { createHost, graph, json } from '../../support/engine.js';
import { createContext, run as graphRun } from '../../support/http-step.js';
import { ask, runWithSlot } from '../../support/slots.js';

describe('the credential in a slot', () => {
  it('[S17] fails the step in the host’s words where the host refuses it, and the next step asks again', async () => {
    let refusals = 1;
    const host = createHost({
      credentials: {
        find: async () => {
          refusals -= 1;
          return refusals < 0
            ? bearer('the-token')
            : { refused: 'auth_expired', message: 'Connect it again.' };
        },
      },
    });
    const { steps, status } = await runGraph({
      graph: graph('a -x> b', { a: ask(), b: ask() }),
      ports: host.ports,
    }).result;
    expect(steps.a).toMatchObject({
      status: 'failed',
      error: { code: 'auth_expired', message: 'Connect it again.', path: 'request.auth.slot' },
    });
    expect({ status, second: steps.b?.status }).toEqual({ status: 'succeeded', second: 'succeeded' });
    expect(host.sent.map(({ request }) => request.headers)).toEqual([{ authorization: 'Bearer the-token' }]);
  });

  it('[S16] is used as it says itself where a step only names its slot', async () => {
    const { sent } = await runWithSlot(ask(), { credentials: shelf({ main: bearer('the-token') }) });
    expect(sent?.headers).toEqual({ authorization: 'Bearer the-token' });
  });

  it.each<[Credential['use'], Record<string, string>, object]>([
    [{ type: 'bearer' }, { token: 't' }, { type: 'bearer', token: 't' }],
    [{ type: 'basic' }, { username: 'u', password: 'p' }, { type: 'basic', username: 'u', password: 'p' }],
    [
      { type: 'api_key', in: 'cookie', name: 'sid', prefix: 'v1.' },
      { value: 'k' },
      { type: 'api_key', in: 'cookie', name: 'sid', prefix: 'v1.', value: 'k' },
    ],
    [
      { type: 'hmac', algorithm: 'sha1', encoding: 'hex', header: 'X-S', sign: ['body'], separator: '.' },
      { secret: 's' },
      {
        type: 'hmac',
        algorithm: 'sha1',
        encoding: 'hex',
        header: 'X-S',
        sign: ['body'],
        separator: '.',
        secret: 's',
      },
    ],
    [
      { type: 'aws_sigv4', region: 'eu-1', service: 's3' },
      { accessKeyId: 'i', secretAccessKey: 'k' },
      { type: 'aws_sigv4', region: 'eu-1', service: 's3', accessKeyId: 'i', secretAccessKey: 'k' },
    ],
    [
      { type: 'aws_sigv4', region: 'eu-1', service: 's3' },
      { accessKeyId: 'i', secretAccessKey: 'k', sessionToken: 't' },
      {
        type: 'aws_sigv4',
        region: 'eu-1',
        service: 's3',
        accessKeyId: 'i',
        secretAccessKey: 'k',
        sessionToken: 't',
      },
    ],
  ])('[S16] as %j', (use, fields, value) => {
    expect(authOf('main', { use, fields, hosts: [] })).toEqual({ ok: true, value });
  });

  it.each<[Credential, RegExp]>([
    [{ ...bearer('t'), fields: { value: 'the-value' } }, /no field 'token'; it has 'value'/],
    [{ ...bearer('t'), fields: {} }, /no field 'token'; it has none/],
    [
      { use: { type: 'basic' }, fields: { username: 'the-user' }, hosts: ['api.test'] },
      /no field 'password'/,
    ],
    [custom({ key: 'the-key' }), /\{\{workspace\.main\.key\}\}/],
  ])('[S16] that lacks what it needs is told so: %j', async (credential, message) => {
    const { result, host } = await runWithSlot(ask(), { credentials: shelf({ main: credential }) });
    expect(result.error).toMatchObject({ code: 'credential', step: 'a', path: 'request.auth.slot' });
    expect(result.error?.message).toMatch(message);
    expect(host.sent).toEqual([]);
  });

  it.each<[string, HttpRequestTemplate['auth'], Record<string, string>, string]>([
    ['bearer', { type: 'bearer', token: '{{workspace.main}}' }, { authorization: 'Bearer the-token' }, ''],
    [
      'oauth2',
      { type: 'oauth2', token: '{{workspace.main.token}}' },
      { authorization: 'Bearer the-token' },
      '',
    ],
    [
      'basic',
      { type: 'basic', username: 'api', password: '{{workspace.main}}' },
      { authorization: `Basic ${btoa('api:the-token')}` },
      '',
    ],
    [
      'a header',
      { type: 'api_key', in: 'header', name: 'X-Key', value: '{{workspace.main}}', prefix: 'Bot ' },
      { 'x-key': 'Bot the-token' },
      '',
    ],
    [
      'the query',
      { type: 'api_key', in: 'query', name: 'key', value: '{{workspace.main}}' },
      {},
      '?key=the-token',
    ],
  ])('[S16] goes where a request says: %s', async (_name, auth, headers, query) => {
    const { sent } = await runWithSlot(ask(auth && { auth }), {
      credentials: shelf({ main: bearer('the-token') }),
    });
    expect(sent).toEqual({ method: 'GET', url: `https://api.test/x${query}`, headers });
  });

  const signing: Credential = {
    use: {
      type: 'hmac',
      algorithm: 'sha256',
      encoding: 'hex',
      header: 'X-Signature',
      prefix: 'v0=',
      sign: ['timestamp', 'body'],
      separator: ':',
      timestampHeader: 'X-Time',
    },
    fields: { secret: 'the-signing-secret' },
    hosts: ['api.test'],
  };

  it('[S16] signs each attempt anew, and is recorded as it was sent', async () => {
    const { result, host } = await runWithSlot(
      {
        ...ask({ method: 'PUT', body: { type: 'json', value: { a: 1 } } }),
        retry: { initialDelayMs: 5_000 },
      },
      {
        credentials: shelf({ main: signing }),
        script: (_request, number) => (number === 1 ? json({}, 503) : undefined),
      },
    );
    const headers = host.sent.map(({ request }) => request.headers);
    const times = headers.map((sent) => sent['x-time']);
    expect(new Set(times).size).toBe(2);
    for (const [index, time] of times.entries()) {
      const mac = createHmac('sha256', 'the-signing-secret').update(`${time}:{"a":1}`).digest('hex');
      expect(headers[index]?.['x-signature']).toBe(`v0=${mac}`);
      expect(result.steps.a?.attempts[index]?.request?.headers).toEqual(headers[index]);
    }
  });

  it('[S16] signs as AWS wants it', async () => {
    const use = { type: 'aws_sigv4', region: 'eu-west-1', service: 'sqs' } as const;
    const fields = {
      accessKeyId: 'AKIDEXAMPLE',
      secretAccessKey: 'the-aws-secret',
      sessionToken: 'the-session',
    };
    const credentials = shelf({ main: { use, fields, hosts: ['api.test'] } });
    const { sent, result } = await runWithSlot(ask(), { credentials });
    expect(sent?.headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-west-1\/sqs\//,
    );
    expect(sent?.headers['x-amz-security-token']).toBe('the-session');
    const recorded = result.steps.a?.attempts[0]?.request?.headers;
    expect(recorded).toMatchObject({ authorization: '••••', 'x-amz-security-token': '••••' });
  });

  it('[S16] that can not be put in fails the step, at the place where it stands', async () => {
    const context = createContext(createHost({ credentials: shelf({ main: bearer('two\nlines') }) }));
    for (const place of ['request', 'reconcile.request']) {
      const template: HttpRequestTemplate = {
        method: 'GET',
        url: 'https://api.test/',
        auth: { type: 'bearer', token: '{{workspace.main}}' },
      };
      const prepared = await prepareRequest(context, {
        template,
        place,
        path: 'a',
        scope: {},
        run: graphRun,
      });
      expect(prepared).toMatchObject({
        ok: false,
        error: { code: 'expression', path: `${place}.auth.token`, detail: { code: 'unsafe_header' } },
      });
    }
  });

  it('[S17] that is empty fails the step, with the slot and what to do', async () => {
    for (const options of [{}, { credentials: shelf({}) }]) {
      const { result, host } = await runWithSlot(ask(), options);
      expect(result.error).toMatchObject({ code: 'credential', step: 'a', path: 'request.auth.slot' });
      expect(result.error?.message).toMatch(/slot 'main'.*Choose one/);
      expect(host.sent).toEqual([]);
    }
    const placed = await runWithSlot(
      { request: { method: 'GET', url: 'https://api.test/', headers: { 'X-A': '{{workspace.main}}' } } },
      {},
    );
    expect(placed.result.error?.path).toBe("request.headers['X-A']");
  });

  it('[S17] is asked for once a run, however many steps use it at once', async () => {
    const credentials = shelf({ main: bearer('the-token'), other: bearer('another-token') });
    const host = createHost({ credentials });
    const other = ask({ auth: { type: 'credential', slot: 'other' } });
    const flow = graph('a -> d, b -> d, c -> d', { a: ask(), b: ask(), c: other, d: ask() });
    const { status } = await runGraph({ graph: flow, ports: host.ports }).result;
    expect([status, host.sent.length]).toEqual(['succeeded', 4]);
    expect(credentials.asked).toEqual(['find main', 'find other']);
  });

  it('[S17] is asked for by each run anew, and not by one that needs none', async () => {
    const credentials = shelf({ main: bearer('the-token') });
    await runWithSlot(ask(), { credentials });
    await runWithSlot(ask(), { credentials });
    await runWithSlot({}, { credentials });
    expect(credentials.asked).toEqual(['find main', 'find main']);
  });

  it('[S17] of a connector is asked for with its name, or is the one of its caller’s slot that fills it', async () => {
    const inner = { graph: graph('s', { s: ask() }) };
    const outer = {
      graph: {
        steps: [
          { id: 'own', type: 'connector' as const, connector: 'inner', input: {} },
          {
            id: 'filled',
            type: 'connector' as const,
            connector: 'inner',
            input: {},
            credentials: { main: 'mine' },
          },
        ],
      },
    };
    const credentials = shelf({
      'inner/main': bearer('inner-own-token'),
      'outer/mine': bearer('outer-mine-token'),
      workspace: bearer('workspace-token'),
    });
    const host = createHost({ credentials, connectors: { inner, outer } });
    const call = (id: string, filled?: Record<string, string>) => ({
      id,
      type: 'connector' as const,
      connector: 'outer',
      input: {},
      ...(filled && { credentials: filled }),
    });
    const steps = [call('one'), call('two', { mine: 'workspace' })];
    const { status } = await runGraph({ graph: { steps }, ports: host.ports }).result;
    expect(status).toBe('succeeded');
    expect(host.sent.map(({ request }) => request.headers.authorization)).toEqual([
      'Bearer inner-own-token',
      'Bearer outer-mine-token',
      'Bearer inner-own-token',
      'Bearer workspace-token',
    ]);
    expect(credentials.asked).toEqual(['find inner/main', 'find outer/mine', 'find workspace']);
  });

  it('[X20] a port that throws rejects the run', async () => {
    const credentials = { find: () => Promise.reject(new Error('The vault is closed.')) };
    const host = createHost({ credentials });
    const { result } = runGraph({ graph: graph('a', { a: ask() }), ports: host.ports });
    await expect(result).rejects.toThrow('The vault is closed.');
    const refusing = { ...shelf({ main: bearer('the-token') }), refresh: credentials.find };
    const late = createHost({ credentials: refusing, script: () => json({}, 401) });
    const run = runGraph({ graph: graph('a', { a: ask() }), ports: late.ports });
    await expect(run.result).rejects.toThrow('The vault is closed.');
  });
});
