import type { JsonObject, JsonValue } from '../json.js';
import type { Redactor } from '../secrets/redactor.js';
import type { Hide } from './parse-json-body.js';

/** A response as conditions, outputs and later steps see it. */
export interface Response extends JsonObject {
  status: number;
  headers: Record<string, string>;
  body: JsonValue;
}

/** The one place where an answer loses the secrets that a server sent back. */
export function redactResponse(redactor: Redactor, response: Response): Response {
  if (redactor.isEmpty) return response;
  const { status, headers, body } = response;
  return {
    status,
    headers: redactor.value(headers) as Record<string, string>, // texts stay texts
    body: redactor.value(body),
  };
}

/** The same for texts that quote an answer. */
export function hideWith(redactor: Redactor): Hide {
  return redactor.isEmpty ? (text, length) => text.slice(0, length) : redactor.text;
}
