import { ExpressionError } from '../../expressions/expression-error.js';
import type { Instant } from '../../run/event.js';
import type { OutgoingRequest } from '../../run/ports.js';
import { toBase64 } from '../../text/base64.js';
import { encodeUtf8 } from '../../text/utf8.js';
import { unreachable } from '../../unreachable.js';
import { checkHeaderValue } from '../check-header.js';
import { addApiKey } from './add-api-key.js';
import type { BasicAuth, ResolvedAuth } from './auth.js';
import { authPlace, requireText, withHeader } from './credential-header.js';
import { signAws } from './sign-aws.js';
import { signHmac } from './sign-hmac.js';

export interface AuthOptions {
  /** When the request is signed: each attempt is signed anew. */
  now: Instant;
}

/**
 * The request with its credential, which must be the last thing that changes it: a signature covers URL, headers and
 * body. A value that can't stand where it goes, and a header, parameter or cookie that the request already has under
 * the credential's name, are an `ExpressionError` (`unsafe_header`, `unsafe_url`; `missing` for what is empty), thrown
 * at once or as a rejection. The libraries that sign are loaded on first use.
 */
export function applyAuth(
  request: OutgoingRequest,
  auth: ResolvedAuth,
  { now }: AuthOptions,
): OutgoingRequest | Promise<OutgoingRequest> {
  switch (auth.type) {
    case 'bearer': {
      const token = requireText(auth.token.trim(), 'token');
      checkHeaderValue(token, authPlace('token'));
      return withHeader(request, 'authorization', `Bearer ${token}`);
    }
    case 'basic':
      return withHeader(request, 'authorization', `Basic ${basicPair(auth)}`);
    case 'api_key':
      return addApiKey(request, auth);
    case 'hmac':
      return signHmac(request, auth, { now });
    case 'aws_sigv4':
      return signAws(request, auth, { now });
    default:
      return unreachable(auth);
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: RFC 7617, section 2, forbids them
const CONTROL = /[\u0000-\u001f\u007f]/;

function basicPair({ username, password }: BasicAuth): string {
  if (username.includes(':')) {
    throw new ExpressionError(
      'unsafe_header',
      `${authPlace('username')} holds a colon, and what follows it would be read as the password. Take it out.`,
      { place: authPlace('username') },
    );
  }
  for (const [field, text] of Object.entries({ username, password })) {
    if (!CONTROL.test(text)) continue;
    throw new ExpressionError(
      'unsafe_header',
      `${authPlace(field)} holds a line break or another invisible character. Take it out.`,
      { place: authPlace(field) },
    );
  }
  return toBase64(encodeUtf8(`${username}:${password}`));
}
