import { describe, expect, it } from 'vitest';
import type { Classification, HttpMethod, HttpStep, JsonValue } from '#engine';
import { type Answer, failure, json, textReply } from '../../support/engine.js';
import { attemptsIn, exchangeOnce, runStep } from '../../support/http-step.js';

async function run(answers: readonly Answer[], step: Partial<HttpStep>, method: HttpMethod = 'GET') {
  const request = { method, url: 'http://api.test/a', ...step.request };
  const { host, result, journal } = await runStep(
    { ...step, request },
    { script: (_request, number) => answers[number - 1] ?? json({ ok: true }) },
  );
  const error = result.status === 'failed' ? result.error : undefined;
  return { host, result, error, attempts: attemptsIn(journal) };
}

const says = (left: JsonValue, right: JsonValue, as: Classification['as']): Classification => ({
  when: { left, op: 'equals', right },
  as,
});
const slack: Partial<HttpStep> = {
  classify: [
    says('{{response.body.error}}', 'ratelimited', 'rate_limited'),
    says('{{response.body.ok}}', false, 'fail'),
  ],
};

describe('what an answer means', () => {
  it('[R11] the first condition that holds counts before the status', async () => {
    const failed = await run([json({ ok: false, error: 'channel_not_found' })], slack, 'POST');
    expect(failed.error).toEqual({
      code: 'rejected',
      message:
        'POST http://api.test/a answered 200. It says: “channel_not_found”. This means that it failed. Check the values that the request sends.',
      status: 200,
      step: 'a',
    });
    expect(failed.host.sent).toHaveLength(1);
    expect((await run([json({ ok: true })], slack)).result).toMatchObject({ output: { ok: true } });
    const limited = await run([json({ ok: false, error: 'ratelimited' })], slack, 'POST');
    expect(limited.host.sent).toHaveLength(2);
  });

  it('[R11] an answer that no condition fits keeps the meaning of its status', async () => {
    expect((await run([json({ ok: true }, 404)], slack)).error?.code).toBe('http_status');
    expect((await run([json('a text')], slack)).result).toMatchObject({ output: 'a text' });
    expect((await run([textReply('<html>', 'text/html', 502)], slack)).host.sent).toHaveLength(2);
    expect((await run([textReply('', '', 204)], slack)).result).toMatchObject({ output: null });
  });

  it('[R11] conditions also see the outer scope, and the text of a body that can not be read', async () => {
    const outer = await run([json({ got: 7 })], {
      classify: [says('{{response.body.got}}', '{{input.id}}', 'fail')],
    });
    expect(outer.error?.code).toBe('rejected');
    const classify: Classification[] = [
      { when: { left: '{{response.body}}', op: 'contains', right: 'maintenance' }, as: 'retry' },
    ];
    const unread = await run([textReply('<p>maintenance</p>', 'application/json')], { classify });
    expect(unread.host.sent).toHaveLength(2);
  });

  it('[R11] a condition that can not be evaluated fails the step and is not tried again', async () => {
    const classify: Classification[] = [
      { when: { left: '{{response.body.ok}}', op: 'gt', right: 1 }, as: 'fail' },
    ];
    const { host, error } = await run([json({ ok: 'x' }, 503)], { classify });
    expect(error).toMatchObject({ code: 'expression', path: 'classify[0].when', step: 'a' });
    expect(host.sent).toHaveLength(1);
    const missing: Classification[] = [says('{{response.body.ok}}', '{{input.x}}', 'fail')];
    expect((await run([], { classify: missing })).error).toMatchObject({ code: 'expression' });
  });

  it('[R12] success and success_empty succeed whatever the status', async () => {
    const is404 = (as: Classification['as']) => ({ classify: [says('{{response.status}}', 404, as)] });
    const answer = json({ message: 'none' }, 404);
    expect((await run([answer], is404('success'))).result).toMatchObject({ output: { message: 'none' } });
    expect((await run([answer], is404('success_empty'))).result).toMatchObject({
      status: 'succeeded',
      output: null,
    });
    const unread = await run([textReply('{', 'application/json', 404)], is404('success'));
    expect(unread.error?.code).toBe('bad_response');
  });

  it('[R12] fail is final, and retry and rate_limited are tried again, also a POST', async () => {
    const is = (as: Classification['as']) => ({ classify: [says('{{response.status}}', 500, as)] });
    const answers = Array<Answer>(3).fill(json({ message: 'no' }, 500));
    const codes = async (as: Classification['as'], method: HttpMethod) => {
      const { host, error: last, attempts } = await run(answers, is(as), method);
      expect(attempts.map(({ error }) => error?.code)).toEqual(Array(host.sent.length).fill(last?.code));
      return [host.sent.length, last?.code];
    };
    expect(await codes('fail', 'GET')).toEqual([1, 'rejected']);
    expect(await codes('retry', 'POST')).toEqual([3, 'rejected']);
    expect(await codes('rate_limited', 'POST')).toEqual([3, 'rate_limited']);
    expect(await codes('auth_expired', 'GET')).toEqual([1, 'auth_expired']);
  });

  it('[R12] retry and rate_limited are tried as often and as late as the policy and the server say', async () => {
    const classify = [says('{{response.status}}', 403, 'rate_limited')];
    const answer = json({}, 403, { 'x-ratelimit-reset': '5' });
    const { host, attempts } = await run([answer, answer], { classify, retry: { attempts: 2, on: [503] } });
    expect(host.sent).toHaveLength(2);
    expect(attempts.map((attempt) => attempt.retryInMs)).toEqual([5_000, undefined]);
  });

  it('[R13] GraphQL answers without data and with errors failed', async () => {
    const request = {
      method: 'POST',
      url: 'http://api.test/a',
      body: { type: 'graphql', query: '{ x }' },
    } as const;
    const errors = [{ message: 'Not found.' }];
    const outcome = async (
      body: JsonValue,
      { status = 200, step = {} }: { status?: number; step?: Partial<HttpStep> } = {},
    ) => {
      const options = {
        step: { request, retry: { attempts: 1 }, ...step },
        script: () => json(body, status),
      };
      const { result } = await exchangeOnce({}, options);
      return result.type === 'stopped' ? result.result : result;
    };
    for (const data of [undefined, null, {}, { viewer: null }]) {
      const result = await outcome(data === undefined ? { errors } : { data, errors });
      expect(result).toMatchObject({ status: 'failed', error: { code: 'rejected' } });
      expect(JSON.stringify(result)).toContain('“Not found”');
    }
    const success = { type: 'answered' };
    expect(await outcome({ data: { viewer: { id: 1 } }, errors })).toMatchObject(success);
    expect(await outcome({ data: null, errors: [] })).toMatchObject(success);
    expect(await outcome({ errors }, { status: 500 })).toMatchObject({ error: { code: 'http_status' } });
    const plain = { request: { method: 'POST', url: 'http://api.test/a' } } as const;
    expect(await outcome({ errors }, { step: plain })).toMatchObject(success);
    const classify = [says('{{response.body.errors[0].message}}', 'Not found.', 'success_empty')];
    expect(await outcome({ errors }, { step: { classify } })).toMatchObject({ response: { body: null } });
  });

  it.each<[JsonValue, string]>([
    [{ errors: ['first', 'second'] }, 'first'],
    [{ errors: [{ title: 'Bad', detail: 'Too long.' }] }, 'Too long'],
    [{ errors: [], message: 'Whole' }, 'Whole'],
    [{ description: 'Wait a bit' }, 'Wait a bit'],
  ])('[Q10] the message of %j is found', async (body, text) => {
    expect((await run([json(body, 400)], {})).error?.message).toContain(`It says: “${text}”.`);
  });
});

