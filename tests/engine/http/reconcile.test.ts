import { describe, expect, it } from 'vitest';
import type { HttpStep, OutgoingRequest, RunEvent } from '#engine';
import { type Answer, failure, json, names, pathOf, textReply } from '../../support/engine.js';
import { attemptsIn, exchangeOnce, runStep, type StepOptions, waitsIn } from '../../support/http-step.js';

const lost = failure('timeout', 'sent');
const order: Partial<HttpStep> = {
  request: { method: 'POST', url: 'http://api.test/orders' },
  retry: { jitter: false },
  reconcile: {
    request: { method: 'GET', url: 'http://api.test/orders', query: { ref: '{{input.id}}' } },
    found: { left: '{{response.body.id}}', op: 'exists' },
  },
};

interface Answers {
  posts?: readonly Answer[];
  looks?: readonly Answer[];
}

async function run(
  { posts = [lost], looks = [] }: Answers,
  { step = order, ...options }: StepOptions & { step?: Partial<HttpStep> } = {},
) {
  const queues = { POST: [...posts], GET: [...looks] };
  const script = ({ method }: OutgoingRequest) =>
    queues[method === 'POST' ? 'POST' : 'GET'].shift() ?? json({ id: 7, by: method });
  const whole = await runStep(step, { script, ...options });
  const { result, journal, host } = whole;
  const error = result.status === 'failed' ? result.error : undefined;
  const attempts = attemptsIn(journal);
  return { ...whole, error, attempts, calls: host.calls(), waits: waitsIn(journal) };
}

const none = json({}, 404);

