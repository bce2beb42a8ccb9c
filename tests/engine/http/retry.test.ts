import { describe, expect, it } from 'vitest';
import { getAtPlace, type HttpMethod, runGraph } from '#engine';
import {
  type Answer,
  createHost,
  failure,
  graph,
  heldHost,
  json,
  names,
  settle,
  textReply,
} from '../../support/engine.js';
import { run } from '../../support/retries.js';

describe('an upstream that misbehaves', () => {
  const answer = json('done');

  it.each<[string, readonly Answer[], HttpMethod, unknown]>([
    ['refuses, and is back', [failure('connection_failed'), answer], 'POST', ['done', 2]],
    ['answers 503, then 200', [json({}, 503), answer], 'POST', ['done', 2]],
    ['always answers 500 (GET)', Array(9).fill(json({}, 500)), 'GET', ['http_status', 3]],
    ['always answers 500 (POST)', Array(9).fill(json({}, 500)), 'POST', ['http_status', 1]],
    ['answers after our timeout (GET)', [failure('timeout', 'sent'), answer], 'GET', ['done', 2]],
    [
      'answers after our timeout (POST)',
      [failure('timeout', 'sent'), answer],
      'POST',
      ['outcome_unknown', 1],
    ],
    ['resets before its headers (GET)', [failure('connection_failed', 'sent'), answer], 'GET', ['done', 2]],
    ['resets after its headers (GET)', [failure('connection_failed', 'body'), answer], 'GET', ['done', 2]],
    [
      'resets after its headers (POST)',
      [failure('connection_failed', 'body'), answer],
      'POST',
      ['outcome_unknown', 1],
    ],
    ['sends too much', [failure('response_too_large', 'body')], 'GET', ['response_too_large', 1]],
    ['sends invalid JSON', [textReply('{"a":', 'application/json')], 'GET', ['bad_response', 1]],
    ['redirects in a loop', [failure('bad_response', 'first_byte')], 'GET', ['bad_response', 1]],
    ['answers 200 with an error in it', [json({ error: 'no' })], 'GET', [{ error: 'no' }, 1]],
    ['answers 429 with garbage', [json({}, 429, { 'retry-after': 'garbage' }), answer], 'POST', ['done', 2]],
  ])('[R1] [R2] [R6] %s', async (_name, answers, method, expected) => {
    const { host, result } = await run(answers, method);
    expect([result.error?.code ?? result.output, host.sent.length]).toEqual(expected);
  });
});

describe('a server that asks for time', () => {
  it('[R4] puts down a run that has nothing else to do, which goes on then', async () => {
    const answer = json({}, 429, { 'retry-after': '3600' });
    const host = createHost({ script: () => answer });
    const value = graph('a');
    const first = await runGraph({ graph: value, ports: host.ports, parkAfterMs: 60_000 }).result;
    expect(first).toMatchObject({ status: 'waiting', waitingUntil: 3_601_000 });
    expect(host.sent).toHaveLength(1);
    expect(host.clock.slept.filter((ms) => ms !== 900_000)).toEqual([]);
    const write = host.writes.map(names).find((events) => events.includes('step_attempted a'));
    expect(write).toEqual(['step_attempted a', 'step_waiting a']);
    const later = createHost({ seed: host.journal });
    later.clock.advance(3_600_000);
    const resume = host.journal;
    const second = await runGraph({ graph: value, ports: later.ports, resume, parkAfterMs: 60_000 }).result;
    expect(second.status).toBe('succeeded');
    expect(second.steps.a?.attempts.map(({ number }) => number)).toEqual([1, 2]);
    expect(names(later.journal).filter((name) => name === 'step_started a')).toHaveLength(1);
  });

  it('[R4] [R8] keeps other steps from nothing', async () => {
    const host = createHost({
      script: ({ url }) => (url.endsWith('/a') ? json({}, 429, { 'retry-after': '3600' }) : undefined),
    });
    host.clock.skipsSleep = false;
    const result = await runGraph({
      graph: graph('a, b -> c'),
      ports: host.ports,
      parkAfterMs: 60_000,
      limits: { concurrency: 1 },
    }).result;
    expect(result).toMatchObject({ status: 'waiting', steps: { c: { status: 'succeeded' } } });
  });
});

