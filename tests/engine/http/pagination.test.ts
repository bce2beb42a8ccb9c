import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Condition, HttpStep, JsonValue, OutgoingRequest, Pagination } from '#engine';
import { nextPage } from '../../../src/engine/http/pagination/next-page.js';
import { noPages, takePage } from '../../../src/engine/http/pagination/take-page.js';
import { DEFAULT_LIMITS, type Limits } from '../../../src/engine/run/limits.js';
import { type Answer, failure, json, pathOf, textReply } from '../../support/engine.js';
import { attemptsIn, runStep, type StepOptions, waitsIn } from '../../support/http-step.js';

const items = '{{response.body.data}}';
const byCursor: Pagination = { type: 'cursor', cursor: '{{response.body.next}}', name: 'after', items };
const byUrl: Pagination = { type: 'next_url', next: '{{response.body.next}}', items };
const byPage: Pagination = { type: 'page', name: 'page', items };
const byOffset: Pagination = { type: 'offset', name: 'skip', items };
const byLink: Pagination = { type: 'link_header', items: '{{response.body}}' };
const isLast: Condition = { left: '{{response.body.last}}', op: 'equals', right: true };

/** Where the page after one goes. */
function next(
  pagination: Pagination,
  body: JsonValue,
  {
    headers = {},
    count = 1,
    position,
  }: { headers?: Record<string, string>; count?: number; position?: number } = {},
) {
  const response = { status: 200, headers, body };
  const url = 'https://api.test/v1/things?page=1';
  return nextPage(pagination, { position, url, count, response, scope: { response } });
}

const more = (position: string | number) => ({ type: 'more', position });
const done = { type: 'done' };

describe('the next page', () => {
  it.each<[JsonValue, unknown]>([
    [{ next: 'https://api.test/v1/things?page=2' }, more('https://api.test/v1/things?page=2')],
    [{ next: 'https://API.test:443/v1/things?page=2#top' }, more('https://API.test:443/v1/things?page=2')],
    [{ next: '/v2?page=2' }, more('https://api.test/v2?page=2')],
    [{ next: '?page=2' }, more('https://api.test/v1/things?page=2')],
    [{ next: 'others' }, more('https://api.test/v1/others')],
    [{ next: null }, done],
    [{ next: '' }, done],
    [{ next: false }, done],
    [{}, done],
    ['a text', done],
  ])('[P3] by next_url of %j', (body, expected) => {
    expect(next(byUrl, body)).toEqual(expected);
  });

  it.each([
    'https://evil.test/v1/things',
    '//evil.test/v1/things',
    'http://api.test/v1/things',
    'https://api.test:8443/v1/things',
    'https://user@api.test/v1/things',
    'https://api.test.evil.test/',
    'ftp://api.test/',
    'javascript:alert(1)',
    'https:things',
    'https://api.test\\@evil.test/',
  ])('[P4] never leads to %j', (url) => {
    expect(next(byUrl, { next: url })).toMatchObject({ type: 'error' });
    expect(next(byLink, [], { headers: { link: `<${url}>; rel=next` } })).toMatchObject({ type: 'error' });
  });

  it.each<[JsonValue, unknown]>([
    [{ next: 'abc' }, more('abc')],
    [{ next: 17 }, more(17)],
    [{ next: 0 }, more(0)],
    [{ next: null }, done],
    [{ next: '' }, done],
    [{}, done],
    [null, done],
  ])('[P2] by the cursor of %j', (body, expected) => {
    expect(next(byCursor, body)).toEqual(expected);
    expect(next(byCursor, body, { count: 0 })).toEqual(expected);
  });

  it('[P2] is refused where a cursor is no text and no number', () => {
    for (const value of [true, {}, ['a']]) {
      expect(next(byCursor, { next: value })).toMatchObject({ type: 'error' });
      expect(next(byUrl, { next: value })).toMatchObject({ type: 'error' });
    }
  });

  it('[P2] is an error where something else than the answer is missing', () => {
    const cursor: Pagination = { ...byCursor, cursor: '{{input.cursor}}' };
    expect(() => next(cursor, {})).toThrow("There is no step or value 'input'");
  });

  it('[P2] counts pages, and what it has, until a page is empty', () => {
    expect(next(byPage, {}, { position: 1 })).toEqual(more(2));
    expect(next(byPage, {}, { position: 3, count: 0 })).toEqual(done);
    expect(next(byOffset, {}, { position: 20, count: 20 })).toEqual(more(40));
    expect(next({ ...byOffset, step: 1 }, {}, { position: 20, count: 20 })).toEqual(more(21));
    expect(next(byOffset, {}, { position: 40, count: 0 })).toEqual(done);
  });

  it('[P5] goes by the relation of a Link header', () => {
    const link = '</v1/things?page=3>; rel="next", </v1/things?page=9>; rel="LAST other"';
    expect(next(byLink, [], { headers: { link } })).toEqual(more('https://api.test/v1/things?page=3'));
    const last = { ...byLink, rel: 'Last' };
    expect(next(last, [], { headers: { link } })).toEqual(more('https://api.test/v1/things?page=9'));
    expect(next({ ...byLink, rel: 'up' }, [], { headers: { link } })).toEqual(done);
    expect(next(byLink, [])).toEqual(done);
  });
});

