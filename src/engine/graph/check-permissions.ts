import { ExpressionError } from '../expressions/expression-error.js';
import { quoteList } from '../expressions/missing-error.js';
import { declaresHost, formatOrigin, parseOrigin } from '../http/hosts.js';
import { parseUrlTemplate } from '../http/url-template.js';
import type { HttpRequestTemplate } from './http-request-schema.js';
import type { Report } from './problem.js';
import type { Permissions } from './schema.js';

/** Problems of a request that its graph's permissions don't allow, as far as that is written down. */
export function checkPermissions(
  { hosts, methods }: Permissions,
  { method, url }: HttpRequestTemplate,
  place: string,
  report: Report,
): void {
  if (methods && !methods.includes(method)) {
    const message = `This may not send ${method} requests: it only declares ${quoteList(methods)}. Allow the method, or use another.`;
    report('not_permitted', `${place}.method`, message);
  }
  const written = literalOrigin(url);
  if (written === undefined) return;
  const origin = parseOrigin(written);
  if (origin && declaresHost(hosts, origin)) return;
  const declared = hosts.length === 0 ? 'it declares no hosts' : `it only declares ${quoteList(hosts)}`;
  const name = origin ? formatOrigin(origin) : written;
  report(
    'not_permitted',
    `${place}.url`,
    `This may not send requests to ${name}: ${declared}. Allow the host, or use another.`,
  );
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
