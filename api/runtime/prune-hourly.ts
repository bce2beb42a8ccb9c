import type { Database } from '../db/database.js';
import { prune, type Retention } from '../services/retention.js';

const EVERY_MS = 3_600_000;
/** Servers that start together do not all begin with it. */
const FIRST_MS = 60_000;

/**
 * Prunes a minute after the start and then once an hour, until the function it answers is called; that resolves when the
 * batch under way is done. What goes wrong is told to `onError`, and tried again an hour later.
 */
export function pruneHourly(
  database: Database,
  retention: Retention,
  onError: (error: unknown) => void,
): () => Promise<void> {
  const stopping = new AbortController();
  let running: Promise<unknown> = Promise.resolve();
  let timer: ReturnType<typeof setTimeout>;
  const later = (ms: number): void => {
    timer = setTimeout(() => {
      running = prune(database, retention, { signal: stopping.signal })
        .catch(onError)
        .finally(() => {
          if (!stopping.signal.aborted) later(EVERY_MS);
        });
    }, ms);
  };
  later(FIRST_MS);
  return async () => {
    stopping.abort();
    clearTimeout(timer);
    await running;
  };
}
