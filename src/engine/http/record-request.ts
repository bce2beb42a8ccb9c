import { stringify } from '../expressions/functions/text-of.js';
import type { RequestRecord } from '../run/event.js';
import { HIDDEN } from '../secrets/redact-value.js';
import type { Redactor } from '../secrets/redactor.js';
import type { ResolvedAuth } from './auth/auth.js';
import type { BuiltRequest } from './build-request.js';
import { hideQueryParameter } from './change-query.js';
import { hideCredentials, MAX_RECORDED } from './records.js';

/** A request as it was sent, without what gives access: secrets wherever they stand, and the key of `auth`, secret or not. */
export function recordRequest(
  { request, body }: BuiltRequest,
  redactor: Redactor,
  auth?: ResolvedAuth,
): RequestRecord {
  const { method } = request;
  const key = auth?.type === 'api_key' ? auth : undefined;
  const url = redactor.text(key?.in === 'query' ? hideQueryParameter(request.url, key.name) : request.url);
  const record = { method, url, headers: recordHeaders(request.headers, redactor, key) };
  if (body === undefined) return record;
  const text = typeof request.body === 'string' ? request.body : stringify(body);
  if (text.length <= MAX_RECORDED) return { ...record, body: redactor.value(body) };
  return { ...record, body: redactor.text(text, MAX_RECORDED), truncated: true };
}

function recordHeaders(
  sent: Readonly<Record<string, string>>,
  redactor: Redactor,
  key: Extract<ResolvedAuth, { type: 'api_key' }> | undefined,
): Record<string, string> {
  const headers = { ...hideCredentials(sent) };
  if (key?.in === 'header') headers[key.name.toLowerCase()] = HIDDEN;
  if (!redactor.isEmpty)
    for (const [name, text] of Object.entries(headers)) headers[name] = redactor.text(text);
  return headers;
}