describe('a request whose outcome is unknown', () => {
  it('[R6] fails where nothing else is said', async () => {
    const { error, calls } = await run(
      {},
      { step: { request: { method: 'POST', url: 'http://api.test/orders' } } },
    );
    expect(error).toEqual({
      code: 'outcome_unknown',
      message:
        'POST http://api.test/orders was sent, but no answer came (It did not work: timeout.) It may have taken effect: look before running it again.',
      step: 'a',
      detail: { code: 'timeout' },
    });
    expect(calls).toHaveLength(1);
  });

  it('[R16] is tried again where the step says so, as often as its policy does', async () => {
    const step: Partial<HttpStep> = {
      request: { method: 'PATCH', url: 'http://api.test/orders' },
      unknownOutcome: 'retry',
    };
    const script = () => lost;
    const { result, host } = await runStep(step, { script });
    expect(host.sent).toHaveLength(3);
    expect(result).toMatchObject({ error: { code: 'timeout' } });
    const answered = await runStep(step, { script: () => json({}, 500) });
    expect(answered.host.sent).toHaveLength(1);
  });

  it('[R17] is looked for, and what is found becomes the answer', async () => {
    const { result, calls, attempts, waits } = await run({});
    expect(result).toMatchObject({ status: 'succeeded', output: { id: 7, by: 'GET' } });
    expect(calls).toEqual(['POST /orders', 'GET /orders?ref=7']);
    expect(attempts).toMatchObject([
      { number: 1, phase: 'sent', error: { code: 'timeout' }, retryInMs: 500 },
      { number: 2, reconcile: true, request: { method: 'GET' }, response: { status: 200 } },
    ]);
    expect(attempts[0]).not.toHaveProperty('reconcile');
    expect(waits).toMatchObject([{ reason: 'retry', tries: 1 }]);
  });

  it('[R17] is sent again where nothing is found, and so on', async () => {
    const once = await run({ looks: [none] });
    expect(once.calls).toEqual(['POST /orders', 'GET /orders?ref=7', 'POST /orders']);
    expect(once.result).toMatchObject({ output: { by: 'POST' } });
    const twice = await run({ posts: [lost, lost], looks: [json({ data: [] })] });
    expect(twice.calls.map((call) => call.split(' ')[0])).toEqual(['POST', 'GET', 'POST', 'GET']);
    expect(twice.result).toMatchObject({ output: { by: 'GET' } });
  });

  it('[R17] is sent no more often than the policy says, and its outcome is known in the end', async () => {
    const { error, calls, attempts } = await run({ posts: [lost, lost, lost], looks: [none, none, none] });
    expect(calls.map((call) => call.split(' ')[0])).toEqual(['POST', 'GET', 'POST', 'GET', 'POST', 'GET']);
    expect(error).toMatchObject({ code: 'timeout', message: 'It did not work: timeout.', step: 'a' });
    expect(attempts).toHaveLength(6);
  });

  it('[R17] is not looked for where it is known', async () => {
    const unsent = await run({ posts: [failure('connection_failed')] });
    expect(unsent.calls).toEqual(['POST /orders', 'POST /orders']);
    const answered = await run({ posts: [json({}, 500)] });
    expect(answered.calls).toEqual(['POST /orders']);
    const keyed = await run({}, { idempotencyKey: () => 'k' });
    expect(keyed.calls).toEqual(['POST /orders', 'POST /orders']);
  });

  it('[R17] prevails over unknownOutcome', async () => {
    const { calls } = await run({}, { step: { ...order, unknownOutcome: 'retry' } });
    expect(calls).toEqual(['POST /orders', 'GET /orders?ref=7']);
  });

  it('[R18] looks again by the policy, and a look-up that fails leaves the outcome unknown', async () => {
    const slow = await run({ looks: [json({}, 503), failure('timeout', 'sent')] });
    expect(slow.result).toMatchObject({ output: { by: 'GET' } });
    expect(slow.waits.map(({ tries }) => tries)).toEqual([1, 1, 2]);
    const { error, calls } = await run({ looks: Array<Answer>(9).fill(json({ message: 'no' }, 500)) });
    expect(calls).toHaveLength(4);
    expect(error).toEqual({
      code: 'outcome_unknown',
      message:
        'POST http://api.test/orders was sent, but no answer came, and asking whether it took effect failed: GET http://api.test/orders answered 500 Internal Server Error. It says: “no”. The fault is on the server. Run it again later. Look before running it again.',
      path: 'reconcile',
      step: 'a',
      detail: { code: 'http_status' },
    });
  });

  it('[R18] a look-up that can not be made or understood leaves the outcome unknown', async () => {
    const { reconcile } = order;
    if (!reconcile) throw new Error('The step looks nothing up.');
    const request = { ...reconcile.request, query: { ref: '{{input.nothing}}' } };
    const unmade = await run({}, { step: { ...order, reconcile: { ...reconcile, request } } });
    expect(unmade.error).toMatchObject({
      code: 'outcome_unknown',
      detail: { code: 'expression' },
      step: 'a',
    });
    const found = { left: '{{response.body.id}}', op: 'gt', right: 'x' } as const;
    const wrong = await run({}, { step: { ...order, reconcile: { ...reconcile, found } } });
    expect(wrong.error).toMatchObject({ code: 'outcome_unknown', detail: { code: 'expression' } });
    expect(wrong.attempts.at(-1)).toMatchObject({ reconcile: true, error: { code: 'expression' } });
    const unread = await run({ looks: [textReply('{', 'application/json')] });
    expect(unread.error).toMatchObject({ code: 'outcome_unknown', detail: { code: 'bad_response' } });
  });

  it("[R17] isn't judged by the rules of the step's own answers", async () => {
    const classify: HttpStep['classify'] = [
      { when: { left: '{{response.status}}', op: 'equals', right: 200 }, as: 'fail' },
    ];
    for (const step of [{ classify }, { responseType: 'text' as const }]) {
      const { result } = await run({}, { step: { ...order, ...step } });
      expect(result).toMatchObject({ status: 'succeeded', output: { by: 'GET' } });
    }
  });

  it('[R14] [R17] is looked for once, whatever its access does after', async () => {
    let looks = 0;
    const { host, result } = await exchangeOnce(
      { usesSlots: ['crm'], refresh: async () => true },
      {
        script: (_request, number) => (number === 1 ? json({}, 401) : json('done')),
        ask: {
          isUnknown: true,
          lookUp: async () => {
            looks += 1;
            return { type: 'absent' };
          },
        },
      },
    );
    expect(result.type).toBe('answered');
    expect([host.sent.length, looks]).toEqual([2, 1]);
  });

  it('[R18] a POST that only looks is tried again like any question', async () => {
    const request = { method: 'POST', url: 'http://api.test/search' } as const;
    const reconcile = { request, found: { left: '{{response.body.id}}', op: 'exists' } } as const;
    const answers: Record<string, Answer[]> = { '/orders': [lost], '/search': [lost] };
    const { result, host } = await runStep(
      { ...order, reconcile },
      { script: (sent) => answers[pathOf(sent)]?.shift() ?? json({ id: 1 }) },
    );
    expect(result.status).toBe('succeeded');
    expect(host.calls()).toEqual(['POST /orders', 'POST /search', 'POST /search']);
  });
});

