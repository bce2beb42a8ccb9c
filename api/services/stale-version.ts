import { Problem } from '../problem.js';

/** A write that was based on another version than the newest. */
export function staleVersion({ version }: { version: number }): Problem {
  const detail = `The newest version is ${version}. Load it and make the change again.`;
  return new Problem('version_conflict', detail, { headers: { etag: `"${version}"` } });
}
