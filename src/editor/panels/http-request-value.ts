import type { HttpRequestTemplate, JsonObject, JsonValue } from '../../engine/index.js';
import { pathNames } from '../flow/node-rows.js';
import { isObject } from '../flow/step-shape.js';

/** What of a request the form has fields for. */
const formKeys: ReadonlySet<string> = new Set(['method', 'url', 'path', 'query', 'headers']);

/** What stands before an address that was pasted whole where a scheme was already. */
const doubledScheme = /^https?:\/\/(?=https?:\/\/)/i;

/** A request as a host may give it: half filled in. */
type Request = Partial<HttpRequestTemplate> | undefined;

/** The part of a request that its form shows. */
export function formValueOf(request: Request): JsonObject {
  return partOf(request, (key) => formKeys.has(key));
}

/** A request with what its form made of it; what the form has no fields for is kept as it is. */
export function requestOf(request: Request, form: JsonObject): JsonObject {
  return { ...partOf(request, (key) => !formKeys.has(key)), ...withoutForgottenNames(form) };
}

function partOf(request: Request = {}, isKept: (key: string) => boolean): JsonObject {
  // An HTTP request is JSON.
  return Object.fromEntries(Object.entries(request).filter(([key]) => isKept(key))) as JsonObject;
}

/** Without the values of path names that the URL no longer has and that are empty. A form leaves an emptied URL out. */
function withoutForgottenNames(request: Record<string, JsonValue>): Record<string, JsonValue> {
  const { path, url: typed = '', ...rest } = request;
  const url = typeof typed === 'string' ? typed.replace(doubledScheme, '') : typed;
  const next = { ...rest, url };
  if (!isObject(path) || typeof url !== 'string') return next;
  const names = pathNames(url);
  const kept = Object.entries(path).filter(
    ([name, value]) => names.includes(name) || (value !== '' && value !== null),
  );
  return kept.length === 0 ? next : { ...next, path: Object.fromEntries(kept) };
}
