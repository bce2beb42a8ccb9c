import { describe, expect, it } from 'vitest';
import type { HttpStep, OutgoingRequest, Poll } from '#engine';
import { type Answer, json, textReply } from '../../support/engine.js';
import { attemptsIn, runStep, type StepOptions, waitsIn } from '../../support/http-step.js';

const poll: Poll = {
  until: { left: '{{response.body.state}}', op: 'equals', right: 'done' },
  intervalMs: 5_000,
  maxAttempts: 4,
};
const state = (text: string) => json({ state: text }, 202);

async function run(
  answers: readonly Answer[],
  { step = {}, ...options }: StepOptions & { step?: Partial<HttpStep> } = {},
) {
  const script = (_request: OutgoingRequest, number: number) => answers[number - 1] ?? state('done');
  const whole = await runStep({ poll, ...step }, { script, ...options });
  const { result, journal } = whole;
  const error = result.status === 'failed' ? result.error : undefined;
  return { ...whole, error, attempts: attemptsIn(journal), waits: waitsIn(journal) };
}

describe('a step that polls', () => {
  it('[P11] asks again until the condition holds, and its last answer counts', async () => {
    const { host, result, attempts, waits } = await run([
      state('new'),
      state('busy'),
      json({ state: 'done', id: 7 }),
    ]);
    expect(result).toMatchObject({ status: 'succeeded', output: { state: 'done', id: 7 } });
    expect(host.calls()).toEqual(Array(3).fill('GET /a'));
    expect(attempts.map((attempt) => attempt.retryInMs)).toEqual([5_000, 5_000, undefined]);
    expect(attempts.every((attempt) => !attempt.error)).toBe(true);
    expect(waits).toEqual([
      { until: 6_000, reason: 'poll', polls: 1 },
      { until: 11_000, reason: 'poll', polls: 2 },
    ]);
  });

  it('[P11] stores each answer together with the wait for the next', async () => {
    const { host } = await run([state('new')]);
    const write = host.writes.find((events) => events.some(({ type }) => type === 'step_waiting'));
    expect(write?.map(({ type }) => type)).toContain('step_attempted');
  });

  it('[P11] asks once where it holds at once', async () => {
    const { host, waits } = await run([]);
    expect(host.sent).toHaveLength(1);
    expect(waits).toEqual([]);
  });

  it('[P11] goes on asking where an answer lacks what it looks at', async () => {
    const { result, host } = await run([textReply('', '', 204), json({})]);
    expect(result.status).toBe('succeeded');
    expect(host.sent).toHaveLength(3);
  });

  it('[P12] fails after so many', async () => {
    const { host, error, attempts } = await run(Array<Answer>(9).fill(state('busy')));
    expect(host.sent).toHaveLength(4);
    expect(error).toEqual({
      code: 'limit',
      message:
        "GET http://api.test/a was asked 4 times, and poll.until still doesn't hold. Ask more often or with more time in between, or check the condition.",
      path: 'poll',
      step: 'a',
    });
    expect(attempts.at(-1)).not.toHaveProperty('retryInMs');
  });

  it('[P11] tries each time again on its own', async () => {
    const busy = json({}, 503);
    const { result, waits } = await run([busy, busy, state('new'), busy, busy, state('done')], {
      step: { retry: { jitter: false } },
    });
    expect(result.status).toBe('succeeded');
    expect(waits).toMatchObject([
      { reason: 'retry', tries: 1 },
      { reason: 'retry', tries: 2 },
      { reason: 'poll', polls: 1 },
      { reason: 'retry', tries: 1, polls: 1 },
      { reason: 'retry', tries: 2, polls: 1 },
    ]);
    expect(waits[2]).not.toHaveProperty('tries');
    const failed = await run([state('new'), busy, busy, busy]);
    expect(failed.error).toMatchObject({ code: 'http_status', status: 503 });
  });

  it('[P11] fails where the condition can not be evaluated, and on an answer that is none', async () => {
    const until: Poll['until'] = { left: '{{response.body.state}}', op: 'gt', right: 1 };
    const wrong = await run([], { step: { poll: { ...poll, until } } });
    expect(wrong.error).toMatchObject({ code: 'expression', path: 'poll.until', step: 'a' });
    expect(attemptsIn(wrong.journal)).toHaveLength(1);
    const gone = await run([state('new'), json({}, 404)]);
    expect(gone.error).toMatchObject({ code: 'http_status', status: 404 });
  });

  it('[P10] sends a key of its own each time', async () => {
    const { host } = await run([state('new'), json({}, 503), state('new')], {
      step: { request: { method: 'POST', url: 'http://api.test/a' } },
      idempotencyKey: (step) => step,
    });
    expect(host.sent.map(({ request }) => request.headers['idempotency-key'])).toEqual([
      'a',
      'a#1.1',
      'a#1.1',
      'a#1.2',
    ]);
  });

  it('[P9] goes on counting after it was put down', async () => {
    const slow = { poll: { ...poll, intervalMs: 3_600_000 } };
    const parked = await run([state('new')], { step: slow, parkAfterMs: 1_000 });
    expect(parked.result).toEqual({ status: 'parked' });
    expect(parked.parkedUntil).toBe(3_601_000);
    const busy = Array<Answer>(9).fill(state('busy'));
    const again = await run(busy, { step: slow, parkAfterMs: 1_000, seed: parked.journal, at: 3_601_000 });
    expect(again.waits.at(-1)).toEqual({ until: 7_201_000, reason: 'poll', polls: 2 });
    const early = await run([], { step: slow, parkAfterMs: 1_000, seed: again.journal, at: 3_700_000 });
    expect(early.result).toEqual({ status: 'parked' });
    expect(early.host.sent).toEqual([]);
    expect(early.journal).toHaveLength(again.journal.length);
    const last = await run(busy, { step: slow, seed: early.journal, at: 7_201_000 });
    expect(last.host.sent).toHaveLength(2);
    expect(last.error?.code).toBe('limit');
  });

  it('[P9] goes on counting after a crash', async () => {
    const whole = await run([state('new'), state('busy'), state('busy')]);
    const types = whole.journal.map(({ type }) => type);
    const part = whole.journal.slice(0, types.lastIndexOf('step_resumed') + 1);
    const { host, error, attempts } = await run(Array<Answer>(9).fill(state('busy')), { seed: part });
    expect(host.sent).toHaveLength(1);
    expect(error?.code).toBe('limit');
    expect(attempts.map(({ number }) => number)).toEqual([1, 2, 3, 4]);
  });

  it('[P11] polls only the first of several pages', async () => {
    const page = (number: number, text: string, next: string | null) =>
      json({ state: text, data: [number], next });
    const { result, host } = await run([page(0, 'busy', 'x'), page(1, 'done', 'b'), page(2, 'other', null)], {
      step: {
        pagination: {
          type: 'cursor',
          cursor: '{{response.body.next}}',
          name: 'after',
          items: '{{response.body.data}}',
        },
      },
    });
    expect(result).toMatchObject({ output: [1, 2] });
    expect(host.calls()).toEqual(['GET /a', 'GET /a', 'GET /a?after=b']);
  });
});
