import { ExpressionError } from '../../expressions/expression-error.js';
import { placeWithin } from '../../place.js';
import type { OutgoingRequest } from '../../run/ports.js';
import { toBase64 } from '../../text/base64.js';
import { toHex } from '../../text/hex.js';
import { joinBytes } from '../../text/join-bytes.js';
import { hmacSha256, sha256 } from '../../text/sha256.js';
import { encodeUtf8 } from '../../text/utf8.js';
import { unreachable } from '../../unreachable.js';
import { checkHeaderName, checkHeaderValue } from '../check-header.js';
import type { AuthOptions } from './apply-auth.js';
import type { HmacAuth, SignedPart } from './auth.js';
import { authPlace, headerNamed, requireText, withHeader } from './credential-header.js';
import { sentUrl } from './sent-url.js';

/** The request with its signature, and the time that was signed where a header is named for it. */
export async function signHmac(
  request: OutgoingRequest,
  auth: HmacAuth,
  { now }: AuthOptions,
): Promise<OutgoingRequest> {
  const timestamp = String(Math.floor(now / 1_000));
  const { timestampHeader, header, prefix = '' } = auth;
  let signed = request;
  if (timestampHeader !== undefined) {
    checkHeaderName(timestampHeader, authPlace('timestampHeader'));
    signed = withHeader(signed, timestampHeader, timestamp);
  }
  checkHeaderName(header, authPlace('header'));
  checkHeaderValue(prefix, authPlace('prefix'));
  const mac = await macOf(auth, messageOf(signed, auth, timestamp));
  return withHeader(signed, header, prefix + (auth.encoding === 'hex' ? toHex(mac) : toBase64(mac)));
}

function messageOf(
  request: OutgoingRequest,
  { sign, separator = '' }: HmacAuth,
  timestamp: string,
): Uint8Array {
  const parts = sign.map((part) =>
    part === 'body' ? bodyOf(request) : textOfPart(part, request, timestamp),
  );
  return joinBytes(parts.flatMap((part, index) => (index === 0 ? [part] : [separator, part])));
}

function textOfPart(part: Exclude<SignedPart, 'body'>, request: OutgoingRequest, timestamp: string): string {
  if (typeof part === 'object') return 'text' in part ? part.text : headerOf(request, part.header);
  switch (part) {
    case 'timestamp':
      return timestamp;
    case 'method':
      return request.method;
    case 'url':
    case 'host':
    case 'path':
    case 'query':
      return sentUrl(request.url)[part];
    case 'body_sha256':
      return toHex(sha256(bodyOf(request)));
    default:
      return unreachable(part);
  }
}

function bodyOf({ body = '' }: OutgoingRequest): Uint8Array {
  return typeof body === 'string' ? encodeUtf8(body) : body;
}

function headerOf(request: OutgoingRequest, name: string): string {
  const given = headerNamed(request, name);
  if (given !== undefined) return request.headers[given] ?? '';
  throw new ExpressionError(
    'missing',
    `The signature covers the header '${name}', and the request has none. Add it to the headers.`,
    { place: placeWithin('request.headers', name) },
  );
}

async function macOf({ algorithm, secret }: HmacAuth, message: Uint8Array): Promise<Uint8Array> {
  const key = encodeUtf8(requireText(secret, 'secret'));
  if (algorithm === 'sha256') return hmacSha256(key, message);
  const { hmac, sha1, sha512 } = await import('./rare-digests.js');
  return hmac(algorithm === 'sha1' ? sha1 : sha512, key, message);
}
