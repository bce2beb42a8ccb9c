import { checkHeaderName, checkHeaderValue } from '../http/check-header.js';
import { ownProperty } from '../json-operations.js';
import { placeWithin } from '../place.js';
import { attempt } from './check-request.js';
import type { HttpAuth, HttpRequestTemplate } from './http-request-schema.js';
import { type Report, takeOut } from './problem.js';

/** What each form can't do without. Of a user name and a password one may be empty: some APIs take a key as either. */
const NEEDED: Readonly<Record<HttpAuth['type'], readonly string[]>> = {
  credential: [],
  bearer: ['token'],
  oauth2: ['token'],
  basic: [],
  api_key: ['value'],
  hmac: ['secret'],
  aws_sigv4: ['accessKeyId', 'secretAccessKey', 'region', 'service'],
};

/** Problems of an authentication that is incomplete, or that sets what its request sets too. */
export function checkAuth(request: HttpRequestTemplate, auth: HttpAuth, place: string, report: Report): void {
  const at = `${place}.auth`;
  const ask = 'Fill it in, or name a credential: {{workspace.slot}}.';
  for (const name of NEEDED[auth.type]) {
    const value = ownProperty<unknown>(auth, name);
    if (typeof value === 'string' && value.trim() === '')
      report('missing_field', `${at}.${name}`, `The ${name} of the authentication is empty. ${ask}`);
  }
  if (auth.type === 'basic' && auth.username === '' && auth.password === '')
    report('missing_field', `${at}.username`, `User name and password are empty. ${ask}`);
  if ('prefix' in auth) {
    const { prefix = '' } = auth;
    attempt(`${at}.prefix`, report, () => checkHeaderValue(prefix, `${at}.prefix`));
  }
  for (const { field, header } of headersOf(auth)) {
    const isNamed = !field || attempt(`${at}.${field}`, report, () => checkHeaderName(header, at));
    if (isNamed) refuseDouble(request.headers, header.toLowerCase(), `${place}.headers`, report);
  }
  if (auth.type === 'api_key' && auth.in === 'query')
    refuseDouble(request.query, auth.name, `${place}.query`, report);
}

/** The headers that an authentication sets, each with the field that names it, if one does. */
function headersOf(auth: HttpAuth): { field?: string; header: string }[] {
  switch (auth.type) {
    case 'credential':
      return [];
    case 'api_key':
      return auth.in === 'header' ? [{ field: 'name', header: auth.name }] : [];
    case 'hmac': {
      const { header, timestampHeader } = auth;
      const timestamp =
        timestampHeader === undefined ? [] : [{ field: 'timestampHeader', header: timestampHeader }];
      return [{ field: 'header', header }, ...timestamp];
    }
    default:
      return [{ header: 'authorization' }];
  }
}

/** What is null is left out of a request, so that it excludes nothing. */
function refuseDouble(
  given: HttpRequestTemplate['headers'],
  name: string,
  place: string,
  report: Report,
): void {
  for (const [key, value] of Object.entries(given ?? {})) {
    const isSame = place.endsWith('headers') ? key.toLowerCase() === name : key === name;
    if (!isSame || value === null) continue;
    const at = placeWithin(place, key);
    const message = `The authentication sets '${key}' too. Take it out.`;
    report('conflict', at, message, { fix: takeOut(at) });
  }
}
