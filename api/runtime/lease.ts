import { sql } from 'kysely';
import { service } from '../db/actor.js';
import type { Database } from '../db/database.js';
import type { Claim } from './claim.js';

// These reach over all workspaces, so they run as the service. They read and write nothing but the hold on a row;
// everything else that a run touches, it touches as the runtime of its workspace. All times are the database's.

/** A claim, and whether somebody asked for the run to be cancelled. */
export interface HeldClaim extends Claim {
  cancelRequested: boolean;
}

interface Row {
  workspace_id: string;
  id: string;
  fence: number;
  cancel_requested: boolean;
}

const heldClaim = ({ workspace_id, id, fence, cancel_requested }: Row): HeldClaim => ({
  workspaceId: workspace_id,
  executionId: id,
  fence,
  cancelRequested: cancel_requested,
});

/**
 * Takes executions that nobody holds: new ones, and those whose lease ran out, or was given before this process had
 * the database to itself and so to a process that is gone. To be cancelled first (`onlyCancelled`: no others), then
 * the oldest. Two runtimes never get the same one. A lease that was lost, and not released, is counted.
 */
export async function claimExecutions(
  database: Database,
  { limit, leaseMs, onlyCancelled = false }: { limit: number; leaseMs: number; onlyCancelled?: boolean },
): Promise<HeldClaim[]> {
  const { exclusiveSince } = database;
  const orphanedBefore = exclusiveSince ? new Date(exclusiveSince.getTime() + leaseMs) : null;
  const { rows } = await database.as(service, (tx) =>
    sql<Row>`
      update public.connector_executions as execution
      set fence = execution.fence + 1,
        lost_leases = execution.lost_leases + case when execution.lease_until is null then 0 else 1 end,
        lease_until = clock_timestamp() + ${leaseMs}::float8 * interval '1 millisecond'
      from (
        select workspace_id, id from public.connector_executions
        where finished_at is null and (cancel_requested or not ${onlyCancelled}::boolean) and (
          lease_until is null or lease_until < greatest(clock_timestamp(), ${orphanedBefore}::timestamptz)
        )
        order by cancel_requested desc, created_at
        limit ${limit}::int
        for update skip locked
      ) as free
      where execution.workspace_id = free.workspace_id and execution.id = free.id
      returning execution.workspace_id, execution.id, execution.fence, execution.cancel_requested
    `.execute(tx),
  );
  return rows.map(heldClaim);
}

/**
 * Holds the claims on for another `leaseMs`. A claim that is missing from the answer is lost. Locks its rows in the
 * order in which `commitTogether` writes them, or the two could wait for each other.
 */
export async function renewLeases(
  database: Database,
  claims: readonly Claim[],
  leaseMs: number,
): Promise<HeldClaim[]> {
  const { rows } = await database.as(service, (tx) =>
    sql<Row>`
      update public.connector_executions as execution
      set lease_until = clock_timestamp() + ${leaseMs}::float8 * interval '1 millisecond'
      from (
        select execution.workspace_id, execution.id from public.connector_executions as execution, ${held(claims)}
        where ${isHeld}
        order by execution.connector_id nulls first, execution.id
        for update of execution
      ) as mine
      where execution.workspace_id = mine.workspace_id and execution.id = mine.id
      returning execution.workspace_id, execution.id, execution.fence, execution.cancel_requested
    `.execute(tx),
  );
  return rows.map(heldClaim);
}

/** Puts executions down, for any runtime to take up at once. */
export async function releaseLeases(database: Database, claims: readonly Claim[]): Promise<void> {
  await database.as(service, async (tx) => {
    await sql`
      update public.connector_executions as execution
      set lease_until = null
      from ${held(claims)}
      where ${isHeld}
    `.execute(tx);
    await sql`select pg_notify('patchbay_queue', '')`.execute(tx);
  });
}

/** The claims as a row source; as JSON, because the drivers write arrays differently. */
const held = (claims: readonly Claim[]) =>
  sql`jsonb_to_recordset(${JSON.stringify(claims)}::jsonb) as claim ("workspaceId" text, "executionId" uuid, fence int)`;

const isHeld = sql`
  execution.workspace_id = claim."workspaceId" and execution.id = claim."executionId"
  and execution.fence = claim.fence and execution.finished_at is null`;
