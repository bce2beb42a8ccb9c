import { describe, expect, it } from 'vitest';
import type { JsonValue, Pagination } from '#engine';
import { nextPage } from '../../../src/engine/http/pagination/next-page.js';
import { byCursor, byLink, byOffset, byPage, byUrl } from '../../support/pages.js';

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
