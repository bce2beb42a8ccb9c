import type { JsonValue } from '../json.js';
import { isJsonObject } from '../json-operations.js';
import type { ResponseRecord } from '../run/event.js';
import { HIDDEN } from '../secrets/redact-value.js';
import type { Hide } from './parse-json-body.js';

/** Most of a body that is kept in an event, in characters of its text. */
export const MAX_RECORDED = 65_536;
/** Headers whose values give access: they are sent and never recorded. */
const CREDENTIAL_HEADERS = new Set([
  'authorization',
  'cookie',
  'proxy-authorization',
  'set-cookie',
  'x-amz-security-token',
  'x-api-key',
  'api-key',
]);

/** An answer with its secrets redacted, its text aside. */
export interface ReadAnswer {
  status: number;
  headers: Readonly<Record<string, string>>;
  /** What it was read as; absent where it could not be read. */
  body?: JsonValue | undefined;
  /** Decoded, in bytes. */
  size: number;
  /** The body as it came, secrets and all, for one that is cut or could not be read. */
  text(): string;
  hide: Hide;
}

export function recordResponse({
  status,
  headers,
  body,
  size,
  text: read,
  hide,
}: ReadAnswer): ResponseRecord {
  const record: ResponseRecord = { status, headers: hideCredentials(headers), size };
  if (size === 0) return record;
  if (body !== undefined && size <= MAX_RECORDED) return { ...record, body };
  if (isEncoded(body)) return { ...record, truncated: true };
  const text = read();
  const shown = { ...record, body: hide(text, MAX_RECORDED) };
  return text.length <= MAX_RECORDED ? shown : { ...shown, truncated: true };
}

function isEncoded(body: JsonValue | undefined): boolean {
  return isJsonObject(body) && Object.hasOwn(body, 'base64');
}

/** The headers with those hidden that give access: the same object where there are none. */
export function hideCredentials(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  let shown: Record<string, string> | undefined;
  for (const name of Object.keys(headers)) {
    if (!CREDENTIAL_HEADERS.has(name.toLowerCase())) continue;
    shown ??= { ...headers };
    shown[name] = HIDDEN;
  }
  return shown ?? headers;
}
