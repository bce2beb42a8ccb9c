import type { HttpStep } from '../graph/http-step-schema.js';
import type { JsonValue } from '../json.js';
import type { HttpReply } from '../run/ports.js';
import { toBase64 } from '../text/base64.js';
import { type Hide, parseJsonBody, parseJsonLines, type ReadBody } from './parse-json-body.js';

/** Statuses whose answers have no content (RFC 9110, sections 15.3.5, 15.3.6 and 15.4.5). */
const EMPTY_STATUSES: readonly number[] = [204, 205, 304];

const JSON_TYPE = /^\s*(?:application|text)\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i;
const JSON_LINES_TYPE = /^\s*application\/(?:(?:x-)?(?:ndjson|jsonl|jsonlines)|json-seq)\s*(?:;|$)/i;
const TEXT_TYPE =
  /^\s*(?:text\/|application\/(?:[\w.+-]+\+)?(?:xml|javascript|x-www-form-urlencoded|yaml|graphql)\b)/i;

/**
 * What a response's body means. `auto` goes by the content type: JSON is parsed, lines of JSON are a list, text stays
 * text, anything else becomes `{ base64, contentType }`; an empty body is null. `hide` masks what is quoted of a body
 * that can't be read.
 */
export function readResponse(
  reply: HttpReply,
  {
    responseType = 'auto',
    method,
    hide,
  }: { responseType: HttpStep['responseType']; method: string; hide: Hide },
): ReadBody {
  if (method === 'HEAD' || EMPTY_STATUSES.includes(reply.status)) return { ok: true, body: null };
  const contentType = reply.headers['content-type'] ?? '';
  switch (responseType) {
    case 'json':
      return parseJson(reply, hide);
    case 'jsonl':
      return parseJsonLines(reply.text(), hide);
    case 'text':
      return { ok: true, body: reply.text() };
    case 'base64':
      return { ok: true, body: encoded(reply, contentType) };
    case 'auto':
      if (reply.bytes.length === 0) return { ok: true, body: null };
      if (JSON_TYPE.test(contentType)) return parseJson(reply, hide);
      if (JSON_LINES_TYPE.test(contentType)) return parseJsonLines(reply.text(), hide);
      if (contentType === '' || TEXT_TYPE.test(contentType)) return { ok: true, body: reply.text() };
      return { ok: true, body: encoded(reply, contentType) };
  }
}

function parseJson(reply: HttpReply, hide: Hide): ReadBody {
  return reply.bytes.length === 0 ? { ok: true, body: null } : parseJsonBody(reply.text(), hide);
}

function encoded(reply: HttpReply, contentType: string): JsonValue {
  return { base64: toBase64(reply.bytes), contentType: contentType || 'application/octet-stream' };
}
