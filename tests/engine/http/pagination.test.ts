import { describe, expect, it } from 'vitest';
import type { HttpStep, OutgoingRequest, Pagination } from '#engine';
import { type Answer, failure, json, pathOf, textReply } from '../../support/engine.js';
import { waitsIn } from '../../support/http-step.js';
import { byCursor, byLink, byOffset, byPage, byUrl, paged, runPages } from '../../support/pages.js';

describe('a step that asks for pages', () => {
  it.each<[Pagination, string[]]>([
    [byPage, ['GET /a?page=1', 'GET /a?page=2', 'GET /a?page=3']],
    [{ ...byPage, start: 0 }, ['GET /a?page=0', 'GET /a?page=1', 'GET /a?page=2']],
    [byOffset, ['GET /a?skip=0', 'GET /a?skip=1', 'GET /a?skip=2']],
    [{ ...byOffset, start: 1, step: 50 }, ['GET /a?skip=1', 'GET /a?skip=51', 'GET /a?skip=101']],
    [byCursor, ['GET /a', 'GET /a?after=c1', 'GET /a?after=c2']],
    [byUrl, ['GET /a', 'GET /c1', 'GET /c2']],
  ])('[P2] of $type asks in turn and gives all items', async (pagination, expected) => {
    const { calls, output, attempts } = await runPages(pagination, paged);
    expect(calls).toEqual(expected);
    expect(output).toEqual([1, 2]);
    expect(attempts.map(({ page, number }) => [page, number])).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
  });

  it('[P5] of link_header follows the links', async () => {
    const { calls, output } = await runPages(byLink, (_request, number) =>
      json([number], 200, number < 3 ? { link: `</a?page=${number + 1}>; rel="next"` } : {}),
    );
    expect(calls).toEqual(['GET /a', 'GET /a?page=2', 'GET /a?page=3']);
    expect(output).toEqual([1, 2, 3]);
  });

  it('[P2] sends a cursor in a header or in the body, as what it is', async () => {
    const script = (_request: OutgoingRequest, number: number) =>
      json({ data: [number], next: number < 2 ? 17 : null });
    const header = await runPages({ ...byCursor, in: 'header', name: 'X-After' }, script);
    expect(header.host.sent.map(({ request }) => request.headers['x-after'])).toEqual([undefined, '17']);
    const body = await runPages({ ...byCursor, in: 'body', name: 'variables.after' }, script, {
      step: {
        request: {
          method: 'POST',
          url: 'http://api.test/a',
          body: { type: 'json', value: { query: 'q', variables: { first: 5 } } },
        },
      },
    });
    expect(body.host.sent.map(({ request }) => JSON.parse(String(request.body)))).toEqual([
      { query: 'q', variables: { first: 5 } },
      { query: 'q', variables: { first: 5, after: 17 } },
    ]);
  });

  it('[P1] tells its output how many pages there were, and whether it stopped before the end', async () => {
    const output = {
      all: '{{response.body}}',
      pages: '{{response.pages}}',
      hasMore: '{{response.hasMore}}',
      status: '{{response.status}}',
    };
    const whole = await runPages(byCursor, paged, { step: { output } });
    expect(whole.output).toEqual({ all: [1, 2], pages: 3, hasMore: false, status: 200 });
    const cut = await runPages({ ...byCursor, maxPages: 1 }, paged, { step: { output } });
    expect(cut.output).toEqual({ all: [1], pages: 1, hasMore: true, status: 200 });
  });

  it('[P1] tries each page again on its own, and records the page', async () => {
    const { attempts, output, calls } = await runPages(
      byCursor,
      (request, number) => {
        const busy = [1, 2, 4, 5].includes(number);
        if (busy) return number === 4 ? failure('timeout') : json({}, 503);
        return json({ data: [pathOf(request)], next: number === 3 ? 'c' : null });
      },
      { step: { retry: { jitter: false } } },
    );
    expect(output).toEqual(['/a', '/a?after=c']);
    expect(calls).toHaveLength(6);
    expect(attempts.map(({ page, retryInMs }) => [page, retryInMs])).toEqual([
      [1, 500],
      [1, 1_000],
      [1, undefined],
      [2, 500],
      [2, 1_000],
      [2, undefined],
    ]);
  });

  it('[P9] goes on at the page where it stood, after it was put down', async () => {
    const script = (request: OutgoingRequest) => {
      const after = /after=c(\d)/.exec(request.url)?.[1] ?? '0';
      return json({ data: [`item ${after}`], next: after === '3' ? null : `c${Number(after) + 1}` });
    };
    const down = (request: OutgoingRequest) =>
      request.url.endsWith('c2') ? json({}, 503, { 'retry-after': '3600' }) : script(request);
    const parked = await runPages(byCursor, down, { parkAfterMs: 1_000 });
    expect(parked.result).toEqual({ status: 'parked' });
    expect(parked.parkedUntil).toBe(3_601_000);
    expect(waitsIn(parked.journal)).toEqual([
      {
        until: 3_601_000,
        reason: 'retry',
        tries: 1,
        pages: {
          page: 3,
          position: 'c2',
          had: { items: 0, asked: 0 },
          items: ['item 0', 'item 1'],
          bytes: expect.any(Number),
          asked: ['http://api.test/a', 'c1'],
        },
      },
    ]);
    const resumed = await runPages(byCursor, script, {
      seed: structuredClone(parked.journal),
      at: 3_601_000,
    });
    expect(resumed.calls).toEqual(['GET /a?after=c2', 'GET /a?after=c3']);
    expect(resumed.output).toEqual(['item 0', 'item 1', 'item 2', 'item 3']);
    expect(resumed.attempts.map(({ page, number }) => [page, number])).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
      [3, 4],
      [4, 5],
    ]);
  });

  it('[P8] [P9] still knows which pages it asked for', async () => {
    const script = (request: OutgoingRequest) =>
      json({ data: [1], next: /c1/.test(request.url) ? 'c2' : 'c1' });
    const down = (request: OutgoingRequest) =>
      request.url.endsWith('c2') ? json({}, 503, { 'retry-after': '3600' }) : script(request);
    const parked = await runPages(byCursor, down, { parkAfterMs: 1_000 });
    const resumed = await runPages(byCursor, script, { seed: parked.journal, at: 3_601_000 });
    expect(resumed.error).toMatchObject({ code: 'bad_response', step: 'a' });
    expect(resumed.calls).toHaveLength(1);
  });

  it('[P9] keeps no URL with a secret in it, and begins anew instead', async () => {
    const secret = 's3cr3t-token';
    const secrets = [secret];
    const url = `http://api.test/${secret}/a`;
    const step: Partial<HttpStep> = { request: { method: 'GET', url } };
    const script = (request: OutgoingRequest, number: number) =>
      number === 2
        ? json({}, 503, { 'retry-after': '3600' })
        : json({ data: [request.url.length], next: /p=2/.test(request.url) ? null : '?p=2' });
    const parked = await runPages(byUrl, script, { step, secrets, parkAfterMs: 1_000 });
    expect(JSON.stringify(waitsIn(parked.journal))).not.toContain(secret);
    expect(waitsIn(parked.journal)).toMatchObject([{ tries: 1 }]);
    const resumed = await runPages(byUrl, (request) => script(request, 1), {
      step,
      secrets,
      seed: parked.journal,
      at: 3_601_000,
    });
    expect(resumed.calls).toEqual([`GET /${secret}/a`, `GET /${secret}/a?p=2`]);
    expect(resumed.output).toHaveLength(2);
  });

  it('[P8] [S24] is named without a part of the secret in its URL, wherever that is cut', async () => {
    const secret = 's3cr3t-token';
    for (let length = 70; length < 100; length++) {
      const url = `http://api.test/${'x'.repeat(length)}?key=${secret}`;
      const step: Partial<HttpStep> = { request: { method: 'GET', url } };
      const { error } = await runPages(byUrl, () => json({ data: [1], next: '#' }), {
        step,
        secrets: [secret],
      });
      expect(error).toMatchObject({ code: 'bad_response', message: expect.stringContaining('Page 1 names') });
      expect(error?.message).not.toMatch(/s3c/);
    }
  });

  it('[P9] hides a secret in the URLs that were asked for', async () => {
    const secret = 's3cr3t-token';
    const step: Partial<HttpStep> = { request: { method: 'GET', url: `http://api.test/a?key=${secret}` } };
    const script = (_request: OutgoingRequest, number: number) =>
      number === 2 ? json({}, 503) : json({ data: [number], next: number === 1 ? '/b' : null });
    const { journal, output } = await runPages(byUrl, script, { step, secrets: [secret] });
    expect(output).toEqual([1, 3]);
    expect(waitsIn(journal)).toMatchObject([
      { pages: { position: 'http://api.test/b', asked: ['http://api.test/a?key=••••'] } },
    ]);
  });

  it('[P1] [P9] gives each page its own attempts, also after it was put down', async () => {
    const paging = (request: OutgoingRequest) =>
      json({ data: [1], next: /after=c2/.test(request.url) ? null : 'c2' });
    const parked = await runPages(
      byCursor,
      (_request, number) =>
        number === 1
          ? json({ data: [0], next: 'c1' })
          : json({}, 503, { 'retry-after': number === 2 ? '1' : '3600' }),
      { parkAfterMs: 60_000 },
    );
    expect(waitsIn(parked.journal).at(-1)).toMatchObject({ tries: 2 });
    const resumed = await runPages(
      byCursor,
      (request, number) => (number === 2 || number === 3 ? json({}, 503) : paging(request)),
      { seed: parked.journal, at: 3_700_000 },
    );
    expect(resumed.output).toEqual([0, 1, 1]);
    expect(resumed.calls).toEqual(['GET /a?after=c1', ...Array(3).fill('GET /a?after=c2')]);
  });

  it('[P10] sends a key of its own with each page', async () => {
    const { host } = await runPages(byCursor, paged, {
      step: { request: { method: 'POST', url: 'http://api.test/a' } },
      idempotencyKey: (step) => `key of ${step}`,
    });
    expect(host.sent.map(({ request }) => request.headers['idempotency-key'])).toEqual([
      'key of a',
      'key of a#2.0',
      'key of a#3.0',
    ]);
  });

  it('[P1] says what is wrong with a page, where it is wrong', async () => {
    const wrong = await runPages(byCursor, () => json({ data: {} }));
    expect(wrong.error).toEqual({
      code: 'bad_response',
      message: 'pagination.items gives an object, which is no list. Point it at the list in a page.',
      path: 'pagination.items',
      step: 'a',
    });
    const missing = await runPages(byCursor, () => json({ items: [] }));
    expect(missing.error).toMatchObject({ code: 'expression', path: 'pagination.items', step: 'a' });
    const away = await runPages(byUrl, () => json({ data: [], next: 'https://evil.test/' }));
    expect(away.error?.message).toBe(
      'The next page is at evil.test, which is another server than http://api.test. Only pages of the same server are asked for.',
    );
    const gone = await runPages(byPage, (_request, number) =>
      number === 1 ? json({ data: [1] }) : json({}, 404),
    );
    expect(gone.error).toMatchObject({ code: 'http_status', status: 404 });
  });

  it.each(['/a\\b', '/a b', '/a\nb'])('[P4] calls no URL that parsers differ over: %j', async (url) => {
    const { error, calls } = await runPages(byUrl, () => json({ data: [], next: url }));
    expect(error).toMatchObject({ code: 'expression', path: 'request.url', step: 'a' });
    expect(calls).toEqual(['GET /a']);
  });

  it('[P1] takes an answer that is classified as empty for a page without items', async () => {
    const classify: HttpStep['classify'] = [
      { when: { left: '{{response.status}}', op: 'equals', right: 404 }, as: 'success_empty' },
    ];
    const script = (_request: OutgoingRequest, number: number) =>
      number === 1 ? json({ data: [1] }) : textReply('none', 'text/plain', 404);
    expect((await runPages(byPage, script, { step: { classify } })).output).toEqual([1]);
  });

  it('[P1] shares no list with its journal', async () => {
    const script = (_request: OutgoingRequest, number: number): Answer =>
      number === 2 ? json({}, 503) : json({ data: [number], next: number < 4 ? `c${number}` : null });
    const { journal, output } = await runPages(byCursor, script);
    expect(waitsIn(journal)).toMatchObject([{ pages: { items: [1] } }]);
    expect(output).toEqual([1, 3, 4]);
  });
});
