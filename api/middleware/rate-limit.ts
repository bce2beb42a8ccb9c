import type { Context, MiddlewareHandler } from 'hono';
import type { ApiEnv } from '../context.js';
import type { Database } from '../db/database.js';
import { Problem } from '../problem.js';
import { type Budget, createRequestBudget, type RateLimit } from '../services/request-budget.js';
import { actorOf } from './sign-in.js';

/** Requests a minute; 0: as many as come. */
export interface RequestsPerMinute {
  /** Of one user or API key in one workspace; default 600. */
  user?: number;
  /** Of all together in one workspace; default 3,000. */
  workspace?: number;
  /** Of one user or API key in one workspace, starting runs, testing drafts and importing; default 120. */
  runs?: number;
}

const WINDOW_S = 60;
const STARTS_RUN = /\/(?:execute|test|retry|replay|import)$/;

/**
 * Behind `inWorkspace`: counts requests per user and per workspace over all servers of the database, and refuses with
 * 429 what is too much. Every answer tells by `RateLimit-Policy` and `RateLimit`
 * (draft-ietf-httpapi-ratelimit-headers, as lists of RFC 9651) what holds and what is left.
 */
export function rateLimit(
  database: Database,
  { user = 600, workspace = 3_000, runs = 120 }: RequestsPerMinute = {},
): MiddlewareHandler<ApiEnv> {
  const budget = createRequestBudget(database);

  function limitsOf(c: Context<ApiEnv>): RateLimit[] {
    const { id } = c.get('principal');
    const startsRun = c.req.method === 'POST' && STARTS_RUN.test(c.req.path);
    const all = [
      ...(startsRun ? [{ name: 'runs', subject: `runs:${id}`, perMinute: runs }] : []),
      { name: 'user', subject: `user:${id}`, perMinute: user },
      { name: 'workspace', subject: 'workspace', perMinute: workspace },
    ];
    return all.filter(({ perMinute }) => perMinute > 0);
  }

  return async function rateLimit(c, next) {
    const workspaceId = c.get('workspaceId');
    const limits = limitsOf(c);
    const taken: { limit: RateLimit; left: Budget }[] = [];
    for (const limit of limits) {
      const left = await budget.take(workspaceId, actorOf(c), limit);
      if (!left.isGranted) {
        // The other budgets are not charged for what is refused.
        for (const one of taken) budget.giveBack(workspaceId, one.limit);
        throw tooMany(limit, left, headersOf(limits, [{ limit, left }]));
      }
      taken.push({ limit, left });
    }
    await next();
    for (const [name, value] of Object.entries(headersOf(limits, taken))) c.header(name, value);
  };
}

function headersOf(
  limits: readonly RateLimit[],
  known: readonly { limit: RateLimit; left: Budget }[],
): Record<string, string> {
  if (limits.length === 0) return {};
  return {
    'ratelimit-policy': limits
      .map(({ name, perMinute }) => `"${name}";q=${perMinute};w=${WINDOW_S}`)
      .join(', '),
    ratelimit: known
      .map(({ limit, left }) => `"${limit.name}";r=${left.remaining};t=${left.resetS}`)
      .join(', '),
  };
}

function tooMany(
  { name, perMinute }: RateLimit,
  { resetS }: Budget,
  headers: Record<string, string>,
): Problem {
  const whose = name === 'workspace' ? 'This workspace has' : 'You have';
  const what = name === 'runs' ? 'run starts' : 'requests';
  const seconds = resetS === 1 ? 'second' : 'seconds';
  return new Problem(
    'rate_limited',
    `${whose} ${perMinute} ${what} a minute here, and they are used up. Try again in ${resetS} ${seconds}.`,
    { headers: { ...headers, 'retry-after': String(resetS) } },
  );
}
