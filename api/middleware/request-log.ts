import type { MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import type { ApiEnv } from '../context.js';

/** One request in the log: what was asked and how it went; never a body, header, query or id in a path. */
export interface RequestLogEntry {
  level: 'info' | 'error';
  message: 'request';
  method: string;
  /** The route's pattern, e.g. `/api/v1/flows/:id`. */
  route: string;
  status: number;
  ms: number;
  requestId: string;
  workspaceId?: string;
  /** Why it failed, for 5xx only; it stays on the server. */
  error?: string;
}

export function requestLog(log: (entry: RequestLogEntry) => void): MiddlewareHandler<ApiEnv> {
  return async function requestLog(c, next) {
    const startedAt = performance.now();
    await next();
    const workspaceId = c.get('workspaceId');
    const cause = c.error instanceof Error ? (c.error.cause ?? c.error) : c.error;
    log({
      level: c.res.status >= 500 ? 'error' : 'info',
      message: 'request',
      method: c.req.method,
      route: routePath(c, -1),
      status: c.res.status,
      ms: Math.round((performance.now() - startedAt) * 10) / 10,
      requestId: c.get('requestId'),
      ...(workspaceId !== undefined && { workspaceId }),
      ...(c.res.status >= 500 &&
        cause !== undefined && {
          error: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause),
        }),
    });
  };
}
