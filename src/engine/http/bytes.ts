import { ExpressionError } from '../expressions/expression-error.js';
import { describeValue } from '../expressions/functions/define-function.js';
import type { Secrets } from '../expressions/placeholder.js';
import type { JsonValue } from '../json.js';
import { isJsonObject, ownProperty } from '../json-operations.js';
import { fromBase64, toBase64 } from '../text/base64.js';

/** Bytes, and of which type they are where that is known. */
export interface TypedBytes {
  bytes: Uint8Array;
  contentType?: string | undefined;
}

/** Most bytes that a record has as base64. */
const MAX_RECORDED = 48_000;

/**
 * For values that are decoded before they are sent: the bytes of a credential are no form of it that could be recognised
 * and hidden, should the server answer with them.
 */
export function refuseSecrets(place: string): Secrets {
  return ({ slot }) => {
    throw new ExpressionError(
      'secret_outside_request',
      `The credential '${slot}' can't stand in base64, which is decoded before it is sent. Send it in a text.`,
      { place },
    );
  };
}

/** The bytes of base64 text, or of the `{ base64, contentType }` that a binary response is. */
export function bytesOf(value: JsonValue, place: string): TypedBytes {
  const text = isJsonObject(value) ? ownProperty(value, 'base64') : value;
  const bytes = typeof text === 'string' ? fromBase64(text) : undefined;
  if (!bytes) {
    const found = typeof text === 'string' ? 'text that is no base64' : describeValue(value);
    throw new ExpressionError(
      'type',
      `${place} must be base64, or the { base64, contentType } of a binary response, but it is ${found}.`,
      { place },
    );
  }
  const type = isJsonObject(value) ? ownProperty(value, 'contentType') : undefined;
  return { bytes, contentType: typeof type === 'string' ? type : undefined };
}

/** Bytes as a record has them: as base64, or where they are many as what they are. */
export function recordBytes(bytes: Uint8Array, contentType: string): JsonValue {
  if (bytes.length <= MAX_RECORDED) return { base64: toBase64(bytes), contentType };
  return `${bytes.length} bytes of ${contentType}`;
}
