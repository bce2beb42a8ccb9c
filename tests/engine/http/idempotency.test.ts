import { describe, expect, it } from 'vitest';
import { type HttpRequestTemplate, type JsonValue, runGraph } from '#engine';
import { createHost, failure, graph, type HostOptions, httpStep } from '../../support/engine.js';

const KEY = 'idempotency-key';

async function send(
  request: Partial<HttpRequestTemplate>,
  input: JsonValue = null,
  options: HostOptions = {},
) {
  const host = createHost({ idempotencyKey: (step) => `run-${step}`, ...options });
  const step = httpStep({ id: 'a', request: { method: 'POST', url: 'http://api.test/x', ...request } });
  const result = await runGraph({ graph: graph('a', { a: step }), input, ports: host.ports }).result;
  return { result, host, headers: host.sent.map((sent) => sent.request.headers) };
}

describe('an idempotency key', () => {
  it.each(['POST', 'PATCH'] as const)('[Q24] is the run’s own on %s', async (method) => {
    expect((await send({ method })).headers).toEqual([{ [KEY]: 'run-a' }]);
  });

  it.each(['GET', 'PUT', 'DELETE'] as const)(
    '[Q24] is none on %s, which can be repeated as it is',
    async (method) => {
      expect((await send({ method })).headers).toEqual([{}]);
    },
  );

  it('[Q24] is left out where the step says so, also where the header is of another name', async () => {
    expect((await send({ idempotency: false })).headers).toEqual([{}]);
  });

  it('[Q24] goes into the header that the step names', async () => {
    const { headers } = await send({ idempotency: { header: 'X-Request-Id' } });
    expect(headers).toEqual([{ 'x-request-id': 'run-a' }]);
  });

  it('[Q24] is the one that the step makes, with any method, and the host is not asked', async () => {
    const idempotencyKey = () => expect.unreachable();
    const { headers } = await send(
      { method: 'PUT', idempotency: { header: 'X-Key', key: 'order-{{input.id}}' } },
      { id: 7 },
      { idempotencyKey },
    );
    expect(headers).toEqual([{ 'x-key': 'order-7' }]);
  });

  it('[Q24] is a header of that name which the step has, and none is added to it', async () => {
    const own = { headers: { 'Idempotency-Key': 'mine' } };
    expect((await send(own)).headers).toEqual([{ [KEY]: 'mine' }]);
    expect((await send({ ...own, idempotency: false })).headers).toEqual([{ [KEY]: 'mine' }]);
    expect((await send({ headers: { 'Idempotency-Key': '{{input}}' } })).headers).toEqual([
      { [KEY]: 'run-a' },
    ]);
  });

  it.each<[string, Partial<HttpRequestTemplate>, number]>([
    ['the run’s', {}, 3],
    ['its own', { idempotency: { header: 'X-Key', key: 'k' } }, 3],
    ['its own header', { headers: { 'Idempotency-Key': 'k' }, idempotency: false }, 3],
    ['none', { idempotency: false }, 1],
    ['an empty header', { headers: { 'Idempotency-Key': '' }, idempotency: false }, 1],
    ['a header of another name', { headers: { 'X-Key': 'k' }, idempotency: false }, 1],
  ])(
    '[Q24] decides whether a POST that got no answer is sent again: %s',
    async (_name, request, attempts) => {
      const { host } = await send(request, null, { script: () => failure('timeout', 'sent') });
      expect(host.sent).toHaveLength(attempts);
    },
  );

  it.each<[JsonValue, string]>([
    ['', 'missing'],
    ['  ', 'missing'],
    [null, 'type'],
    [{ a: 1 }, 'type'],
    ['a\nb', 'unsafe_header'],
  ])('[Q24] made from %j is refused, so that nobody counts on it', async (input, code) => {
    const { result, host } = await send({ idempotency: { key: '{{input}}' } }, input);
    expect(result.error).toMatchObject({
      code: 'expression',
      path: 'request.idempotency.key',
      detail: { code },
    });
    expect(host.sent).toEqual([]);
  });

  it('[Q24] in a header that belongs to the connection is refused', async () => {
    const { result } = await send({ idempotency: { header: 'Host', key: 'a' } });
    expect(result.error).toMatchObject({ path: 'request.idempotency.header' });
  });
});
