import { ExpressionError } from '../../expressions/expression-error.js';
import { placeWithin } from '../../place.js';
import type { OutgoingRequest } from '../../run/ports.js';
import { percentEncode } from '../../text/percent-encode.js';
import { unreachable } from '../../unreachable.js';
import { appendQuery } from '../append-query.js';
import { checkHeaderName, checkHeaderValue } from '../check-header.js';
import type { ApiKeyAuth } from './auth.js';
import { authPlace, headerNamed, requireText, withHeader } from './credential-header.js';

const COOKIE_NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** RFC 6265 and what browsers send beyond it: no white space, no `;` and nothing beyond ASCII. */
const COOKIE_VALUE = /^[!-:<-~]*$/;

/** White space around a key is no part of it: it comes from copying. */
export function addApiKey(request: OutgoingRequest, auth: ApiKeyAuth): OutgoingRequest {
  const name = requireText(auth.name, 'name');
  const value = ((auth.prefix ?? '') + requireText(auth.value.trim(), 'value')).trimStart();
  switch (auth.in) {
    case 'header':
      checkHeaderName(name, authPlace('name'));
      checkHeaderValue(value, authPlace('value'));
      return withHeader(request, name, value);
    case 'query':
      return addParameter(request, name, value);
    case 'cookie':
      return addCookie(request, name, value);
    default:
      return unreachable(auth.in);
  }
}

function addParameter(request: OutgoingRequest, name: string, value: string): OutgoingRequest {
  if (parameterNames(request.url).includes(name.toLowerCase())) {
    throw new ExpressionError(
      'unsafe_url',
      `The URL already has a parameter '${name}', and the credential sets it too. Take it out of the query.`,
      { place: placeWithin('request.query', name) },
    );
  }
  return { ...request, url: appendQuery(request.url, `${percentEncode(name)}=${percentEncode(value)}`) };
}

/** In lower case: there are servers that don't tell upper from lower case in them. */
function parameterNames(url: string): string[] {
  const query = /^[^?#]*\?([^#]*)/.exec(url)?.[1] ?? '';
  return query
    .split('&')
    .map((pair) => decode((pair.split('=', 1)[0] ?? '').replaceAll('+', ' ')).toLowerCase());
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}

function addCookie(request: OutgoingRequest, name: string, value: string): OutgoingRequest {
  if (!COOKIE_NAME.test(name)) {
    throw new ExpressionError(
      'unsafe_header',
      `'${name}' can't be the name of a cookie. Use letters, digits, - and _.`,
      { place: authPlace('name') },
    );
  }
  if (!COOKIE_VALUE.test(value)) {
    throw new ExpressionError(
      'unsafe_header',
      `${authPlace('value')} holds white space, a semicolon or a character that cookies can't carry. Encode the value.`,
      { place: authPlace('value') },
    );
  }
  const header = headerNamed(request, 'cookie') ?? 'cookie';
  const given = (request.headers[header] ?? '').replace(/[;\s]+$/, '');
  if (given.split(';').some((pair) => pair.split('=', 1)[0]?.trim() === name)) {
    throw new ExpressionError(
      'unsafe_header',
      `The cookie '${name}' is set by hand, and the credential sets it too. Take it out of the headers.`,
      { place: placeWithin('request.headers', header) },
    );
  }
  const cookie = `${name}=${value}`;
  return {
    ...request,
    headers: { ...request.headers, [header]: given === '' ? cookie : `${given}; ${cookie}` },
  };
}
