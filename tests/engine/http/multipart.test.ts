import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HttpBody, JsonValue } from '#engine';
import { compileRequest } from '../../../src/engine/http/build-request.js';
import { base64, build, escaped, parse, unescaped } from '../../support/bodies.js';
import { errorOf } from '../../support/expressions.js';

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
