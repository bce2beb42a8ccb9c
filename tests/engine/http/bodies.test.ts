import { describe, expect, it } from 'vitest';
import type { HttpBody, JsonValue } from '#engine';
import { compileBody } from '../../../src/engine/http/build-body.js';
import { compileRequest } from '../../../src/engine/http/build-request.js';
import { recordRequest } from '../../../src/engine/http/record-request.js';
import { createRedactor } from '../../../src/engine/secrets/redactor.js';
import { build } from '../../support/bodies.js';
import { errorOf } from '../../support/expressions.js';

describe('a GraphQL body', () => {
  const query = 'query Q($id: ID!) { user(id: $id, where: {a: {b: 1}}) { name } }';

  it('[Q19] is the query as it is written, its variables and the name of the operation', () => {
    const { request, body } = build(
      { type: 'graphql', query, variables: { id: '{{input.id}}' }, operationName: 'Q' },
      { id: 7 },
    );
    expect(JSON.parse(String(request.body))).toEqual({ query, variables: { id: 7 }, operationName: 'Q' });
    expect(request.headers['content-type']).toBe('application/json');
    expect(body).toEqual({ query, variables: { id: 7 }, operationName: 'Q' });
    expect(JSON.parse(String(build({ type: 'graphql', query }).request.body))).toEqual({ query });
  });

  it('[Q19] with an expression in the query is refused, with the way to write it', () => {
    const refused = errorOf(() => build({ type: 'graphql', query: '{ user(id: {{input.id}}) { name } }' }));
    expect(refused).toMatchObject({ code: 'syntax', place: 'request.body.query' });
    expect(refused.message).toMatch(/variable/);
  });
});

describe('a body of bytes', () => {
  it.each<[string, JsonValue]>([
    ['base64', '-_8='],
    ['base64 in lines', '-_\r\n8'],
    ['a binary response', { base64: '+/8=', contentType: 'image/png' }],
  ])('[Q20] is decoded from %s', (_name, input) => {
    const { request, body } = build({ type: 'base64', content: '{{input}}' }, input);
    expect([...(request.body as Uint8Array)]).toEqual([251, 255]);
    const type = typeof input === 'string' ? 'application/octet-stream' : 'image/png';
    expect(request.headers['content-type']).toBe(type);
    expect(body).toEqual({ base64: '+/8=', contentType: type });
  });

  it('[Q20] has the type that the body names', () => {
    const { request } = build(
      { type: 'base64', content: '{{input}}', contentType: 'image/webp' },
      { base64: 'AA==', contentType: 'image/png' },
    );
    expect(request.headers['content-type']).toBe('image/webp');
  });

  it.each<JsonValue>(['ü', 'abcde', 7, null, [], { base64: true }, { text: 'AA==' }])(
    '[Q20] %j is none',
    (input) => {
      expect(errorOf(() => build({ type: 'base64', content: '{{input}}' }, input))).toMatchObject({
        code: 'type',
        place: 'request.body.content',
      });
    },
  );

  it('[Q20] a type with a line break is refused', () => {
    const content = { base64: 'AA==', contentType: 'image/png\r\nX-Evil: 1' };
    expect(errorOf(() => build({ type: 'base64', content: '{{input}}' }, content)).code).toBe(
      'unsafe_header',
    );
  });
});

