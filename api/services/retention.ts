import { sql } from 'kysely';
import { service } from '../db/actor.js';
import type { Database } from '../db/database.js';
import { IDEMPOTENCY_HOURS } from './idempotency.js';

/** What is kept. 0: everything. */
export interface Retention {
  /** Days that an ended run is kept. */
  days: number;
  /** How many runs a workspace keeps, the newest. */
  runs: number;
  /** Days that an entry of the audit log is kept; the database keeps each for at least 30. */
  auditDays: number;
}

/** What the settings of a server keep. */
export function retentionOf(config: {
  retentionDays: number;
  retentionRuns: number;
  retentionAuditDays: number;
}): Retention {
  return { days: config.retentionDays, runs: config.retentionRuns, auditDays: config.retentionAuditDays };
}

/** How many rows went. */
export interface Pruned {
  executions: number;
  idempotencyKeys: number;
  rateLimits: number;
  auditEntries: number;
  oauthStates: number;
}

export interface PruneOptions {
  /** Aborting it ends the pruning after the batch under way. */
  signal?: AbortSignal | undefined;
  /** Rows of one transaction; default 200. A run takes its steps and events along. */
  batch?: number;
}

/**
 * Deletes what the settings no longer keep: ended runs by age and by number, answers to Idempotency-Keys after 24 hours,
 * counts of minutes that are over, old entries of the audit log. Runs that are queued, running or waiting stay, however
 * old they are.
 *
 * In small transactions, each of which is whole: it may be stopped or killed at any time and goes on where it was.
 * Several processes may prune at once, since each passes over the rows that another has locked.
 */
export async function prune(
  database: Database,
  { days, runs, auditDays }: Retention,
  { signal, batch = 200 }: PruneOptions = {},
): Promise<Pruned> {
  const repeat = async (deleteBatch: (limit: number) => DeleteBatch): Promise<number> => {
    let all = 0;
    while (!signal?.aborted) {
      const { rows } = await database.as(service, (tx) => deleteBatch(batch).execute(tx));
      all += rows.length;
      if (rows.length < batch) break;
    }
    return all;
  };
  return {
    executions:
      (days > 0 ? await repeat((limit) => oldExecutions(days, limit)) : 0) +
      (runs > 0 ? await repeat((limit) => surplusExecutions(runs, limit)) : 0),
    idempotencyKeys: await repeat(oldIdempotencyKeys),
    rateLimits: await repeat(oldRateLimits),
    oauthStates: await repeat(oldOauthStates),
    auditEntries: auditDays > 0 ? await repeat((limit) => oldAuditEntries(auditDays, limit)) : 0,
  };
}

type DeleteBatch = ReturnType<typeof sql<{ one: number }>>;

const oldExecutions = (days: number, limit: number): DeleteBatch => sql`
  delete from connector_executions as execution using (
    select workspace_id, id from connector_executions
    where finished_at is not null and finished_at < now() - make_interval(days => ${days}::integer)
    order by finished_at limit ${limit} for update skip locked
  ) as old
  where execution.workspace_id = old.workspace_id and execution.id = old.id
  returning 1 as one`;

/** Runs are numbered without a gap, so the numbers say how many there are. */
const surplusExecutions = (runs: number, limit: number): DeleteBatch => sql`
  delete from connector_executions as execution using (
    select surplus.workspace_id, surplus.id
    from workspaces as workspace
    join connector_executions as surplus on surplus.workspace_id = workspace.id
      and surplus.number <= workspace.last_execution_number - ${runs}
    where surplus.finished_at is not null
    limit ${limit} for update of surplus skip locked
  ) as old
  where execution.workspace_id = old.workspace_id and execution.id = old.id
  returning 1 as one`;

const oldIdempotencyKeys = (limit: number): DeleteBatch => sql`
  delete from idempotency_keys as answered using (
    select workspace_id, principal_id, route, key from idempotency_keys
    where created_at < now() - make_interval(hours => ${IDEMPOTENCY_HOURS}::integer)
    order by created_at limit ${limit} for update skip locked
  ) as old
  where answered.workspace_id = old.workspace_id and answered.principal_id = old.principal_id
    and answered.route = old.route and answered.key = old.key
  returning 1 as one`;

const oldRateLimits = (limit: number): DeleteBatch => sql`
  delete from rate_limits as counted using (
    select workspace_id, subject from rate_limits
    where window_start < now() - interval '2 minutes'
    order by window_start limit ${limit} for update skip locked
  ) as old
  where counted.workspace_id = old.workspace_id and counted.subject = old.subject
    -- Somebody may have begun a new minute since.
    and counted.window_start < now() - interval '2 minutes'
  returning 1 as one`;

/** Connections that were begun and never came back. */
const oldOauthStates = (limit: number): DeleteBatch => sql`
  delete from oauth_states as begun using (
    select workspace_id, state_hash from oauth_states
    where expires_at < now() limit ${limit} for update skip locked
  ) as old
  where begun.workspace_id = old.workspace_id and begun.state_hash = old.state_hash
  returning 1 as one`;

const oldAuditEntries = (days: number, limit: number): DeleteBatch => sql`
  delete from audit_log as entry using (
    select old.workspace_id, old.at, old.id from workspaces as workspace
    join audit_log as old on old.workspace_id = workspace.id
      and old.at < now() - make_interval(days => greatest(${days}::integer, 31))
    limit ${limit}
  ) as old
  where entry.workspace_id = old.workspace_id and entry.at = old.at and entry.id = old.id
  returning 1 as one`;
