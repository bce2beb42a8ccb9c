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
  defineFunction('text | base64 → text', {
    doc: 'The text in base64.',
    example: { template: '{{"user:pass" | base64}}', result: 'dXNlcjpwYXNz' },
    call: (text, _arguments, budget) => {
      const bytes = encodeUtf8(text);
      spendLength(budget, (bytes.length * 4) / 3);
      return toBase64(bytes);
    },
  }),
  defineFunction('text | base64_decode → text', {
    doc: 'The text that base64, or base64url, stands for.',
    example: { template: '{{"dXNlcjpwYXNz" | base64_decode}}', result: 'user:pass' },
    call: (text, _arguments, budget) => {
      const bytes = fromBase64(text);
      if (!bytes) throw unfit('base64_decode', 'needs base64', text);
      spendLength(budget, bytes.length);
      return decodePercent(toHex(bytes, '%'), 'base64_decode', 'needs base64 of UTF-8 text', text);
    },
  }),
  defineFunction('text | hex → text', {
    doc: "The text's bytes as hexadecimal digits.",
    example: { template: '{{"é!" | hex}}', result: 'c3a921' },
    call: (text, _arguments, budget) => {
      const bytes = encodeUtf8(text);
      spendLength(budget, bytes.length * 2);
      return toHex(bytes);
    },
  }),
  defineFunction('text | url_encode → text', {
    doc: 'The text percent-encoded for a URL inside other text; the parts of a URL are encoded without it.',
    example: { template: '{{"a/b & c" | url_encode}}', result: 'a%2Fb%20%26%20c' },
    call: (text, _arguments, budget) => text.replace(RUN, (run) => counted(percentEncodeAll(run), budget)),
  }),
  defineFunction('text | url_decode → text', {
    doc: 'The text that a percent-encoded one stands for; + stays +.',
    example: { template: '{{"a%2Fb%20c" | url_decode}}', result: 'a/b c' },
    call: (text) =>
      decodePercent(text, 'url_decode', 'needs text whose every % begins an escape of UTF-8', text),
  }),
  defineFunction('text | html_escape → text', {
    doc: 'The text with &, <, >, " and \' as HTML writes them, for an element or an attribute in quotes.',
    example: { template: '{{"a < b" | html_escape}}', result: 'a &lt; b' },
    call: (text, _arguments, budget) =>
      text.replace(/[&<>"']/g, (char) => counted(ENTITIES[char] ?? char, budget)),
  }),
  defineFunction('text | sha256(encoding?: text) → text', {
    doc: 'The SHA-256 digest of the text, in "hex" (when left out) or "base64".',
    example: {
      template: '{{"abc" | sha256}}',
      result: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    },
    call: (text, [encoding]) => written(sha256(encodeUtf8(text)), 'sha256', encoding),
  }),
  defineFunction('text | hmac_sha256(key: text, encoding?: text) → text', {
    doc: 'The HMAC of the text with SHA-256, in "hex" or "base64". The key is data of the flow: a credential is no value, so it can\'t be the key.',
    example: {
      template: '{{"what do ya want for nothing?" | hmac_sha256("Jefe")}}',
      result: '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    },
    call: (text, [key, encoding]) =>
      written(hmacSha256(encodeUtf8(key), encodeUtf8(text)), 'hmac_sha256', encoding),
  }),
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
