import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExpressionError, type HttpRequestTemplate, type JsonValue } from '#engine';
import { compileRequest } from '../../../src/engine/http/build-request.js';
import { recordRequest } from '../../../src/engine/http/record-request.js';
import { createRedactor } from '../../../src/engine/secrets/redactor.js';
import { errorOf } from '../../support/expressions.js';

const build = (request: Partial<HttpRequestTemplate> & { url: string }, input: JsonValue = null) =>
  compileRequest({ method: 'GET', ...request }, 'request').build({ input }, undefined, undefined);
const urlOf = (request: Partial<HttpRequestTemplate> & { url: string }, input: JsonValue = null) =>
  build(request, input).request.url;

/** The text as UTF-8 can carry it. */
const wellFormed = (text: string) => new TextDecoder().decode(new TextEncoder().encode(text));

describe('URLs', () => {
  it.each<[string, JsonValue, string]>([
    ['http://a.test/u/{{input}}', 'a/b?c#d', 'http://a.test/u/a%2Fb%3Fc%23d'],
    ['http://a.test/u/{{input}}/x', '@evil.test', 'http://a.test/u/%40evil.test/x'],
    ['http://a.test/?q={{input}}', 'a&b=c#d e', 'http://a.test/?q=a%26b%3Dc%23d%20e'],
    ['http://a.test/u/v{{input}}.json', 2, 'http://a.test/u/v2.json'],
    ['http://a.test/u/{{input}}', '\ud800x', 'http://a.test/u/%EF%BF%BDx'],
    ['http://a.test/u#{{input}}', 'a b', 'http://a.test/u#a%20b'],
  ])('[Q1] %s with %j', (url, input, expected) => {
    expect(urlOf({ url }, input)).toBe(expected);
  });

  it.each([0, 1, 2])('[Q1] no value changes host, number of segments or parameters (seed %i)', (seed) => {
    const value = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('../..', '//evil', '%2e%2e', '\r\n', '?x=1', '#', '\\'),
    );
    fc.assert(
      fc.property(value, value, value, (one, two, three) => {
        let url: URL;
        try {
          url = new URL(
            urlOf(
              {
                url: 'http://a.test/x/:id/{{input.two}}?q={{input.three}}',
                path: { id: '{{input.one}}' },
                query: { r: '{{input.one}}' },
              },
              { one, two, three },
            ),
          );
        } catch (error) {
          expect(error).toBeInstanceOf(ExpressionError);
          return;
        }
        expect(url.host).toBe('a.test');
        expect(url.pathname.split('/')).toHaveLength(4);
        expect([...url.searchParams.keys()]).toEqual(['q', 'r']);
        expect(decodeURIComponent(url.pathname.split('/')[2] ?? '')).toBe(wellFormed(one));
        expect(url.searchParams.get('q')).toBe(wellFormed(three));
      }),
      { seed, numRuns: 1_000 },
    );
  });

  it.each(['', '.', '..'])('[Q2] a path value of %j', (input) => {
    const viaPath = errorOf(() => urlOf({ url: 'http://a.test/u/:id', path: { id: '{{input}}' } }, input));
    expect(viaPath).toMatchObject({ code: 'unsafe_url', place: 'request.path.id' });
    expect(errorOf(() => urlOf({ url: 'http://a.test/{{input}}/x' }, input))).toMatchObject({
      code: 'unsafe_url',
      place: 'request.url',
    });
  });

  it('[Q2] dots that only together make a segment', () => {
    expect(errorOf(() => urlOf({ url: 'http://a.test/.{{input}}/x' }, '.')).code).toBe('unsafe_url');
    expect(urlOf({ url: 'http://a.test/v{{input}}/x' }, '..')).toBe('http://a.test/v../x');
  });

  it.each<JsonValue>([null, [1], { a: 1 }])('[Q2] %j is no path value', (input) => {
    expect(
      errorOf(() => urlOf({ url: 'http://a.test/u/:id', path: { id: '{{input}}' } }, input)),
    ).toMatchObject({
      code: 'type',
      place: 'request.path.id',
    });
  });

  it('[Q3] a URL from a value is taken as it is where it can be called', () => {
    expect(urlOf({ url: '{{input}}', query: { a: 1 } }, 'https://a.test/x?y=1')).toBe(
      'https://a.test/x?y=1&a=1',
    );
  });

  it.each<JsonValue>([
    'file:///etc/passwd',
    'https://u:p@a.test/',
    'http://a.test\\@b',
    'a.test',
    '',
    12,
    'http://a b/',
    'http://a.test/\n',
  ])('[Q3] %j is refused', (input) => {
    expect(errorOf(() => urlOf({ url: '{{input}}' }, input))).toMatchObject({ place: 'request.url' });
  });

  it.each<[NonNullable<HttpRequestTemplate['queryArrays']> | undefined, string]>([
    [undefined, 'a=1&a=x%20y&b=true&d=%7B%22k%22%3A1%7D'],
    ['repeat', 'a=1&a=x%20y&b=true&d=%7B%22k%22%3A1%7D'],
    ['brackets', 'a%5B%5D=1&a%5B%5D=x%20y&b=true&d=%7B%22k%22%3A1%7D'],
    ['indices', 'a%5B0%5D=1&a%5B1%5D=x%20y&b=true&d=%7B%22k%22%3A1%7D'],
    ['comma', 'a=1%2Cx%20y&b=true&d=%7B%22k%22%3A1%7D'],
  ])('[Q4] lists written as %s', (queryArrays, query) => {
    const request = {
      url: 'http://a.test/?z=0#top',
      query: { a: '{{input.list}}', b: true, c: null, d: { k: 1 }, e: [] },
    };
    const url = urlOf(queryArrays ? { ...request, queryArrays } : request, { list: [1, 'x y'] });
    expect(url).toBe(`http://a.test/?z=0&${query}#top`);
  });
});

