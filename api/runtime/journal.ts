import { applyRunEvents, type ClockPort, type JournalPort, type RunEvent, type RunState } from '#engine';
import { isTransientError } from '../db/is-transient-error.js';
import type { JournalEntry } from './append-events.js';
import type { Claim } from './claim.js';
import type { CommitEntry } from './commit-together.js';

/** How long a record waits for a database that is away, before its run is given up to a later recovery. */
const OUTAGE_MS = 120_000;
const FIRST_RETRY_MS = 100;
const MAX_RETRY_MS = 2_000;

/** This runtime lost the execution to another, or the execution is gone: it must not write to it any more. */
export class FencedError extends Error {
  override readonly name = 'FencedError';
  constructor(readonly executionId: string) {
    super(`Execution ${executionId} was taken over by another runtime, so this one stops.`);
  }
}

/** The runtime is stopping and has let go of the execution; another will go on with it. */
export class JournalClosedError extends Error {
  override readonly name = 'JournalClosedError';
  constructor(readonly executionId: string) {
    super(`Execution ${executionId} was put down because its runtime is stopping.`);
  }
}

export interface DatabaseJournal extends JournalPort {
  /** The state after everything recorded. */
  readonly state: RunState;
  /** Why nothing can be recorded any more; absent while the journal works. */
  readonly failure: unknown;
  /** Refuses what comes from now on, with `reason`, and resolves when what is being written has been. */
  close(reason: FencedError | JournalClosedError): Promise<void>;
}

export interface DatabaseJournalOptions {
  commit: CommitEntry;
  claim: Claim;
  /** The state after what is recorded already. */
  state: RunState;
  connectorId?: string | undefined;
  clock: ClockPort;
}

/**
 * A journal in the database. `record` resolves after the commit; it outlasts two minutes of a database that is away.
 * Rejects with `FencedError` when another runtime has taken the execution over, and from then on always.
 */
export function createDatabaseJournal(options: DatabaseJournalOptions): DatabaseJournal {
  const { commit, claim, connectorId, clock } = options;
  const closing = new AbortController();
  const positions = new Map(Object.keys(options.state.steps).map((path, index) => [path, index]));
  let state = options.state;
  let failure: unknown;
  let writing: Promise<unknown> = Promise.resolve();

  function entryOf(events: readonly RunEvent[]): JournalEntry {
    for (const event of events) {
      if ('step' in event && !positions.has(event.step)) positions.set(event.step, positions.size);
    }
    const after = applyRunEvents(state, events);
    return { ...claim, connectorId, events, state: after, positionOf: (path) => positions.get(path) ?? 0 };
  }

  async function write(entry: JournalEntry): Promise<void> {
    const deadline = performance.now() + OUTAGE_MS;
    for (let delay = FIRST_RETRY_MS; ; delay = Math.min(delay * 2, MAX_RETRY_MS)) {
      try {
        const outcome = await commit(entry);
        if (outcome === 'fenced') throw new FencedError(claim.executionId);
        state = entry.state;
        return;
      } catch (error) {
        const isHopeless = !isTransientError(error) || performance.now() > deadline;
        if (isHopeless || closing.signal.aborted) throw error;
      }
      await clock.sleep(delay, closing.signal);
    }
  }

  return {
    get state() {
      return state;
    },
    get failure() {
      return failure;
    },
    record: (events) => {
      const written = writing.then(async () => {
        if (failure !== undefined) throw failure;
        try {
          await write(entryOf(events));
        } catch (error) {
          failure ??= error;
          throw error;
        }
      });
      writing = written.catch(() => {}); // its caller has the error
      return written;
    },
    close: async (reason) => {
      failure ??= reason;
      closing.abort();
      await writing;
    },
  };
}
