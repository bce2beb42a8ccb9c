import type { KeyScope } from '../workspace-resources.js';

/**
 * What an API key needs for a request: a scope, or `never` for what only people do. `path` is below `/api/v1`. What
 * isn't known here needs `write`, and in the workspace's administration a person.
 */
export function requiredScope(method: string, path: string): KeyScope | 'never' {
  const reads = method === 'GET' || method === 'HEAD';
  if (/^\/workspace(?:\/|$)/.test(path)) {
    return reads && /^\/workspace\/credentials(?:\/|$)/.test(path) ? 'read' : 'never';
  }
  if (reads) return 'read';
  if (method === 'POST' && /^\/(?:flows|connectors)\/[^/]+\/execute$/.test(path)) return 'execute';
  if (method === 'POST' && /^\/executions\/[^/]+\/(?:cancel|retry|replay)$/.test(path)) return 'execute';
  return 'write';
}
