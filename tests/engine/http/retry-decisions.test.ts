import { describe, expect, it } from 'vitest';
import { type HttpStep, type RetryPolicy, runGraph } from '#engine';
import { decideRetry } from '../../../src/engine/http/retry-delay.js';
import { createChance } from '../../../src/engine/run/chance.js';
import { type Answer, failure, graph, heldHost, json, settle } from '../../support/engine.js';
import { DAY, decide, delay, NOW, run } from '../../support/retries.js';

describe('what is tried again', () => {
  it.each([408, 425, 429, 500, 502, 503, 504])('[R1] status %i', (status) => {
    expect(delay(status)).toBeTypeOf('number');
    expect(delay(status, { attempt: 2 })).toBeTypeOf('number');
    expect(delay(status, { attempt: 3 })).toBeUndefined();
  });

  it.each([200, 301, 400, 401, 403, 404, 409, 422, 501])('[R1] not status %i', (status) => {
    expect(decide(status)).toEqual({ type: 'give_up' });
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

describe('what may be repeated', () => {
  it.each([
    ['GET', false, false, true],
    ['PUT', false, false, true],
    ['POST', false, false, false],
    ['PATCH', false, false, false],
    ['POST', true, false, true],
    ['POST', false, true, true],
  ] as const)(
    '[R2] a %s that was sent (key: %s, its author allows it: %s)',
    (method, hasKey, mayRepeat, repeats) => {
      const request = { method, hasKey, mayRepeat };
      const sent = { type: 'failure', code: 'timeout', phase: 'sent' } as const;
      const question = { ...request, policy: undefined, attempt: 1, now: NOW, latest: NOW, chance: () => 0 };
      expect(decideRetry({ ...question, end: sent }).type).toBe(repeats ? 'wait' : 'give_up');
      expect(decideRetry({ ...question, end: { ...sent, phase: 'connect' } }).type).toBe('wait');
      const status = { type: 'status', status: 500, headers: {} } as const;
      expect(decideRetry({ ...question, end: status }).type).toBe(repeats && !mayRepeat ? 'wait' : 'give_up');
    },
  );
});

describe('how long is waited', () => {
  it('[R3] twice as long each time, with jitter, up to the maximum', () => {
    const delays = (policy: RetryPolicy, chance: number) =>
      [1, 2, 3, 4].map((attempt) => delay(500, { attempt, policy: { attempts: 9, ...policy }, chance }));
    expect(delays({ jitter: false }, 0)).toEqual([500, 1000, 2000, 4000]);
    expect(delays({}, 0)).toEqual([250, 500, 1000, 2000]);
    expect(delays({}, 0.999_999)).toEqual([500, 1000, 2000, 4000]);
    expect(delays({ jitter: false, maxDelayMs: 1500, initialDelayMs: 400 }, 0)).toEqual([
      400, 800, 1500, 1500,
    ]);
    expect(delays({ jitter: false, backoff: 'fixed' }, 0)).toEqual([500, 500, 500, 500]);
    expect(delay(500, { policy: { attempts: 1 } })).toBeUndefined();
  });

  it.each<[string, number]>([
    ['7', 7_000],
    ['0', 0],
    ['3600', 3_600_000],
    ['86400', DAY],
    ['Mon, 23 Nov 2026 12:00:05 GMT', 5_000],
    ['Tue, 24 Nov 2026 12:00:00 GMT', DAY],
    ['Mon, 23 Nov 2026 11:00:00 GMT', 250],
    ['-1', 250],
    ['soon', 250],
    ['1e9', 250],
    ['Mon, 23 Foo 2026 12:00:05 GMT', 250],
    ['', 250],
  ])('[R4] Retry-After: %s is %i ms, whatever the policy says', (retryAfter, ms) => {
    expect(delay(429, { headers: { 'retry-after': retryAfter } })).toBe(ms);
    expect(delay(503, { headers: { 'retry-after': retryAfter }, policy: { maxDelayMs: 1_000 } })).toBe(ms);
  });

  it.each<[string, number | undefined]>([
    ['86401', NOW + DAY + 1_000],
    ['1000000000', NOW + 1e12],
    ['999999999999999', NOW + 999_999_999_999_999_000],
    ['Tue, 24 Nov 2026 12:00:01 GMT', NOW + DAY + 1_000],
  ])('[R4] Retry-After: %s is longer than anyone waits', (retryAfter, until) => {
    expect(decide(429, { headers: { 'retry-after': retryAfter } })).toEqual({ type: 'too_long', until });
  });

  it('[R4] what the run has no time for is too long', () => {
    const headers = { 'retry-after': '60' };
    expect(delay(429, { headers, latest: NOW + 60_000 })).toBe(60_000);
    const decision = decide(429, { headers, latest: NOW + 59_999 });
    expect(decision).toEqual({ type: 'too_long', until: NOW + 60_000 });
    expect(decide(429, { headers, attempt: 3, latest: NOW })).toEqual({ type: 'give_up' });
    expect(decide(404, { headers, latest: NOW })).toEqual({ type: 'give_up' });
  });

  it.each<[string, Record<string, string>, number]>([
    ['seconds', { 'x-ratelimit-reset': '30' }, 30_000],
    ['a part of a second', { 'x-ratelimit-reset': '0.5' }, 500],
    ['Unix seconds', { 'x-ratelimit-reset': String(NOW / 1000 + 20) }, 20_000],
    ['Unix milliseconds', { 'x-ratelimit-reset': String(NOW + 10_000) }, 10_000],
    ['a time that is past', { 'x-ratelimit-reset': String(NOW / 1000 - 1) }, 250],
    ['garbage', { 'x-ratelimit-reset': '1m30s' }, 250],
    [
      'another limit than the one that was hit',
      { 'x-ratelimit-reset': '30', 'x-ratelimit-remaining': '9' },
      250,
    ],
    ['a limit that was hit', { 'x-ratelimit-reset': '30', 'x-ratelimit-remaining': '0' }, 30_000],
    ['Retry-After beside it', { 'x-ratelimit-reset': '30', 'retry-after': '1' }, 1_000],
  ])('[R9] X-RateLimit-Reset with %s', (_name, headers, ms) => {
    expect(delay(429, { headers })).toBe(ms);
    if (!('retry-after' in headers)) expect(delay(503, { headers })).toBe(250);
  });

  it('[R3] jitter depends on run, step and attempt alone, and spreads evenly', () => {
    const chance = createChance(0.25);
    const drawn = Array.from({ length: 4_000 }, (_, index) => chance(`step_${index % 40}`, index));
    for (let tenth = 0; tenth < 10; tenth++) {
      const share = drawn.filter((value) => Math.floor(value * 10) === tenth).length / drawn.length;
      expect(share).toBeGreaterThan(0.07);
      expect(share).toBeLessThan(0.13);
    }
    expect(createChance(0.25)('a', 1)).toBe(chance('a', 1));
    const others = [chance('a', 2), chance('b', 1), createChance(0.5)('a', 1), createChance(0)('a', 1)];
    expect(new Set([chance('a', 1), ...others]).size).toBe(5);
  });

  it('[R3] [X15] the order of answers changes no delay', async () => {
    const delaysIn = async (order: readonly string[]) => {
      const { host, answer } = heldHost();
      host.clock.skipsSleep = false;
      const run = runGraph({ graph: graph('a, b'), ports: host.ports });
      await settle();
      for (const path of order) await answer(path, json({}, 503));
      host.clock.advance(60_000);
      await settle();
      for (const path of order) await answer(path);
      const { steps } = await run.result;
      return ['a', 'b'].map((id) => steps[id]?.attempts[0]?.retryInMs);
    };
    const delays = await delaysIn(['/a', '/b']);
    expect(await delaysIn(['/b', '/a'])).toEqual(delays);
    expect(delays[0]).not.toBe(delays[1]);
  });
});

describe('a policy of its own', () => {
  const on = (...list: NonNullable<RetryPolicy['on']>): Partial<HttpStep> => ({ retry: { on: list } });

  it.each<[string, Partial<HttpStep>, Answer, number]>([
    ['a status that it names', on(404), json({}, 404), 2],
    ['a status that it leaves out', on(404), json({}, 503), 1],
    ['connecting, where it names that', on('connection'), failure('connection_failed'), 2],
    ['connecting, where it only names timeouts', on('timeout'), failure('connection_failed'), 1],
    ['a timeout, where it names that', on('timeout'), failure('timeout'), 2],
    ['a timeout, where it only names statuses', on(503), failure('timeout'), 1],
    ['anything, where it names nothing', on(), json({}, 503), 1],
  ])('[R10] tries again after %s', async (_name, step, answer, times) => {
    expect((await run([answer], 'GET', { step })).host.sent).toHaveLength(times);
  });

  it('[R2] [R10] repeats no POST that may have taken effect', async () => {
    expect((await run([json({}, 500)], 'POST', { step: on(500) })).host.sent).toHaveLength(1);
    expect((await run([failure('timeout', 'sent')], 'POST', { step: on('timeout') })).host.sent).toHaveLength(
      1,
    );
  });
});