/** Takes pages in turn, as a step does, and gives what came of the last. */
function take(pagination: Pagination, bodies: readonly JsonValue[], limits: Partial<Limits> = {}) {
  const pages = noPages(pagination);
  let taken: ReturnType<typeof takePage> = { type: 'more' };
  for (const body of bodies) {
    if (taken.type !== 'more') throw new Error('There is no next page.');
    const response = { status: 200, headers: {}, body };
    taken = takePage(pagination, pages, {
      url: 'https://api.test/',
      response,
      scope: { response },
      bytes: new TextEncoder().encode(JSON.stringify(body)),
      limits: { ...DEFAULT_LIMITS, ...limits },
      hide: (text) => text,
    });
  }
  return { pages, taken };
}

const cursorPages = (...lists: JsonValue[][]) =>
  lists.map((data, index): JsonValue => ({ data, next: index + 1 < lists.length ? `c${index}` : null }));

describe('pages', () => {
  it('[P1] are one list of items', () => {
    const { pages, taken } = take(byCursor, cursorPages([1, 2], [], [3]));
    expect(pages.items).toEqual([1, 2, 3]);
    expect(taken).toEqual({ type: 'end', hasMore: false });
  });

  it('[P6] end with maxItems, which cuts the last page', () => {
    const [first = null, second = null] = cursorPages([1, 2], [3, 4], [5]);
    const some = take({ ...byCursor, maxItems: 3 }, [first, second]);
    expect(some.pages.items).toEqual([1, 2, 3]);
    expect(some.taken).toEqual({ type: 'end', hasMore: true });
    const all = take({ ...byCursor, maxItems: 4 }, cursorPages([1, 2], [3, 4]));
    expect(all.taken).toEqual({ type: 'end', hasMore: false });
    const fits = take({ ...byCursor, maxItems: 2 }, [first]);
    expect(fits.taken).toEqual({ type: 'end', hasMore: true });
    const cut = take({ ...byCursor, maxItems: 1 }, cursorPages([1, 2]));
    expect(cut).toMatchObject({ pages: { items: [1] }, taken: { type: 'end', hasMore: true } });
  });

  it('[P6] end with maxPages, and with a condition', () => {
    const two = cursorPages([1], [2], [3]).slice(0, 2);
    expect(take({ ...byCursor, maxPages: 2 }, two).taken).toEqual({ type: 'end', hasMore: true });
    expect(take({ ...byCursor, maxPages: 3 }, cursorPages([1], [2], [3])).taken).toEqual({
      type: 'end',
      hasMore: false,
    });
    const bodies = [{ data: [1] }, { data: [2], last: true }];
    const stopped = take({ ...byPage, stopWhen: isLast }, bodies);
    expect(stopped).toMatchObject({ pages: { items: [1, 2] }, taken: { type: 'end', hasMore: true } });
  });

  it('[P6] that are cut off need no next page that can be called', () => {
    const evil: Pagination = { ...byUrl, maxPages: 1 };
    expect(take(evil, [{ data: [1], next: '//evil.test' }]).taken).toEqual({ type: 'end', hasMore: true });
  });

  it('[P7] end by an error after the limit, unless the step names a number of its own', () => {
    const endless = Array.from({ length: 5 }, (_, index) => ({ data: [index], next: `c${index}` }));
    expect(take(byCursor, endless.slice(0, 4), { pages: 5 }).taken.type).toBe('more');
    expect(take(byCursor, endless, { pages: 5 }).taken).toEqual({
      type: 'error',
      error: {
        code: 'limit',
        message: 'There are more than 5 pages. Say with pagination.maxPages how many to ask for.',
        path: 'pagination.maxPages',
      },
    });
    expect(take({ ...byCursor, maxPages: 9 }, endless, { pages: 2 }).taken.type).toBe('more');
    expect(take(byCursor, cursorPages([1], [2]), { pages: 2 }).taken.type).toBe('end');
  });

  it('[P7] end by an error where they are too many items or bytes together', () => {
    const many = { data: Array(60_000).fill(0), next: 'a' };
    const others = { ...many, next: 'b' };
    expect(take(byCursor, [many, others]).taken).toMatchObject({
      error: { code: 'limit', message: expect.stringContaining('100,000 items') },
    });
    expect(take({ ...byCursor, maxItems: 100_000 }, [many, others]).taken.type).toBe('end');
    const large = Array.from({ length: 11 }, (_, index) => ({
      data: ['x'.repeat(1_000_000)],
      next: `c${index}`,
    }));
    expect(take(byCursor, large.slice(0, 9), { responseBytes: 1_000_000 }).taken.type).toBe('more');
    expect(take(byCursor, large.slice(0, 10), { responseBytes: 1_000_000 }).taken).toMatchObject({
      error: { code: 'limit', message: expect.stringContaining('larger than 10 MB') },
    });
  });

  it('[P8] that repeat a cursor or a URL end by an error', () => {
    const cursor = [
      { data: [1], next: 'a' },
      { data: [2], next: 'b' },
      { data: [3], next: 'a' },
    ];
    expect(take(byCursor, cursor.slice(0, 2)).taken.type).toBe('more');
    expect(take(byCursor, cursor).taken).toMatchObject({
      error: { code: 'bad_response', message: expect.stringContaining('Page 3 names "a"') },
    });
    for (const url of ['https://api.test/', '/', '']) {
      const taken = take(byUrl, [{ data: [1], next: url }]).taken;
      expect(taken).toMatchObject(url === '' ? { type: 'end' } : { error: { code: 'bad_response' } });
    }
  });

  it('[P8] that are the same as the page before end by an error, where the step counts', () => {
    for (const pagination of [byPage, byOffset]) {
      expect(take(pagination, [{ data: [1] }, { data: [1] }]).taken).toMatchObject({
        error: { code: 'bad_response', message: expect.stringContaining(`'${pagination.name}'`) },
      });
      expect(take(pagination, [{ data: [1] }, { data: [2] }]).taken.type).toBe('more');
    }
    expect(
      take(byCursor, [
        { data: [1], next: 'a' },
        { data: [1], next: 'b' },
      ]).taken.type,
    ).toBe('more');
  });

  it('[P1] without a list of items are an error, and null is an empty list', () => {
    for (const data of [7, 'x', {}]) {
      expect(take(byPage, [{ data }]).taken).toMatchObject({
        error: { code: 'bad_response', path: 'pagination.items' },
      });
    }
    expect(take(byPage, [{ data: null }]).taken).toEqual({ type: 'end', hasMore: false });
    expect(take(byPage, [null]).taken).toEqual({ type: 'end', hasMore: false });
    expect(() => take(byPage, [{ dta: [] }])).toThrow("response.body has no 'data'");
  });
});

