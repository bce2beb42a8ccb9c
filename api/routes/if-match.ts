import { Problem } from '../problem.js';

/** The version that a write is based on, from `If-Match: "<version>"`. RFC 9110 section 13.1.1. */
export function expectedVersion(ifMatch: string | undefined): number {
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
