import { ExpressionError } from '../expressions/expression-error.js';
import { parseOrigin } from '../http/hosts.js';
import { findPermissionProblems } from '../http/permission-problems.js';
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
  const written = literalOrigin(url);
  const problems = findPermissionProblems(permissions, { method, origin: parseOrigin(written ?? '') });
  for (const { of, message } of problems)
    if (of === 'method' || written !== undefined) report('not_permitted', `${place}.${of}`, message);
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
