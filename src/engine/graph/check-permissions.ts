import { ExpressionError } from '../expressions/expression-error.js';
import { hostRefusal, methodRefusal } from '../http/check-destination.js';
import { parseOrigin } from '../http/hosts.js';
import { parseUrlTemplate } from '../http/url-template.js';
import type { HttpRequestTemplate } from './http-request-schema.js';
import type { Report } from './problem.js';
import type { Permissions } from './schema.js';

/** Problems of a request that its graph's permissions don't allow, as far as that is written down. */
export function checkPermissions(
  permissions: Permissions,
  { method, url }: HttpRequestTemplate,
  place: string,
  report: Report,
): void {
  const refusedMethod = methodRefusal(permissions, method);
  if (refusedMethod !== undefined) report('not_permitted', `${place}.method`, refusedMethod);
  const origin = literalOrigin(url);
  const refusedHost = origin === undefined ? undefined : hostRefusal(permissions, parseOrigin(origin));
  if (refusedHost !== undefined) report('not_permitted', `${place}.url`, refusedHost);
}

/** Scheme and host, where they are written out and the URL has no problem of its own. */
function literalOrigin(url: string): string | undefined {
  try {
    const template = parseUrlTemplate(url);
    return template.type === 'tokens' ? template.origin : undefined;
  } catch (error) {
    if (error instanceof ExpressionError) return undefined;
    throw error;
  }
}
