import { listReferences } from '../expressions/list-references.js';
import { type Placeholder, readPlaceholder, type Secrets, secretError } from '../expressions/placeholder.js';
import type { Scope } from '../expressions/scope.js';
import type { HttpRequestTemplate } from '../graph/http-request-schema.js';
import { requestTemplates } from '../graph/step-templates.js';
import type { JsonValue } from '../json.js';
import type { OutgoingRequest } from '../run/ports.js';
import { compileAuth } from '../secrets/resolve-auth.js';
import type { ResolvedAuth } from './auth/auth.js';
import { compileBody } from './build-body.js';
import { compileHeaders } from './build-headers.js';
import { compileUrl } from './build-url.js';
import { setQueryParameter } from './change-query.js';
import { checkHeaderName, checkHeaderValue } from './check-header.js';
import type { Fill } from './fill.js';
import { compileIdempotency, type Idempotency } from './idempotency.js';
import type { RequestChange } from './request-ask.js';

/** A request that only lacks what shows who sends it, and what its body means, for the record. */
export interface BuiltRequest {
  request: OutgoingRequest;
  body?: JsonValue;
}

export interface CompiledRequest {
  /** What decides where it goes, before any secret is filled in: scheme and host, or a whole computed URL. */
  base(scope: Scope): string;
  build(scope: Scope, secrets: Secrets | undefined, change: RequestChange | undefined): BuiltRequest;
  idempotency: Idempotency;
  /** Absent where there is none, or where a credential says by itself how it is used. */
  auth?: Fill<ResolvedAuth>;
  /** The slots that it uses, each with the place where it is named first. */
  slots: ReadonlyMap<string, string>;
  placeholders: readonly (Placeholder & { place: string })[];
}

const compiled = new WeakMap<HttpRequestTemplate, { place: string; request: CompiledRequest }>();

/**
 * Compiles a request, once for each template object. Both compiling and building throw an `ExpressionError` whose
 * `place` says what of the step is wrong.
 */
export function compileRequest(template: HttpRequestTemplate, place: string): CompiledRequest {
  const known = compiled.get(template);
  if (known?.place === place) return known.request;
  const request = compile(template, place);
  compiled.set(template, { place, request });
  return request;
}

function compile(template: HttpRequestTemplate, place: string): CompiledRequest {
  const { method, auth } = template;
  const placeholders = placeholdersOf(template, place);
  const url = compileUrl(template, place);
  const buildHeaders = compileHeaders(template.headers, `${place}.headers`);
  const buildBody = compileBody(template.body, place);
  const slots = new Map<string, string>();
  if (auth?.type === 'credential') slots.set(auth.slot, `${place}.auth.slot`);
  for (const { slot, place } of placeholders) if (!slots.has(slot)) slots.set(slot, place);
  return {
    base: url.base,
    build(scope, secrets, change) {
      const { query, header } = change ?? {};
      const built = change?.url ?? url.build(scope, secrets);
      const headers = buildHeaders(scope, secrets);
      if (header) setHeader(headers, header, place);
      const request: OutgoingRequest = {
        method,
        url: query ? setQueryParameter(built, query) : built,
        headers,
      };
      const body = buildBody(scope, secrets, change?.body);
      if (!body) return { request };
      if (body.isTypeNeeded) headers['content-type'] = body.contentType;
      else headers['content-type'] ??= body.contentType;
      return { request: { ...request, body: body.content }, body: body.value };
    },
    idempotency: compileIdempotency(template, place),
    ...(auth && auth.type !== 'credential' && { auth: compileAuth(auth, `${place}.auth`) }),
    slots,
    placeholders,
  };
}

/** Throws `secret_outside_request` for one with functions, or with more than a slot and a field. */
function placeholdersOf(template: HttpRequestTemplate, place: string): CompiledRequest['placeholders'] {
  const references = requestTemplates(template, place).flatMap(({ template, place }) =>
    listReferences(template, place),
  );
  return references.flatMap((reference) => {
    const { root, piped, singular, text, position, place } = reference;
    if (root !== 'workspace') return [];
    const placeholder = piped || !singular ? undefined : readPlaceholder(reference);
    if (!placeholder) {
      const error = secretError({ text, ...position });
      error.place = place;
      throw error;
    }
    return [{ ...placeholder, place }];
  });
}

function setHeader(headers: Record<string, string>, [name, value]: readonly [string, string], place: string) {
  const at = `${place}.headers`;
  checkHeaderName(name, at);
  checkHeaderValue(value, at);
  headers[name.toLowerCase()] = value;
}