describe('a server that asks for more time than there is', () => {
  it.each(['86401', '1000000000', '999999999999999'])(
    '[R4] Retry-After: %s fails at once and says until when',
    async (retryAfter) => {
      const { host, result, attempts } = await run([json({}, 429, { 'retry-after': retryAfter })]);
      expect(host.sent).toHaveLength(1);
      expect(result.error).toMatchObject({ code: 'rate_limited', status: 429, step: 'a' });
      const until = String(getAtPlace(result.error, 'detail.until'));
      expect(result.error?.message).toBe(
        `GET http://api.test/a answered 429 Too Many Requests. It asks to wait until ${until}, which is longer than this run can wait. Run it again then.`,
      );
      expect(Date.parse(until)).toBe(Math.min(1_000 + Number(retryAfter) * 1000, 8.64e15));
      expect(attempts).toMatchObject([{ error: { code: 'rate_limited' } }]);
      expect(attempts[0]).not.toHaveProperty('retryInMs');
    },
  );

  it('[R4] fails at once where the run would end before', async () => {
    const answers = [json({}, 503, { 'retry-after': '901' })];
    const { host, result } = await run(answers);
    expect(result.error).toMatchObject({
      code: 'rate_limited',
      detail: { until: '1970-01-01T00:15:02.000Z' },
    });
    expect(host.sent).toHaveLength(1);
    const fits = await run([json({}, 503, { 'retry-after': '899' })]);
    expect(fits.result.status).toBe('succeeded');
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

  it('[Q24] a key of its own wins', async () => {
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

describe('a wait that is cut short', () => {
  it('[X9] by cancelling the run, which sends nothing more', async () => {
    const { host, answer } = heldHost();
    host.clock.skipsSleep = false;
    const abort = new AbortController();
    const run = runGraph({ graph: graph('a'), ports: host.ports, signal: abort.signal });
    await settle();
    await answer('/a', json({}, 503));
    expect(host.journal.at(-1)).toMatchObject({
      type: 'step_waiting',
      waiting: { reason: 'retry', tries: 1 },
    });
    abort.abort();
    expect(await run.result).toMatchObject({ status: 'cancelled', steps: { a: { status: 'cancelled' } } });
    expect(host.sent).toHaveLength(1);
    expect(names(host.journal)).not.toContain('step_resumed a');
  });
});

describe('records', () => {
  it('[R7] every attempt has its request, what came back, and the wait', async () => {
    const { attempts, host } = await run(
      [json({ message: 'busy' }, 503, { 'retry-after': '2' }), failure('timeout', 'sent')],
      'GET',
      { step: { retry: { jitter: false } } },
    );
    expect(attempts).toMatchObject([
      {
        number: 1,
        request: { method: 'GET', url: 'http://api.test/a' },
        response: { status: 503, body: { message: 'busy' } },
        error: { code: 'http_status', status: 503, step: 'a' },
        retryInMs: 2_000,
      },
      { number: 2, error: { code: 'timeout' }, phase: 'sent', retryInMs: 1_000 },
      { number: 3, response: { status: 200, body: 'done' } },
    ]);
    expect(attempts[2]).not.toHaveProperty('error');
    expect(attempts[1]).not.toHaveProperty('response');
    expect(host.clock.slept.filter((ms) => ms < 900_000)).toEqual([2_000, 1_000]);
  });

  it('[R7] the last attempt has no wait', async () => {
    const { attempts } = await run(Array(3).fill(json({}, 500)), 'GET', {
      step: { retry: { jitter: false } },
    });
    expect(attempts.map((attempt) => attempt.retryInMs)).toEqual([500, 1_000, undefined]);
  });
});