describe('access that expired', () => {
  const expired: Partial<HttpStep> = {
    classify: [says('{{response.body.error}}', 'token_expired', 'auth_expired')],
  };
  const slots = { usesSlots: ['crm'] };

  function refreshing(isNew: boolean) {
    let calls = 0;
    const refresh = async () => {
      calls += 1;
      return isNew;
    };
    return { prepared: { ...slots, refresh }, calls: () => calls };
  }

  it.each<[string, Answer, Partial<HttpStep>]>([
    ['a 401', json({}, 401), {}],
    ['what the step calls so', json({ error: 'token_expired' }), expired],
  ])('[R14] is renewed once after %s, by an attempt that does not count', async (_name, answer, step) => {
    const { prepared, calls } = refreshing(true);
    const { host, result } = await exchangeOnce(prepared, {
      step: { ...step, retry: { attempts: 1 } },
      script: (_request, number) => (number === 1 ? answer : json('done')),
    });
    expect(result).toMatchObject({ type: 'answered', response: { body: 'done' } });
    expect(host.sent).toHaveLength(2);
    expect(calls()).toBe(1);
    expect(attemptsIn(host.journal)).toMatchObject([{ number: 1, retryInMs: 0, error: { step: 'a' } }]);
    expect(host.clock.slept).toEqual([]);
  });

  it('[R14] is renewed no second time', async () => {
    const { prepared, calls } = refreshing(true);
    const { host, result } = await exchangeOnce(prepared, { script: () => json({}, 401) });
    expect(result).toMatchObject({ result: { error: { code: 'http_status', status: 401 } } });
    expect(host.sent).toHaveLength(2);
    expect(calls()).toBe(1);
  });

  it('[R14] keeps the rest of its attempts after it was renewed, also for a POST', async () => {
    const { prepared } = refreshing(true);
    const answers = [json({}, 503), json({}, 401), json({}, 503), json('done')];
    const { host, result } = await exchangeOnce(prepared, {
      step: { request: { method: 'POST', url: 'http://api.test/a' } },
      script: (_request, number) => answers[number - 1],
    });
    expect(result.type).toBe('answered');
    expect(host.sent).toHaveLength(4);
  });

  it.each<[string, Answer, Partial<HttpStep>, string]>([
    ['a 401 is one', json({}, 401), {}, 'http_status'],
    ['what the step calls so is auth_expired', json({ error: 'token_expired' }), expired, 'auth_expired'],
  ])('[R14] is not renewed where nothing new can be had: %s', async (_name, answer, step, code) => {
    const { prepared, calls } = refreshing(false);
    const { host, result } = await exchangeOnce(prepared, { step, script: () => answer });
    expect(result).toMatchObject({ result: { status: 'failed', error: { code, step: 'a' } } });
    expect(host.sent).toHaveLength(1);
    expect(calls()).toBe(1);
  });

  it('[R14] is nothing to a request that uses no credential', async () => {
    const { prepared, calls } = refreshing(true);
    const { host } = await exchangeOnce({ ...prepared, usesSlots: [] }, { script: () => json({}, 401) });
    expect(host.sent).toHaveLength(1);
    expect(calls()).toBe(0);
  });
});

