import type { JsonValue } from '../../json.js';
import { fromBase64, toBase64 } from '../../text/base64.js';
import { toHex } from '../../text/hex.js';
import { percentEncodeAll } from '../../text/percent-encode.js';
import { hmacSha256, sha256 } from '../../text/sha256.js';
import { encodeUtf8 } from '../../text/utf8.js';
import { spendLength } from '../limits.js';
import { defineFunction, unfit } from './define-function.js';
import { counted } from './text-of.js';

/** Runs that are short enough to be written before they are counted, and end between characters. */
const RUN = /[\s\S]{1,4096}/gu;
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Functions that write text in another alphabet, and digests. Bytes are always those of UTF-8. */
export const encodingFunctions = [
  defineFunction('text | base64 → text', (text, _arguments, budget) => {
    const bytes = encodeUtf8(text);
    spendLength(budget, (bytes.length * 4) / 3);
    return toBase64(bytes);
  }),
  defineFunction('text | base64_decode → text', (text, _arguments, budget) => {
    const bytes = fromBase64(text);
    if (!bytes) throw unfit('base64_decode', 'needs base64', text);
    spendLength(budget, bytes.length);
    return decodePercent(toHex(bytes, '%'), 'base64_decode', 'needs base64 of UTF-8 text', text);
  }),
  defineFunction('text | hex → text', (text, _arguments, budget) => {
    const bytes = encodeUtf8(text);
    spendLength(budget, bytes.length * 2);
    return toHex(bytes);
  }),
  defineFunction('text | url_encode → text', (text, _arguments, budget) =>
    text.replace(RUN, (run) => counted(percentEncodeAll(run), budget)),
  ),
  defineFunction('text | url_decode → text', (text) =>
    decodePercent(text, 'url_decode', 'needs text whose every % begins an escape of UTF-8', text),
  ),
  defineFunction('text | html_escape → text', (text, _arguments, budget) =>
    text.replace(/[&<>"']/g, (char) => counted(ENTITIES[char] ?? char, budget)),
  ),
  defineFunction('text | sha256(encoding?: text) → text', (text, [encoding]) =>
    written(sha256(encodeUtf8(text)), 'sha256', encoding),
  ),
  defineFunction('text | hmac_sha256(key: text, encoding?: text) → text', (text, [key, encoding]) =>
    written(hmacSha256(encodeUtf8(key), encodeUtf8(text)), 'hmac_sha256', encoding),
  ),
];

/** Bytes written as %XX are read by the language's own strict reader of UTF-8. */
function decodePercent(escaped: string, name: string, needs: string, value: JsonValue): string {
  try {
    return decodeURIComponent(escaped);
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    throw unfit(name, needs, value);
  }
}

function written(bytes: Uint8Array, name: string, encoding = 'hex'): string {
  if (encoding === 'hex') return toHex(bytes);
  if (encoding === 'base64') return toBase64(bytes);
  throw unfit(`${name}'s encoding`, 'must be "hex" or "base64"', encoding);
}
