import type { JsonValue } from '../json.js';
import { isJsonObject } from '../json-operations.js';
import type { ResponseRecord } from '../run/event.js';
import type { HttpReply } from '../run/ports.js';

/** Most of a body that is kept in an event, in characters of its text. */
export const MAX_RECORDED = 65_536;
export const HIDDEN = '••••';
/** Headers whose values give access: they are sent and never recorded. */
const CREDENTIAL_HEADERS = new Set([
  'authorization',
  'cookie',
  'proxy-authorization',
  'set-cookie',
  'x-api-key',
  'api-key',
]);

/** `body` is what the response was read as; absent where it could not be read. */
export function recordResponse(reply: HttpReply, body: JsonValue | undefined): ResponseRecord {
  const size = reply.bytes.length;
  const record: ResponseRecord = { status: reply.status, headers: hideCredentials(reply.headers), size };
  if (size === 0) return record;
  if (body !== undefined && size <= MAX_RECORDED) return { ...record, body };
  if (isEncoded(body)) return { ...record, truncated: true };
  const text = reply.text();
  if (text.length <= MAX_RECORDED) return { ...record, body: text };
  return { ...record, body: text.slice(0, MAX_RECORDED), truncated: true };
}

function isEncoded(body: JsonValue | undefined): boolean {
  return isJsonObject(body) && Object.hasOwn(body, 'base64');
}

/** The headers with those hidden that give access. */
export function hideCredentials(headers: Readonly<Record<string, string>>): Record<string, string> {
  const shown: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    shown[name] = CREDENTIAL_HEADERS.has(name.toLowerCase()) ? HIDDEN : value;
  }
  return shown;
}
