import { sql } from 'kysely';
import type { Actor } from '../db/actor.js';
import type { Database } from '../db/database.js';

/** How many requests a minute somebody may send, and for what. */
export interface RateLimit {
  /** The policy's name in the `RateLimit` headers. */
  name: string;
  /** `workspace`, or `<what>:<user or API key>`: who shares the budget inside the workspace. */
  subject: string;
  perMinute: number;
}

/** What is left of a budget, as this server knows it. */
export interface Budget {
  isGranted: boolean;
  remaining: number;
  /** Seconds to the end of the minute, rounded up. */
  resetS: number;
}

export interface RequestBudget {
  take(workspaceId: string, actor: Actor, limit: RateLimit): Promise<Budget>;
  /** Gives back a request that was taken and not carried out. */
  giveBack(workspaceId: string, limit: RateLimit): void;
}

interface Lease {
  tokens: number;
  /** What the database had left beside the lease. */
  rest: number;
  /** On the monotonic clock. */
  endsAt: number;
}

/** Most requests that a server takes at once. */
const LEASE = 20;
/** Most leases that a server remembers. */
const MAX_LEASES = 10_000;

/**
 * Counts requests in the database, over as many servers as there are, in minutes of its clock. A server takes up to 20
 * at once (and at most a tenth of what is left), so that few requests wait for a write, and none while the budget is
 * used up.
 *
 * Never too many: each request comes out of one row's count, a lease ends with its minute, and its end is reckoned from
 * before the database was asked, so that a server is early and not late. Perhaps too few: what other servers have taken
 * and not used is lost to this one for the minute, at most 19 requests a server, and since leases shrink with what is
 * left, in sum at most a tenth of the budget for each other server. Two minutes that meet may let twice the number
 * through in a short time, as any fixed window does.
 */
export function createRequestBudget(database: Database): RequestBudget {
  const leases = new Map<string, Lease>();
  const asking = new Map<string, Promise<Lease>>();
  const nameOf = (workspaceId: string, { subject, perMinute }: RateLimit) =>
    JSON.stringify([workspaceId, subject, perMinute]);

  function find(name: string): Lease | undefined {
    const lease = leases.get(name);
    if (lease && lease.endsAt > performance.now()) return lease;
    leases.delete(name);
    return undefined;
  }

  function keep(name: string, lease: Lease): void {
    leases.delete(name);
    leases.set(name, lease);
    if (leases.size > MAX_LEASES) leases.delete(leases.keys().next().value ?? name);
  }

  async function ask(name: string, actor: Actor, { subject, perMinute }: RateLimit): Promise<Lease> {
    const askedAt = performance.now();
    const { rows } = await database.as(actor, (tx) =>
      sql<{ granted: number; remaining: number; reset_ms: number }>`
        select granted, remaining, reset_ms from private.take_requests(${subject}, ${perMinute}, ${LEASE})`.execute(
        tx,
      ),
    );
    const [row = { granted: 0, remaining: 0, reset_ms: 1_000 }] = rows;
    const lease = { tokens: row.granted, rest: row.remaining, endsAt: askedAt + row.reset_ms };
    keep(name, lease);
    return lease;
  }

  /** One question at a time for each budget: who comes meanwhile shares its answer. */
  function renew(name: string, actor: Actor, limit: RateLimit): Promise<Lease> {
    const found = asking.get(name);
    if (found) return found;
    const asked = ask(name, actor, limit).finally(() => asking.delete(name));
    asking.set(name, asked);
    return asked;
  }

  return {
    take: async (workspaceId, actor, limit) => {
      const name = nameOf(workspaceId, limit);
      let lease = find(name);
      // Whoever shares an answer may find it used up by the others, and asks again until there is nothing left.
      while (!lease || (lease.tokens === 0 && lease.rest > 0)) lease = await renew(name, actor, limit);
      const isGranted = lease.tokens > 0;
      if (isGranted) lease.tokens -= 1;
      const resetS = Math.max(1, Math.ceil((lease.endsAt - performance.now()) / 1_000));
      return { isGranted, remaining: lease.tokens + lease.rest, resetS };
    },
    giveBack: (workspaceId, limit) => {
      const lease = find(nameOf(workspaceId, limit));
      if (lease) lease.tokens += 1;
    },
  };
}