describe('a secret that a server sends back', () => {
  const SECRET = 'sk-12345678';
  const secrets = [SECRET];
  const echo = (status: number, body: JsonValue = { message: `Bad key ${SECRET}.`, key: SECRET }) =>
    json(body, status, { 'x-key': SECRET });

  it.each<[string, Answer, Partial<HttpStep>]>([
    ['a success', echo(200), { output: { body: '{{response.body}}', headers: '{{response.headers}}' } }],
    ['an error', echo(400), {}],
    ['an error that is tried again', echo(503), {}],
    ['a body that can not be read', textReply(`${'x'.repeat(55)}${SECRET}`, 'application/json'), {}],
    ['a body that is cut', textReply(`${'x'.repeat(65_530)}${SECRET}`, 'text/plain'), { output: {} }],
    ['a message of the network', { ...failure('bad_response'), message: `No ${SECRET}.` }, {}],
    ['a condition', echo(200), { classify: [says('{{response.body.key}}', SECRET, 'success')], output: {} }],
  ])('[S24] is hidden in %s: events, errors and outputs', async (_name, answer, step) => {
    const { result, journal } = await runStep(step, { script: () => answer, secrets });
    const text = JSON.stringify([result, journal]);
    expect(text).not.toContain(SECRET.slice(0, 5));
    expect(text).toMatch(/••••|xxxxx/);
  });

  it('[S24] is hidden before conditions look at it', async () => {
    const classify = [says('{{response.body.key}}', '••••', 'fail')];
    const { result } = await runStep({ classify }, { script: () => echo(200), secrets });
    expect(result).toMatchObject({ error: { code: 'rejected' } });
  });

  it('[S24] the check notices what is not hidden', async () => {
    const { result, journal } = await runStep({}, { script: () => echo(200) });
    expect(JSON.stringify([result, journal])).toContain(SECRET);
  });
});
