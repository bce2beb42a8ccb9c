import type { Database } from '../db/database.js';
import { isTransientError } from '../db/is-transient-error.js';
import { type AppendOutcome, appendEvents, type JournalEntry } from './append-events.js';

/** Makes an entry durable: resolves when it is, or with `fenced` when it never will be. */
export type CommitEntry = (entry: JournalEntry) => Promise<AppendOutcome>;

/** Most entries that share a transaction. */
const MAX_TOGETHER = 100;

interface Waiting {
  entry: JournalEntry;
  resolve: (outcome: AppendOutcome) => void;
  reject: (reason: unknown) => void;
}

/**
 * Group commit: entries that arrive while a transaction of their workspace is under way share the next one. An entry
 * alone waits for nothing. Where a shared transaction is refused, each of its entries is tried in one of its own, so
 * that a bad one spoils no other.
 */
export function commitTogether(database: Database): CommitEntry {
  const queues = new Map<string, Waiting[]>();

  async function write(workspaceId: string, batch: readonly Waiting[]): Promise<void> {
    try {
      const outcomes = await database.as({ role: 'runtime', workspaceId }, (tx) =>
        appendEvents(
          tx,
          batch.map(({ entry }) => entry),
        ),
      );
      for (const [index, { resolve }] of batch.entries()) resolve(outcomes[index] ?? 'fenced');
    } catch (error) {
      const isOneToBlame = batch.length > 1 && !isTransientError(error);
      if (isOneToBlame) for (const one of batch) await write(workspaceId, [one]);
      else for (const { reject } of batch) reject(error);
    }
  }

  async function drain(workspaceId: string, queue: Waiting[]): Promise<void> {
    while (queue.length > 0) {
      // In the order of the connectors they count, so that the batches of two processes can't wait for each other,
      // and within it of their ids, so that neither can a batch and `renewLeases`.
      const batch = queue.splice(0, MAX_TOGETHER).sort(inLockOrder);
      await write(workspaceId, batch);
    }
    queues.delete(workspaceId);
  }

  return (entry) =>
    new Promise((resolve, reject) => {
      const waiting = { entry, resolve, reject };
      const queue = queues.get(entry.workspaceId);
      if (queue) {
        queue.push(waiting);
        return;
      }
      const started = [waiting];
      queues.set(entry.workspaceId, started);
      void drain(entry.workspaceId, started);
    });
}

function inLockOrder({ entry: a }: Waiting, { entry: b }: Waiting): number {
  return lockKey(a) < lockKey(b) ? -1 : 1;
}

/** Sorts as `connector_id nulls first, id` does. */
function lockKey({ connectorId = '', executionId }: JournalEntry): string {
  return `${connectorId}/${executionId}`;
}
