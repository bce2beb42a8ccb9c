import { ExpressionError } from '../expressions/expression-error.js';
import { checkHeaderName, checkHeaderValue } from '../http/check-header.js';
import { scalarText } from '../http/scalar-text.js';
import { parseUrlTemplate, urlParameters } from '../http/url-template.js';
import { ownProperty } from '../json-operations.js';
import { createNameFinder } from '../nearest-name.js';
import { placeWithin } from '../place.js';
import { checkAuth } from './check-auth.js';
import type { HttpBody, HttpRequestTemplate } from './http-request-schema.js';
import { hasHoles } from './known-shape.js';
import { type Report, takeOut, writeValue } from './problem.js';

const BARE_HOST = /^(?:localhost|[a-z0-9-]+(?:\.[a-z0-9-]+)+)(?::\d+)?(?:[/?#]|$)/i;

/** Problems of a request that no value can put right: its URL and path values, headers, authentication and body. */
export function checkRequest(request: HttpRequestTemplate, place: string, report: Report): void {
  checkUrl(request, place, report);
  for (const [name, value] of Object.entries(request.headers ?? {})) {
    const at = placeWithin(`${place}.headers`, name);
    const isNamed = attempt(at, report, () => checkHeaderName(name, at));
    if (isNamed && value !== null && !hasHoles(value))
      attempt(at, report, () => checkHeaderValue(scalarText(value, at).trim(), at));
  }
  const { auth, body, idempotency } = request;
  if (auth) checkAuth(request, auth, place, report);
  if (body) checkBody(body, `${place}.body`, report);
  if (!idempotency) return;
  const { header, key } = idempotency;
  const at = `${place}.idempotency`;
  if (header !== undefined) attempt(`${at}.header`, report, () => checkHeaderName(header, `${at}.header`));
  if (key !== undefined && !hasHoles(key))
    attempt(`${at}.key`, report, () => checkHeaderValue(key, `${at}.key`));
  const name = (header ?? 'Idempotency-Key').toLowerCase();
  const own = Object.keys(request.headers ?? {}).find((given) => given.toLowerCase() === name);
  if (key === undefined || own === undefined) return;
  const message = `The header '${own}' is the key already, so this one isn't used.`;
  report('conflict', `${at}.key`, message, { severity: 'warning', fix: takeOut(`${at}.key`) });
}

function checkUrl({ url, path = {} }: HttpRequestTemplate, place: string, report: Report): void {
  let names: ReadonlySet<string>;
  try {
    names = new Set(urlParameters(parseUrlTemplate(url)));
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    // Text that can't be read at all is reported where all expressions are.
    if (error.code !== 'unsafe_url') return;
    const completed = `${url.startsWith('localhost') ? 'http' : 'https'}://${url}`;
    report('bad_url', `${place}.url`, error.message, {
      fix: BARE_HOST.test(url) ? writeValue(`${place}.url`, completed, `Use ${completed}`) : undefined,
    });
    return;
  }
  for (const name of names) {
    const at = placeWithin(`${place}.path`, name);
    const value = ownProperty(path, name);
    if (value !== undefined) attempt(at, report, () => scalarText(value, at));
    else report('missing_field', at, `The URL has :${name} without a value. Fill it in.`);
  }
  const nearestName = createNameFinder();
  for (const name of Object.keys(path)) {
    if (names.has(name)) continue;
    const near = nearestName(name, names);
    const message = `The URL has no :${name}, so this value isn't used.${near ? ` Did you mean :${near}?` : ''}`;
    const at = placeWithin(`${place}.path`, name);
    report('unknown_field', at, message, { severity: 'warning', fix: takeOut(at) });
  }
}

function checkBody(body: HttpBody, place: string, report: Report): void {
  if ((body.type === 'text' || body.type === 'base64') && body.contentType !== undefined) {
    const { contentType } = body;
    attempt(`${place}.contentType`, report, () => checkHeaderValue(contentType, `${place}.contentType`));
  }
  if (body.type === 'graphql') {
    if (body.query.trim() === '') report('missing_field', `${place}.query`, 'Enter the GraphQL query.');
    else if (body.query.includes('{{')) {
      const message =
        'A GraphQL query is sent as it is written. Use a $variable, and give its value in variables.';
      report('syntax', `${place}.query`, message);
    }
  }
  if (body.type !== 'multipart') return;
  if (Object.keys({ ...body.fields, ...body.files }).length === 0)
    report('missing_field', place, 'This body is empty. Add a field, or send no body.', {
      severity: 'warning',
      fix: takeOut(place, 'Send no body'),
    });
}

/** Runs a check that throws, and reports what it says; true where it says nothing. */
export function attempt(place: string, report: Report, check: () => void): boolean {
  try {
    check();
    return true;
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    report('invalid_document', place, error.message);
    return false;
  }
}
