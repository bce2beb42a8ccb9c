import type { HttpStep } from '../graph/http-step-schema.js';
import type { JsonValue } from '../json.js';
import type { HttpReply } from '../run/ports.js';
import { toBase64 } from '../text/base64.js';
import { isTextDeeperThan } from '../text/is-text-deeper-than.js';

/** Deepest nesting of JSON in a response. */
const MAX_DEPTH = 64;

export type ReadResponse = { ok: true; body: JsonValue } | { ok: false; reason: string };

/**
 * What a response's body means. `auto` goes by the content type: JSON is parsed, text stays text, anything
 * else becomes `{ base64, contentType }`; an empty body is null.
 */
export function readResponse(
  reply: HttpReply,
  responseType: HttpStep['responseType'] = 'auto',
): ReadResponse {
  const contentType = reply.headers['content-type'] ?? '';
  switch (responseType) {
    case 'json':
      return parseJson(reply);
    case 'text':
      return { ok: true, body: reply.text() };
    case 'base64':
      return { ok: true, body: encoded(reply, contentType) };
    case 'auto':
      if (reply.bytes.length === 0) return { ok: true, body: null };
      if (isJson(contentType)) return parseJson(reply);
      if (isText(contentType)) return { ok: true, body: reply.text() };
      return { ok: true, body: encoded(reply, contentType) };
  }
}

function encoded(reply: HttpReply, contentType: string): JsonValue {
  return { base64: toBase64(reply.bytes), contentType: contentType || 'application/octet-stream' };
}

function isJson(contentType: string): boolean {
  return /^\s*(?:application|text)\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(contentType);
}

function isText(contentType: string): boolean {
  return (
    contentType === '' ||
    /^\s*(?:text\/|application\/(?:[\w.+-]+\+)?(?:xml|javascript|x-www-form-urlencoded|x-ndjson|yaml|graphql)\b)/i.test(
      contentType,
    )
  );
}

function parseJson(reply: HttpReply): ReadResponse {
  if (reply.bytes.length === 0) return { ok: true, body: null };
  const text = reply.text();
  if (isTextDeeperThan(text, MAX_DEPTH)) {
    return { ok: false, reason: `JSON that is nested more than ${MAX_DEPTH} deep` };
  }
  try {
    return { ok: true, body: JSON.parse(text) };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const start = text.slice(0, 60).replace(/\s+/g, ' ');
    return { ok: false, reason: `JSON that can't be read (it begins with ${JSON.stringify(start)})` };
  }
}
