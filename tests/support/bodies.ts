import type { HttpBody, JsonValue } from '#engine';
import { compileRequest } from '../../src/engine/http/build-request.js';
import type { RequestChange } from '../../src/engine/http/request-ask.js';

export const build = (body: HttpBody, input: JsonValue = null, change?: RequestChange) =>
  compileRequest({ method: 'POST', url: 'http://a.test/', body }, 'request').build(
    { input },
    undefined,
    change,
  );

/** Reads a body back with the parser of the platform, which shares nothing with what wrote it. */
export async function parse(body: HttpBody, input: JsonValue = null): Promise<FormData> {
  const { request } = build(body, input);
  const content = request.body;
  return new Response(typeof content === 'string' ? content : new Uint8Array(content ?? []), {
    headers: { 'content-type': request.headers['content-type'] ?? '' },
  }).formData();
}

export const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
/** What a name becomes: the three characters that could end it are escaped, which no reader has to undo. */
export const escaped = (name: string) =>
  name.replace(/"/g, '%22').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
export const unescaped = (name: string) =>
  escaped(name).replaceAll('%22', '"').replaceAll('%0D', '\r').replaceAll('%0A', '\n');
