import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HttpBody, JsonValue } from '#engine';
import { compileBody } from '../../../src/engine/http/build-body.js';
import { compileRequest } from '../../../src/engine/http/build-request.js';
import { recordRequest } from '../../../src/engine/http/record-request.js';
import type { RequestChange } from '../../../src/engine/http/request-ask.js';
import { createRedactor } from '../../../src/engine/secrets/redactor.js';
import { errorOf } from '../../support/expressions.js';

const build = (body: HttpBody, input: JsonValue = null, change?: RequestChange) =>
  compileRequest({ method: 'POST', url: 'http://a.test/', body }, 'request').build(
    { input },
    undefined,
    change,
  );

/** Reads a body back with the parser of the platform, which shares nothing with what wrote it. */
async function parse(body: HttpBody, input: JsonValue = null): Promise<FormData> {
  const { request } = build(body, input);
  const content = request.body;
  return new Response(typeof content === 'string' ? content : new Uint8Array(content ?? []), {
    headers: { 'content-type': request.headers['content-type'] ?? '' },
  }).formData();
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
/** What a name becomes: the three characters that could end it are escaped, which no reader has to undo. */
const escaped = (name: string) => name.replace(/"/g, '%22').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
const unescaped = (name: string) =>
  escaped(name).replaceAll('%22', '"').replaceAll('%0D', '\r').replaceAll('%0A', '\n');

describe('a multipart body', () => {
  it('[Q18] has fields and then files, in the order given', async () => {
    const form = await parse(
      {
        type: 'multipart',
        fields: { title: 'Hi {{input.name}}', tags: ['a', 2, null], none: null, tree: { a: 1 } },
        files: {
          report: { content: '{{input.text}}', filename: '{{input.name}}.csv', contentType: 'text/csv' },
          photo: { content: { base64: 'AP8Q', contentType: 'image/png' } },
          absent: { content: '{{input.nothing}}' },
        },
      },
      { name: 'Ada', text: 'a,b\r\n', nothing: null },
    );
    expect([...form.keys()]).toEqual(['title', 'tags', 'tags', 'tree', 'report', 'photo']);
    expect(form.getAll('title')).toEqual(['Hi Ada']);
    expect(form.getAll('tags')).toEqual(['a', '2']);
    expect(form.get('tree')).toBe('{"a":1}');
    const report = form.get('report') as File;
    expect([report.name, report.type, await report.text()]).toEqual(['Ada.csv', 'text/csv', 'a,b\r\n']);
    const photo = form.get('photo') as File;
    expect([photo.name, photo.type]).toEqual(['photo', 'image/png']);
    expect([...new Uint8Array(await photo.arrayBuffer())]).toEqual([0, 255, 16]);
  });

  it.each([0, 1, 2])('[Q18] carries any names and contents (seed %i)', async (seed) => {
    // `%22` and the like stand for themselves and for what they escape: no reader can tell.
    const name = fc
      .string({ unit: 'grapheme', minLength: 1 })
      .filter((text) => unescaped(escaped(text)) === text);
    const text = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('--patchbay-0000000000000000--', '\r\n--patchbay-0000000000000000\r\n', '\r\n', '--'),
    );
    const file = fc.oneof(
      text.map((content) => ({ content, bytes: Buffer.from(content) })),
      fc
        .oneof(
          fc.uint8Array(),
          text.map((content) => new Uint8Array(Buffer.from(content))),
        )
        .map((bytes) => ({ content: { base64: base64(bytes) }, bytes: Buffer.from(bytes) })),
    );
    await fc.assert(
      fc.asyncProperty(name, text, name, file, async (field, value, filename, { content, bytes }) => {
        const input = { value, filename, content };
        const form = await parse(
          {
            type: 'multipart',
            fields: { [field]: '{{input.value}}' },
            files: { file: { content: '{{input.content}}', filename: '{{input.filename}}' } },
          },
          input,
        );
        expect([...form.keys()]).toEqual([field, 'file']);
        expect(form.get(field)).toBe(value);
        const read = form.get('file') as File;
        expect(read.name).toBe(filename);
        expect(Buffer.from(await read.arrayBuffer())).toEqual(bytes);
      }),
      { seed, numRuns: 200 },
    );
  });

  it('[Q18] is written the same each time, and its boundary stands in no part', () => {
    const boundary = (number: number) => `patchbay-${String(number).padStart(16, '0')}`;
    const taken = [0, 1, 3].map(boundary).join(' ');
    const inText = build({ type: 'multipart', fields: { a: taken } }).request;
    const inBytes = build({
      type: 'multipart',
      fields: { a: boundary(2) },
      files: { b: { content: { base64: base64(Buffer.from(`pat${taken}patch`)) } } },
    }).request;
    expect(inText.headers['content-type']).toBe(`multipart/form-data; boundary=${boundary(2)}`);
    expect(inBytes.headers['content-type']).toBe(`multipart/form-data; boundary=${boundary(4)}`);
    expect(build({ type: 'multipart', fields: { a: taken } }).request).toEqual(inText);
  });

  it('[Q18] is text where all its files are, and bytes where one is not', () => {
    const text = build({ type: 'multipart', fields: { a: 'ä' }, files: { b: { content: 'c' } } });
    expect(text.request.body).toBeTypeOf('string');
    const bytes = build({
      type: 'multipart',
      fields: { a: 'ä' },
      files: { b: { content: { base64: 'AA==' } } },
    });
    expect(bytes.request.body).toBeInstanceOf(Uint8Array);
  });

  it('[Q18] lets no name and no type begin another line', async () => {
    const evil = 'x"\r\nX-Evil: 1\r\n\r\nbody';
    const { request } = build(
      { type: 'multipart', files: { f: { content: 'c', filename: '{{input}}' } }, fields: { [evil]: 'v' } },
      evil,
    );
    expect(String(request.body)).not.toMatch(/^X-Evil/m);
    const type = { content: 'c', contentType: '{{input}}' };
    expect(
      errorOf(() => build({ type: 'multipart', files: { f: type } }, 'text/plain\r\nX-Evil: 1')),
    ).toMatchObject({ code: 'unsafe_header', place: 'request.body.files.f.contentType' });
    const binary = { content: '{{input}}' };
    const content = { base64: 'AA==', contentType: 'a\nb' };
    expect(errorOf(() => build({ type: 'multipart', files: { f: binary } }, content)).code).toBe(
      'unsafe_header',
    );
  });

  it('[Q18] keeps its own content type, which alone has the boundary', () => {
    const template = {
      method: 'POST' as const,
      url: 'http://a.test/',
      headers: { 'Content-Type': 'multipart/form-data' },
      body: { type: 'multipart' as const, fields: { a: 1 } },
    };
    const { request } = compileRequest(template, 'request').build({}, undefined, undefined);
    expect(request.headers['content-type']).toMatch(/; boundary=/);
  });

  it('[Q18] refuses a file that is neither text nor base64', () => {
    const file = (content: JsonValue): HttpBody => ({ type: 'multipart', files: { f: { content } } });
    for (const content of [[1], { base64: 1 }, { a: 1 }, { base64: 'x' }] as JsonValue[]) {
      expect(errorOf(() => build(file(content)))).toMatchObject({
        code: 'type',
        place: 'request.body.files.f.content',
      });
    }
  });
});

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
