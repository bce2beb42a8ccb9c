import type { HttpMethod } from '../graph/http-request-schema.js';

/** True for methods that may do things twice when they are sent twice. */
export function isUnsafe(method: HttpMethod): boolean {
  return method === 'POST' || method === 'PATCH';
}
