import type { JsonObject, JsonValue } from '#engine';
import { isObject, memberOf } from '../read-json-source.js';

/** A chain of references that is longer leads nowhere. */
const MAX_CHAIN = 20;

/** What a value stands for, where it is a reference into its own document; undefined for any other reference. */
function resolveReference(document: JsonObject, value: JsonValue | undefined): JsonValue | undefined {
  let found = value;
  for (let count = 0; count < MAX_CHAIN; count += 1) {
    const reference = memberOf(found, '$ref');
    if (typeof reference !== 'string') return found;
    found = atPointer(document, reference);
  }
  return undefined;
}

/** As `resolveReference`, for what has to be an object. */
export function resolveObject(document: JsonObject, value: JsonValue | undefined): JsonObject | undefined {
  const found = resolveReference(document, value);
  return isObject(found) ? found : undefined;
}

/** RFC 6901, as a fragment. References to other documents are never followed. */
export function atPointer(document: JsonObject, reference: string): JsonValue | undefined {
  if (!reference.startsWith('#/') || reference.length > 1_000) return undefined;
  let value: JsonValue | undefined = document;
  for (const token of reference.slice(2).split('/')) {
    const key = decodeToken(token);
    value = Array.isArray(value) ? value[Number(key)] : memberOf(value, key);
  }
  return value;
}

function decodeToken(token: string): string {
  const plain = token.replace(/%[0-9a-fA-F]{2}/g, (code) =>
    String.fromCharCode(Number.parseInt(code.slice(1), 16)),
  );
  return plain.replaceAll('~1', '/').replaceAll('~0', '~');
}
