import { describe, expect, it } from 'vitest';
import type { JsonValue, Pagination } from '#engine';
import { noPages, takePage } from '../../../src/engine/http/pagination/take-page.js';
import { DEFAULT_LIMITS, type Limits } from '../../../src/engine/run/limits.js';
import { byCursor, byOffset, byPage, byUrl, isLast } from '../../support/pages.js';

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