describe('any body', () => {
  const large = 'x'.repeat(2_000_000);
  const list = Array.from({ length: 11 }, () => large);

  it.each<[string, HttpBody]>([
    ['JSON', { type: 'json', value: list }],
    ['a form', { type: 'form', fields: { a: list } }],
    ['fields', { type: 'multipart', fields: { a: list } }],
    ['bytes', { type: 'base64', content: 'AAAA'.repeat(7_000_000) }],
    ['text', { type: 'text', text: list.join('') }],
  ])('[Q21] is 20 MB at most: %s', (_name, body) => {
    // Templates are 64 KiB at most, and these stand for what expressions make.
    const built = () => compileBody(body, 'request')({ input: null });
    expect(errorOf(built).code).toBe('limit');
  });

  it('[Q22] is recorded as a tree or text, and bytes as base64 or as how many there are', () => {
    const recorded = (body: HttpBody, input: JsonValue = null) =>
      recordRequest(build(body, input), createRedactor()).body;
    expect(recorded({ type: 'base64', content: 'AA==' })).toEqual({
      base64: 'AA==',
      contentType: 'application/octet-stream',
    });
    expect(recorded({ type: 'base64', content: '{{input}}' }, 'AAAA'.repeat(20_000))).toBe(
      '60000 bytes of application/octet-stream',
    );
    expect(
      recorded({
        type: 'multipart',
        fields: { a: 1 },
        files: { t: { content: 'text' }, b: { content: { base64: 'AAAA' } } },
      }),
    ).toEqual([
      { name: 'a', content: '1' },
      { name: 't', filename: 't', contentType: 'text/plain; charset=utf-8', content: 'text' },
      { name: 'b', filename: 'b', contentType: 'application/octet-stream', bytes: 3 },
    ]);
  });
});

describe('a page', () => {
  it('[Q23] sets a value at a place of a JSON or GraphQL body', () => {
    const json = build({ type: 'json', value: { a: { b: 1 }, c: 2 } }, null, { body: ['a.d[0]', 'x'] });
    expect(json.body).toEqual({ a: { b: 1, d: ['x'] }, c: 2 });
    const graphql = build({ type: 'graphql', query: '{ a }', variables: { n: 5 } }, null, {
      body: ['variables.after', 'c'],
    });
    expect(graphql.body).toEqual({ query: '{ a }', variables: { n: 5, after: 'c' } });
  });

  it('[Q23] sets a field of a form in its place, whatever it is called', () => {
    const { request } = build({ type: 'form', fields: { 'a.b': [1, 2], c: 3 } }, null, { body: ['a.b', 9] });
    expect(request.body).toBe('a.b=9&c=3');
  });

  it.each(['', 'a b', '[', 'a[100000]'])('[Q23] %j is no place', (place) => {
    expect(errorOf(() => build({ type: 'json', value: {} }, null, { body: [place, 1] })).code).toBe('syntax');
  });

  it.each<HttpBody>([
    { type: 'none' },
    { type: 'text', text: 'a' },
    { type: 'multipart' },
    { type: 'base64', content: 'AA==' },
  ])('[Q23] says that it can set nothing in %j', (body) => {
    expect(errorOf(() => build(body, null, { body: ['a', 1] }))).toMatchObject({
      code: 'type',
      place: 'request.body',
    });
  });

  it('[Q23] replaces a parameter of the query, however it is written, and adds one that is not there', () => {
    const template = {
      method: 'GET' as const,
      url: 'http://a.test/x?a=1&%70age=2&page=3#top',
      query: { b: 4 },
    };
    const urlWith = (query: readonly [string, string]) =>
      compileRequest(template, 'request').build({}, undefined, { query }).request.url;
    expect(urlWith(['page', 'c&d'])).toBe('http://a.test/x?a=1&page=c%26d&b=4#top');
    expect(urlWith(['new', ''])).toBe('http://a.test/x?a=1&%70age=2&page=3&b=4&new=#top');
  });

  it('[Q23] sets a header that a request can carry', () => {
    const template = { method: 'GET' as const, url: 'http://a.test/', headers: { 'X-Page': '1' } };
    const headersWith = (header: readonly [string, string]) =>
      compileRequest(template, 'request').build({}, undefined, { header }).request.headers;
    expect(headersWith(['X-PAGE', '2'])).toEqual({ 'x-page': '2' });
    expect(errorOf(() => headersWith(['X-Page', 'a\nb'])).code).toBe('unsafe_header');
    expect(errorOf(() => headersWith(['Host', 'b'])).code).toBe('unsafe_header');
  });
});