describe('headers', () => {
  it('[Q5] have lower-case names and text values; null leaves one out', () => {
    const { request } = build(
      { url: 'http://a.test/', headers: { 'X-A': '{{input}}', 'X-B': null, 'X-C': ' é ' } },
      7,
    );
    expect(request.headers).toEqual({ 'x-a': '7', 'x-c': 'é' });
  });

  it.each(['a\r\nb: c', 'a\nb', 'a\0b', '日本'])('[Q5] the value %j', (input) => {
    expect(
      errorOf(() => build({ url: 'http://a.test/', headers: { 'X-A': '{{input}}' } }, input)),
    ).toMatchObject({
      code: 'unsafe_header',
      place: "request.headers['X-A']",
    });
  });

  it.each([
    'Host',
    'content-length',
    'Transfer-Encoding',
    'Connection',
    'Expect',
    'X-Forwarded-For',
    'a b',
    'a:b',
    'a\nb',
    '',
  ])('[Q5] the name %j', (name) => {
    expect(errorOf(() => build({ url: 'http://a.test/', headers: { [name]: 'x' } })).code).toBe(
      'unsafe_header',
    );
  });

  it('[Q5] are 32 KiB at most together', () => {
    expect(
      errorOf(() =>
        build({ url: 'http://a.test/', headers: { a: 'x'.repeat(20_000), b: 'x'.repeat(20_000) } }),
      ).code,
    ).toBe('limit');
  });
});

describe('bodies', () => {
  it('[Q6] JSON is a tree: a value stays inside its field', () => {
    const value = { name: 'Hi {{input.name}}', user: '{{input}}' };
    const { request, body } = build(
      { url: 'http://a.test/', method: 'POST', body: { type: 'json', value } },
      { name: '", "admin": true' },
    );
    expect(JSON.parse(String(request.body))).toEqual({
      name: 'Hi ", "admin": true',
      user: { name: '", "admin": true' },
    });
    expect(request.headers).toEqual({ 'content-type': 'application/json' });
    expect(body).toEqual(JSON.parse(String(request.body)));
  });

  it('[Q7] forms, texts, and a content type by hand', () => {
    const form = build(
      {
        url: 'http://a.test/',
        body: { type: 'form', fields: { 'a b': "x y&z'", list: ['{{input}}', 2], none: null } },
      },
      1,
    );
    expect(form.request.body).toBe('a+b=x+y%26z%27&list=1&list=2');
    expect(form.request.headers['content-type']).toBe('application/x-www-form-urlencoded');
    const text = build(
      {
        url: 'http://a.test/',
        headers: { 'Content-Type': 'text/csv' },
        body: { type: 'text', text: 'a,{{input}}', contentType: 'x/y' },
      },
      1,
    );
    expect(text.request).toMatchObject({ body: 'a,1', headers: { 'content-type': 'text/csv' } });
    expect(build({ url: 'http://a.test/', body: { type: 'none' } }).request.body).toBeUndefined();
  });

  it('[Q11] a record is cut and shows no credentials', () => {
    const built = build({
      url: 'http://a.test/',
      headers: { Authorization: 'Bearer secret', 'X-Amz-Security-Token': 'of a session' },
      body: { type: 'json', value: 'x'.repeat(70_000) },
    });
    const record = recordRequest(built, createRedactor());
    expect(record).toMatchObject({ truncated: true, headers: { authorization: '••••' } });
    expect(record.headers['x-amz-security-token']).toBe('••••');
    expect(String(record.body)).toHaveLength(65_536);
    expect(built.request.headers.authorization).toBe('Bearer secret');
  });
});
