import { sql, type Transaction } from 'kysely';
import type { RunEvent, RunState } from '#engine';
import type { DB } from '../db/generated/database-types.js';
import type { Claim } from './claim.js';

/** Events to store, and the state they lead to. */
export interface JournalEntry extends Claim {
  /** In `seq` order. Empty only to bring the row up to what was recorded. */
  events: readonly RunEvent[];
  /** The state after the last event. */
  state: RunState;
  /** Where each step comes in the run. */
  positionOf(path: string): number;
  /** The connector whose numbers the end of this run adds to. */
  connectorId?: string | undefined;
}

/** `fenced`: somebody else holds the execution, or it is gone; nothing was written. */
export type AppendOutcome = 'recorded' | 'fenced';

/**
 * Writes entries of runs of one workspace in the transaction of its runtime, and answers what became of each.
 * See the migration that makes `record_events` for what is written and checked. Throws when an entry's events don't
 * follow on those that are recorded.
 */
export async function appendEvents(
  tx: Transaction<DB>,
  entries: readonly JournalEntry[],
): Promise<AppendOutcome[]> {
  const { rows } = await sql<{ outcome: AppendOutcome }>`
    select outcome from private.record_events(${JSON.stringify(entries.map(written))}::json) as outcome
  `.execute(tx);
  return rows.map(({ outcome }) => outcome);
}

export function isFinal({ status }: RunState): boolean {
  return status === 'succeeded' || status === 'failed' || status === 'cancelled';
}

/** An entry as `record_events` takes it. */
function written(entry: JournalEntry) {
  const { workspaceId, executionId, fence, events, state, connectorId, positionOf } = entry;
  const paths = new Set(events.flatMap((event) => ('step' in event ? [event.step] : [])));
  return {
    workspace_id: workspaceId,
    execution_id: executionId,
    fence,
    before_seq: events[0] ? events[0].seq - 1 : state.seq,
    last_seq: state.seq,
    status: state.status,
    started_at: state.startedAt,
    finished_at: state.finishedAt,
    duration_ms: state.durationMs,
    output: text(state.output),
    error: text(state.error),
    connector_id: connectorId,
    events: events.map((event) => ({ seq: event.seq, type: event.type, at: event.at, event: text(event) })),
    steps: [...paths].map((path) => {
      const step = state.steps[path];
      return { path, position: positionOf(path), status: step?.status, state: text(step) };
    }),
  };
}

/** JSON text; absent for what is absent. */
function text(value: unknown): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value);
}