describe('a run that goes on', () => {
  const at = 10_000_000;
  /** A journal up to and with the last event of a type. */
  const upTo = (journal: readonly RunEvent[], type: RunEvent['type'], count = 1) => {
    const places = journal.flatMap((event, index) => (event.type === type ? [index] : []));
    return journal.slice(0, (places[count - 1] ?? -1) + 1);
  };

  it('[R17] [X4] looks first where a request was in flight', async () => {
    const started = upTo((await run({ posts: [] })).journal, 'step_started');
    const found = await run({}, { seed: started });
    expect(found.calls).toEqual(['GET /orders?ref=7']);
    expect(found.result).toMatchObject({ output: { by: 'GET' } });
    const absent = await run({ posts: [], looks: [none] }, { seed: started });
    expect(absent.calls).toEqual(['GET /orders?ref=7', 'POST /orders']);
  });

  it('[R16] [X4] sends again what was in flight, where the step says so', async () => {
    const step: Partial<HttpStep> = {
      request: { method: 'POST', url: 'http://api.test/orders' },
      unknownOutcome: 'retry',
    };
    const { journal } = await runStep(step);
    const resumed = await runStep(step, { seed: upTo(journal, 'step_started') });
    expect(resumed.result.status).toBe('succeeded');
    expect(resumed.host.sent).toHaveLength(1);
  });

  it('[R17] looks first where it waited to look', async () => {
    const waiting = upTo((await run({})).journal, 'step_waiting');
    const { calls, attempts } = await run({ looks: [none], posts: [lost] }, { seed: waiting, at });
    expect(calls).toEqual(['GET /orders?ref=7', 'POST /orders', 'GET /orders?ref=7']);
    expect(attempts.map(({ number }) => number)).toEqual([1, 2, 3, 4]);
  });

  it('[R17] counts what was tried before it waited', async () => {
    const { journal } = await run({ posts: [lost, lost], looks: [none] });
    const waiting = upTo(journal, 'step_waiting', 2);
    const { calls, error } = await run({ posts: [lost], looks: [none, none] }, { seed: waiting, at });
    expect(calls.map((call) => call.split(' ')[0])).toEqual(['GET', 'POST', 'GET']);
    expect(error?.code).toBe('timeout');
    const last = await run({ posts: [lost, lost, lost], looks: [none, none] });
    const end = await run({ looks: [none] }, { seed: upTo(last.journal, 'step_waiting', 3), at });
    expect(end.calls).toEqual(['GET /orders?ref=7']);
    expect(end.error).toMatchObject({ code: 'timeout', step: 'a' });
  });

  it('[R18] goes on with a look-up that waited, and its attempts count on', async () => {
    const { journal } = await run({ looks: [json({}, 503), json({}, 503)] });
    const waiting = upTo(journal, 'step_waiting', 3);
    const { calls, error } = await run({ looks: [json({}, 503)] }, { seed: waiting, at });
    expect(calls).toEqual(['GET /orders?ref=7']);
    expect(error?.code).toBe('outcome_unknown');
    const looks = [none, json({}, 503), none, none];
    const absent = await run({ posts: [lost, lost], looks }, { seed: waiting, at });
    const methods = absent.calls.map((call) => call.split(' ')[0]);
    expect(methods).toEqual(['GET', 'POST', 'GET', 'GET', 'POST', 'GET']);
    expect(absent.error?.code).toBe('timeout');
  });

  it('[R19] waits on where a request waited, and sends a POST that was not in flight', async () => {
    const step: Partial<HttpStep> = { request: { method: 'POST', url: 'http://api.test/orders' } };
    const busy = json({}, 503, { 'retry-after': '3600' });
    const parked = await runStep(step, { script: () => busy, parkAfterMs: 1_000 });
    expect(parked.result).toEqual({ status: 'parked' });
    expect(waitsIn(parked.journal)).toEqual([{ until: 3_601_000, reason: 'retry', tries: 1 }]);
    const early = await runStep(step, { seed: parked.journal, at: 3_000_000 });
    expect(early.host.clock.slept).toEqual([601_000]);
    expect(early.result.status).toBe('succeeded');
    const late = await runStep(step, { script: () => json({}, 503), seed: parked.journal, at });
    expect(late.host.sent).toHaveLength(2);
    expect(late.result).toMatchObject({ error: { code: 'http_status' } });
    expect(attemptsIn(late.journal).map(({ number }) => number)).toEqual([1, 2, 3]);
  });

  it('[R19] [X4] after a crash does not send a POST that may be in flight', async () => {
    const step: Partial<HttpStep> = { request: { method: 'POST', url: 'http://api.test/orders' } };
    const { journal } = await runStep(step, {
      script: (_request, number) => (number === 1 ? json({}, 503) : undefined),
    });
    const { result, host } = await runStep(step, { seed: upTo(journal, 'step_resumed') });
    expect(host.sent).toEqual([]);
    expect(result).toMatchObject({ error: { code: 'outcome_unknown', step: 'a' } });
  });

  it('[R19] goes on counting attempts after a crash', async () => {
    const script = () => json({}, 503);
    const { journal } = await runStep({}, { script });
    const seed = upTo(journal, 'step_resumed');
    const crashed = await runStep({}, { script, seed });
    expect(crashed.host.sent).toHaveLength(2);
    expect(names(crashed.journal).slice(seed.length)).toEqual([
      'step_started a',
      'step_attempted a',
      'step_waiting a',
      'step_resumed a',
      'step_attempted a',
    ]);
  });
});
