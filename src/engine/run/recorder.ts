import type { RunEvent, RunEventBody } from './event.js';
import type { ClockPort, JournalPort } from './ports.js';

/** Numbers a run's events and stores them in order, as many at once as have gathered. */
export interface Recorder {
  emit(event: RunEventBody): void;
  /** Like `emit`, but stored with whatever comes next: for an event that another follows at once. */
  hold(event: RunEventBody): void;
  /** Resolves when everything emitted so far is stored. Rejects, from then on always, when storing failed. */
  flush(): Promise<void>;
}

interface RecorderOptions {
  journal: JournalPort;
  clock: ClockPort;
  /** The last number that was used. */
  seq: number;
  /** Called for each event once it is stored, in order. */
  onRecorded: (event: RunEvent) => void;
}

export function createRecorder({ journal, clock, seq: start, onRecorded }: RecorderOptions): Recorder {
  let seq = start;
  let pending: RunEvent[] = [];
  /** The last write, done or under way. */
  let tail: Promise<void> = Promise.resolve();
  /** The write that will take what is pending, where one is planned. */
  let next: Promise<void> | undefined;

  async function write(): Promise<void> {
    next = undefined;
    const batch = pending;
    pending = [];
    await journal.record(batch);
    for (const event of batch) onRecorded(event);
  }

  function hold(event: RunEventBody): void {
    seq += 1;
    pending.push({ ...event, seq, at: clock.now() });
  }

  function planWrite(): void {
    if (next) return;
    next = tail.then(write);
    tail = next;
    // Whoever depends on the write awaits it by `flush`; a write that nobody awaits must not go unhandled.
    tail.catch(() => undefined);
  }

  return {
    hold,
    emit(event) {
      hold(event);
      planWrite();
    },
    flush() {
      if (pending.length > 0) planWrite();
      return tail;
    },
  };
}
