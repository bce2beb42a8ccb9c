import type { RequestRecord } from '../engine/index.js';

/**
 * A request as a cURL command for a POSIX shell. The record's secrets are redacted, so the command holds
 * `••••` in their place.
 */
export function toCurl(request: RequestRecord): string {
  const parts = [`curl -X ${request.method} ${quote(request.url)}`];
  if (request.method === 'HEAD') parts[0] = `curl --head ${quote(request.url)}`;
  for (const [name, value] of Object.entries(request.headers)) parts.push(`-H ${quote(`${name}: ${value}`)}`);
  if (request.body !== undefined) parts.push(`--data-raw ${quote(bodyText(request.body))}`);
  return parts.join(' \\\n  ');
}

function bodyText(body: NonNullable<RequestRecord['body']> | null): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
}

/** In single quotes nothing has a meaning for the shell but the quote itself. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