async function run(
  pagination: Pagination,
  script: (request: OutgoingRequest, number: number) => Answer,
  { step = {}, ...options }: StepOptions & { step?: Partial<HttpStep> } = {},
) {
  const whole = await runStep({ pagination, ...step }, { script, ...options });
  const { result, journal, host } = whole;
  const output = result.status === 'succeeded' ? result.output : undefined;
  const error = result.status === 'failed' ? result.error : undefined;
  return { ...whole, output, error, attempts: attemptsIn(journal), calls: host.calls() };
}

const paged = (_request: OutgoingRequest, number: number) =>
  json({ data: number < 3 ? [number] : [], next: number < 3 ? `c${number}` : null });

describe('a step that asks for pages', () => {
  it.each<[Pagination, string[]]>([
    [byPage, ['GET /a?page=1', 'GET /a?page=2', 'GET /a?page=3']],
    [{ ...byPage, start: 0 }, ['GET /a?page=0', 'GET /a?page=1', 'GET /a?page=2']],
    [byOffset, ['GET /a?skip=0', 'GET /a?skip=1', 'GET /a?skip=2']],
    [{ ...byOffset, start: 1, step: 50 }, ['GET /a?skip=1', 'GET /a?skip=51', 'GET /a?skip=101']],
    [byCursor, ['GET /a', 'GET /a?after=c1', 'GET /a?after=c2']],
    [byUrl, ['GET /a', 'GET /c1', 'GET /c2']],
  ])('[P2] of $type asks in turn and gives all items', async (pagination, expected) => {
    const { calls, output, attempts } = await run(pagination, paged);
    expect(calls).toEqual(expected);
    expect(output).toEqual([1, 2]);
    expect(attempts.map(({ page, number }) => [page, number])).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
  });

  it('[P5] of link_header follows the links', async () => {
    const { calls, output } = await run(byLink, (_request, number) =>
      json([number], 200, number < 3 ? { link: `</a?page=${number + 1}>; rel="next"` } : {}),
    );
    expect(calls).toEqual(['GET /a', 'GET /a?page=2', 'GET /a?page=3']);
    expect(output).toEqual([1, 2, 3]);
  });

  it('[P2] sends a cursor in a header or in the body, as what it is', async () => {
    const script = (_request: OutgoingRequest, number: number) =>
      json({ data: [number], next: number < 2 ? 17 : null });
    const header = await run({ ...byCursor, in: 'header', name: 'X-After' }, script);
    expect(header.host.sent.map(({ request }) => request.headers['x-after'])).toEqual([undefined, '17']);
    const body = await run({ ...byCursor, in: 'body', name: 'variables.after' }, script, {
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
    const whole = await run(byCursor, paged, { step: { output } });
    expect(whole.output).toEqual({ all: [1, 2], pages: 3, hasMore: false, status: 200 });
    const cut = await run({ ...byCursor, maxPages: 1 }, paged, { step: { output } });
    expect(cut.output).toEqual({ all: [1], pages: 1, hasMore: true, status: 200 });
  });

  it('[P1] tries each page again on its own, and records the page', async () => {
    const { attempts, output, calls } = await run(
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
    const parked = await run(byCursor, down, { parkAfterMs: 1_000 });
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
    const resumed = await run(byCursor, script, { seed: structuredClone(parked.journal), at: 3_601_000 });
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
    const parked = await run(byCursor, down, { parkAfterMs: 1_000 });
    const resumed = await run(byCursor, script, { seed: parked.journal, at: 3_601_000 });
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
    const parked = await run(byUrl, script, { step, secrets, parkAfterMs: 1_000 });
    expect(JSON.stringify(waitsIn(parked.journal))).not.toContain(secret);
    expect(waitsIn(parked.journal)).toMatchObject([{ tries: 1 }]);
    const resumed = await run(byUrl, (request) => script(request, 1), {
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
      const { error } = await run(byUrl, () => json({ data: [1], next: '#' }), { step, secrets: [secret] });
      expect(error).toMatchObject({ code: 'bad_response', message: expect.stringContaining('Page 1 names') });
      expect(error?.message).not.toMatch(/s3c/);
    }
  });

  it('[P9] hides a secret in the URLs that were asked for', async () => {
    const secret = 's3cr3t-token';
    const step: Partial<HttpStep> = { request: { method: 'GET', url: `http://api.test/a?key=${secret}` } };
    const script = (_request: OutgoingRequest, number: number) =>
      number === 2 ? json({}, 503) : json({ data: [number], next: number === 1 ? '/b' : null });
    const { journal, output } = await run(byUrl, script, { step, secrets: [secret] });
    expect(output).toEqual([1, 3]);
    expect(waitsIn(journal)).toMatchObject([
      { pages: { position: 'http://api.test/b', asked: ['http://api.test/a?key=••••'] } },
    ]);
  });

  it('[P1] [P9] gives each page its own attempts, also after it was put down', async () => {
    const paging = (request: OutgoingRequest) =>
      json({ data: [1], next: /after=c2/.test(request.url) ? null : 'c2' });
    const parked = await run(
      byCursor,
      (_request, number) =>
        number === 1
          ? json({ data: [0], next: 'c1' })
          : json({}, 503, { 'retry-after': number === 2 ? '1' : '3600' }),
      { parkAfterMs: 60_000 },
    );
    expect(waitsIn(parked.journal).at(-1)).toMatchObject({ tries: 2 });
    const resumed = await run(
      byCursor,
      (request, number) => (number === 2 || number === 3 ? json({}, 503) : paging(request)),
      { seed: parked.journal, at: 3_700_000 },
    );
    expect(resumed.output).toEqual([0, 1, 1]);
    expect(resumed.calls).toEqual(['GET /a?after=c1', ...Array(3).fill('GET /a?after=c2')]);
  });

  it('[P10] sends a key of its own with each page', async () => {
    const { host } = await run(byCursor, paged, {
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
    const wrong = await run(byCursor, () => json({ data: {} }));
    expect(wrong.error).toEqual({
      code: 'bad_response',
      message: 'pagination.items gives an object, which is no list. Point it at the list in a page.',
      path: 'pagination.items',
      step: 'a',
    });
    const missing = await run(byCursor, () => json({ items: [] }));
    expect(missing.error).toMatchObject({ code: 'expression', path: 'pagination.items', step: 'a' });
    const away = await run(byUrl, () => json({ data: [], next: 'https://evil.test/' }));
    expect(away.error?.message).toBe(
      'The next page is at evil.test, which is another server than http://api.test. Only pages of the same server are asked for.',
    );
    const gone = await run(byPage, (_request, number) =>
      number === 1 ? json({ data: [1] }) : json({}, 404),
    );
    expect(gone.error).toMatchObject({ code: 'http_status', status: 404 });
  });

  it.each(['/a\\b', '/a b', '/a\nb'])('[P4] calls no URL that parsers differ over: %j', async (url) => {
    const { error, calls } = await run(byUrl, () => json({ data: [], next: url }));
    expect(error).toMatchObject({ code: 'expression', path: 'request.url', step: 'a' });
    expect(calls).toEqual(['GET /a']);
  });

  it('[P1] takes an answer that is classified as empty for a page without items', async () => {
    const classify: HttpStep['classify'] = [
      { when: { left: '{{response.status}}', op: 'equals', right: 404 }, as: 'success_empty' },
    ];
    const script = (_request: OutgoingRequest, number: number) =>
      number === 1 ? json({ data: [1] }) : textReply('none', 'text/plain', 404);
    expect((await run(byPage, script, { step: { classify } })).output).toEqual([1]);
  });

  it('[P1] shares no list with its journal', async () => {
    const script = (_request: OutgoingRequest, number: number): Answer =>
      number === 2 ? json({}, 503) : json({ data: [number], next: number < 4 ? `c${number}` : null });
    const { journal, output } = await run(byCursor, script);
    expect(waitsIn(journal)).toMatchObject([{ pages: { items: [1] } }]);
    expect(output).toEqual([1, 3, 4]);
  });
});

/** A server with so many items, by pages of so many, that answers each page first with its faults. */
function server(total: number, size: number, faults: readonly number[]) {
  const asked = new Map<number, number>();
  return (request: OutgoingRequest): Answer => {
    const start = Number(/(?:after|skip)=(\d+)/.exec(request.url)?.[1] ?? 0);
    const count = (asked.get(start) ?? 0) + 1;
    asked.set(start, count);
    if (count <= (faults[start % faults.length] ?? 0))
      return count === 1 ? json({}, 503) : failure('timeout');
    const data = Array.from({ length: total }, (_, index) => index).slice(start, start + size);
    return json({ data, next: start + size < total ? start + size : null });
  };
}

describe('pages of a run that dies again and again', () => {
  const patient: Partial<HttpStep> = { retry: { attempts: 10 } };

  it.each([1, 2])('[P9] come to the same list, whatever it dies at (seed %i)', async (seed) => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(byCursor, byOffset),
        fc.nat(23),
        fc.integer({ min: 1, max: 7 }),
        fc.array(fc.nat(2), { minLength: 1, maxLength: 4 }),
        fc.array(fc.nat(40), { maxLength: 4 }),
        async (pagination, total, size, faults, deaths) => {
          const script = server(total, size, faults);
          let part: StepOptions['seed'] = [];
          for (const death of deaths) {
            const { journal } = await run(pagination, script, { step: patient, seed: part });
            part = journal.slice(0, Math.max(part.length, Math.min(death, journal.length - 1)));
          }
          const { output, attempts } = await run(pagination, script, { step: patient, seed: part });
          expect(output).toEqual(Array.from({ length: total }, (_, index) => index));
          expect(attempts.map(({ number }) => number)).toEqual(attempts.map((_, index) => index + 1));
        },
      ),
      { seed, numRuns: 150 },
    );
  });
});
