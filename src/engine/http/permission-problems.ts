import { quoteList } from '../expressions/missing-error.js';
import type { HttpMethod } from '../graph/http-request-schema.js';
import type { Permissions } from '../graph/schema.js';
import { declaresHost, formatOrigin, type Origin } from './hosts.js';

/** What a graph's permissions don't allow about a request, and what to do about it. */
export interface PermissionProblem {
  of: 'method' | 'url';
  message: string;
}

/** None for a request that they allow. `origin` is undefined where a URL isn't plain enough to be sure. */
export function findPermissionProblems(
  { hosts, methods }: Permissions,
  { method, origin }: { method: HttpMethod; origin: Origin | undefined },
): PermissionProblem[] {
  const problems: PermissionProblem[] = [];
  if (methods && !methods.includes(method)) {
    const message = `This may not send ${method} requests: it only declares ${quoteList(methods)}. Allow it, or use another.`;
    problems.push({ of: 'method', message });
  }
  if (!origin || !declaresHost(hosts, origin)) {
    const declared = hosts.length === 0 ? 'it declares no hosts' : `it only declares ${quoteList(hosts)}`;
    const message = `This may not send requests to ${nameOf(origin)}: ${declared}. Allow it, or use another.`;
    problems.push({ of: 'url', message });
  }
  return problems;
}

/** Where a request would go, for people. */
export function nameOf(origin: Origin | undefined): string {
  return origin ? formatOrigin(origin) : 'a host that is written like this';
}
