import { describe, expect, it } from 'vitest';
import { type HttpMethod, type HttpStep, type RetryPolicy, runGraph } from '#engine';
import { retryDelay } from '../../../src/engine/http/retry-delay.js';
import {
  type Answer,
  createHost,
  failure,
  graph,
  type HostOptions,
  heldHost,
  json,
  settle,
} from '../../support/engine.js';

const NOW = Date.UTC(2026, 10, 23, 12, 0, 0);
const ask = (
  status: number,
  more: { retryAfter?: string; attempt?: number; policy?: RetryPolicy; random?: number } = {},
) =>
  retryDelay({
    policy: more.policy,
    method: 'GET',
    hasIdempotencyKey: false,
    attempt: more.attempt ?? 1,
    end: { type: 'status', status, retryAfter: more.retryAfter },
    now: NOW,
    random: () => more.random ?? 0,
  });

async function run(
  answers: readonly Answer[],
  method: HttpMethod = 'GET',
  options: HostOptions & { step?: Partial<HttpStep> } = {},
) {
  const host = createHost({ ...options, script: (_request, number) => answers[number - 1] ?? json('done') });
  const request = { method, url: 'http://api.test/a', ...options.step?.request };
  const step = { ...options.step, request };
  const result = await runGraph({ graph: graph('a', { a: step }), ports: host.ports }).result;
  return { host, result, attempts: result.steps.a?.attempts ?? [] };
}

describe('what is tried again', () => {
  it.each([408, 425, 429, 500, 502, 503, 504])('[R1] status %i', (status) => {
    expect(ask(status)).toBeTypeOf('number');
    expect(ask(status, { attempt: 2 })).toBeTypeOf('number');
    expect(ask(status, { attempt: 3 })).toBeUndefined();
  });

  it.each([200, 301, 400, 401, 403, 404, 409, 422, 501])('[R1] not status %i', (status) => {
    expect(ask(status)).toBeUndefined();
  });

  it('[R1] connection errors and timeouts, until one succeeds', async () => {
    const { host, result } = await run([failure('connection_failed'), failure('timeout', 'sent')]);
    expect(result).toMatchObject({ status: 'succeeded', output: 'done' });
    expect(host.sent).toHaveLength(3);
  });

  it.each(['response_too_large', 'bad_response', 'invalid_request'] as const)('[R1] not %s', async (code) => {
    const { host, result } = await run([failure(code)]);
    expect(result).toMatchObject({
      status: 'failed',
      error: { code, message: `It did not work: ${code}.`, step: 'a' },
    });
    expect(host.sent).toHaveLength(1);
  });

  it.each<[string, Answer, number]>([
    ['503', json({}, 503), 2],
    ['429', json({}, 429), 2],
    ['500', json({}, 500), 1],
    ['a failure before it was sent', failure('connection_failed'), 2],
    ['a failure after it was sent', failure('connection_failed', 'sent'), 1],
  ])('[R2] a POST after %s', async (_name, answer, times) => {
    for (const method of ['POST', 'PATCH'] as const) {
      expect((await run([answer], method)).host.sent).toHaveLength(times);
      expect((await run([answer], method, { idempotencyKey: () => 'k' })).host.sent).toHaveLength(2);
    }
    expect((await run([answer], 'PUT')).host.sent).toHaveLength(2);
  });
});

