import type { RunEvent } from '#engine';
import type { Actor } from '../db/actor.js';
import type { Database } from '../db/database.js';
import { listEvents } from './read-execution.js';
import { createWakeSignal } from './wake-signal.js';

/** How late an event may be seen when its notification was lost. */
const POLL_MS = 1_000;

/** True for the event that ends a run: nothing comes after it. */
function isFinalEvent({ type }: RunEvent): boolean {
  return type === 'run_succeeded' || type === 'run_failed' || type === 'run_cancelled';
}

/**
 * The events of an execution after `after`, those recorded first and then each as it is recorded. Ends after the
 * run's last event, when `signal` aborts, and when the actor can't (or can no longer) see the execution.
 */
export async function* followEvents(
  database: Database,
  actor: Actor,
  executionId: string,
  after: number,
  signal: AbortSignal,
): AsyncGenerator<RunEvent, void, undefined> {
  const { wake, wait } = createWakeSignal();
  const unlisten = await database.listen('patchbay_execution', (id) => {
    if (id === executionId) wake();
  });
  signal.addEventListener('abort', wake);
  try {
    let last = after;
    while (!signal.aborted) {
      const events = await database.as(actor, (tx) => listEvents(tx, executionId, last));
      for (const event of events) {
        last = event.seq;
        yield event;
        if (signal.aborted || isFinalEvent(event)) return;
      }
      if (events.length > 0) continue;
      if (await hasEnded(database, actor, executionId, last)) return;
      await wait(POLL_MS);
    }
  } finally {
    signal.removeEventListener('abort', wake);
    await unlisten();
  }
}

/** True when no event after `last` can come. */
async function hasEnded(
  database: Database,
  actor: Actor,
  executionId: string,
  last: number,
): Promise<boolean> {
  const execution = await database.as(actor, (tx) =>
    tx
      .selectFrom('connector_executions')
      .select(['last_seq', 'finished_at'])
      .where('id', '=', executionId)
      .executeTakeFirst(),
  );
  return !execution || (execution.finished_at !== null && execution.last_seq <= last);
}
