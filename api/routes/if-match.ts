import type { Context } from 'hono';
import type { ApiEnv } from '../context.js';
import { Problem } from '../problem.js';

/** The version that a write is based on, from `If-Match: "<version>"`. RFC 9110 section 13.1.1. */
function expectedVersion(ifMatch: string | undefined): number {
  if (!ifMatch) {
    throw new Problem(
      'version_required',
      'Say which version you change in the If-Match header, as the ETag of a read.',
    );
  }
  const version = /^(?:W\/)?"(\d{1,9})"$/.exec(ifMatch.trim())?.[1];
  if (!version) throw new Problem('invalid_request', 'If-Match must be one ETag that a read gave, like "3".');
  return Number(version);
}

export function etag({ version }: { version: number }): string {
  return `"${version}"`;
}

/** What a write is to change, and the version that it is based on. */
export interface WriteTarget {
  workspaceId: string;
  id: string;
  version: number;
}

/** The target of a write to `id` in the request's workspace; its version is that of `If-Match`. */
export function writeTarget(c: Context<ApiEnv>, id: string): WriteTarget {
  return { workspaceId: c.get('workspaceId'), id, version: expectedVersion(c.req.header('if-match')) };
}