describe('how long is waited', () => {
  it('[R3] twice as long each time, with jitter, up to the maximum', () => {
    const delays = (policy: RetryPolicy, random: number) =>
      [1, 2, 3, 4].map((attempt) => ask(500, { attempt, policy: { attempts: 9, ...policy }, random }));
    expect(delays({ jitter: false }, 0)).toEqual([500, 1000, 2000, 4000]);
    expect(delays({}, 0)).toEqual([250, 500, 1000, 2000]);
    expect(delays({}, 0.999_999)).toEqual([500, 1000, 2000, 4000]);
    expect(delays({ jitter: false, maxDelayMs: 1500, initialDelayMs: 400 }, 0)).toEqual([
      400, 800, 1500, 1500,
    ]);
    expect(delays({ jitter: false, backoff: 'fixed' }, 0)).toEqual([500, 500, 500, 500]);
    expect(ask(500, { policy: { attempts: 1 } })).toBeUndefined();
  });

  it.each<[string, number]>([
    ['7', 7_000],
    ['0', 0],
    ['1000000000', 30_000],
    ['Mon, 23 Nov 2026 12:00:05 GMT', 5_000],
    ['Mon, 23 Nov 2026 11:00:00 GMT', 250],
    ['-1', 250],
    ['soon', 250],
    ['Mon, 23 Foo 2026 12:00:05 GMT', 250],
    ['', 250],
  ])('[R4] Retry-After: %s', (retryAfter, delay) => {
    expect(ask(429, { retryAfter })).toBe(delay);
  });
});

describe('idempotency', () => {
  it('[R5] the same key on every attempt of a POST, none on a GET', async () => {
    const options = { idempotencyKey: (step: string) => `key of ${step}` };
    const posted = await run([json({}, 503), json({}, 503)], 'POST', options);
    expect(posted.host.sent.map(({ request }) => request.headers['idempotency-key'])).toEqual(
      Array(3).fill('key of a'),
    );
    expect((await run([], 'GET', options)).host.sent[0]?.request.headers).toEqual({});
  });

  it('[R5] a key of its own wins', async () => {
    const step = {
      request: { method: 'POST' as const, url: 'http://api.test/a', headers: { 'Idempotency-Key': 'mine' } },
    };
    const { host } = await run([], 'POST', { idempotencyKey: () => 'k', step });
    expect(host.sent[0]?.request.headers).toEqual({ 'idempotency-key': 'mine' });
  });

  it('[R6] a POST that may have taken effect is not repeated, and says so', async () => {
    const { result } = await run([failure('timeout', 'sent')], 'POST');
    expect(result.error).toMatchObject({ code: 'outcome_unknown', step: 'a', detail: { code: 'timeout' } });
    expect(result.error?.message).toContain('It may have taken effect');
    expect(
      (await run([failure('timeout', 'sent')], 'POST', { idempotencyKey: () => 'k' })).result.status,
    ).toBe('succeeded');
  });
});

describe('a wait', () => {
  it('[R8] leaves its place to other steps, and takes one again afterwards', async () => {
    const { host, answer, open } = heldHost();
    host.clock.skipsSleep = false;
    const run = runGraph({
      graph: graph('down, other, third'),
      ports: host.ports,
      limits: { concurrency: 1 },
    });
    await settle();
    await answer('/down', failure('connection_failed'));
    expect(open()).toEqual(['/other']);
    host.clock.advance(60_000);
    await settle();
    expect(open()).toEqual(['/other']);
    await answer('/other');
    await answer('/third');
    expect(open()).toEqual(['/down']);
    await answer('/down');
    expect((await run.result).status).toBe('succeeded');
  });
});

describe('records', () => {
  it('[R7] every attempt has its request, what came back, and the wait', async () => {
    const { attempts, host } = await run([
      json({ message: 'busy' }, 503, { 'retry-after': '2' }),
      failure('timeout'),
    ]);
    expect(attempts).toMatchObject([
      {
        number: 1,
        request: { method: 'GET', url: 'http://api.test/a' },
        response: { status: 503, body: { message: 'busy' } },
        error: { code: 'http_status', status: 503, step: 'a' },
        retryInMs: 2_000,
      },
      { number: 2, error: { code: 'timeout' }, retryInMs: 750 },
      { number: 3, response: { status: 200, body: 'done' } },
    ]);
    expect(attempts[2]).not.toHaveProperty('error');
    expect(attempts[1]).not.toHaveProperty('response');
    expect(host.clock.slept.filter((ms) => ms < 900_000)).toEqual([2_000, 750]);
  });

  it('[R7] the last attempt has no wait', async () => {
    const { attempts } = await run(Array(3).fill(json({}, 500)));
    expect(attempts.map((attempt) => attempt.retryInMs)).toEqual([375, 750, undefined]);
  });
});
