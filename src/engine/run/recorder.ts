import type { Redactor } from '../secrets/redactor.js';
import type { RunEvent, RunEventBody } from './event.js';
import type { OpenSteps } from './open-steps.js';
import type { ClockPort, JournalPort } from './ports.js';
import { redactEvent } from './redact-event.js';

/** Numbers a run's events and stores them in order, as many at once as have gathered. */
export interface Recorder {
  /** Gives the event as it is stored, without secrets: what is read later is the same here and after a resume. */
  emit<Event extends RunEventBody>(event: Event): Event;
  /** Like `emit`, but stored with whatever comes next: for an event that another follows at once. */
  hold<Event extends RunEventBody>(event: Event): Event;
  /** Resolves when everything emitted so far is stored. Rejects, from then on always, after a failure. */
  flush(): Promise<void>;
  /** Stores nothing more, so that what an interrupted run does while it stops is no part of its journal. */
  fail(reason: unknown): void;
}

interface RecorderOptions {
  journal: JournalPort;
  clock: ClockPort;
  /** Nothing leaves the engine with a secret in it. */
  redactor: Redactor;
  openSteps: OpenSteps;
  /** The last number that was used. */
  seq: number;
  /** Called for each event once it is stored, in order. */
  onRecorded: (event: RunEvent) => void;
  /** Called once, when storing failed or `fail` was called. */
  onFailed: () => void;
}

export function createRecorder(options: RecorderOptions): Recorder {
  const { journal, clock, redactor, openSteps, onRecorded, onFailed } = options;
  let { seq } = options;
  let pending: RunEvent[] = [];
  /** The last write, done or under way. */
  let tail: Promise<void> = Promise.resolve();
  let isWritePlanned = false;
  let failure: { reason: unknown } | undefined;

  function fail(reason: unknown): void {
    if (failure) return;
    failure = { reason };
    pending = [];
    onFailed();
  }

  async function write(): Promise<void> {
    isWritePlanned = false;
    const batch = pending;
    if (batch.length === 0) return;
    pending = [];
    await journal.record(batch);
    for (const event of batch) onRecorded(event);
  }

  function hold<Event extends RunEventBody>(event: Event): Event {
    if (failure) return event;
    for (const step of openSteps.endedBy(event)) add({ type: 'step_cancelled', step });
    return add(event);
  }

  function add<Event extends RunEventBody>(event: Event): Event {
    seq += 1;
    const stored = redactEvent(event, redactor);
    pending.push({ ...stored, seq, at: clock.now() });
    return stored;
  }

  function planWrite(): void {
    if (isWritePlanned || pending.length === 0) return;
    isWritePlanned = true;
    tail = tail.then(write).catch(fail);
  }

  return {
    hold,
    fail,
    emit(event) {
      const stored = hold(event);
      planWrite();
      return stored;
    },
    async flush() {
      planWrite();
      await tail;
      if (failure) throw failure.reason;
    },
  };
}
