import { createAbort } from './abort.js';
import type { Instant, RunEventBody, StepPath, Waiting } from './event.js';
import type { AbortSignalLike, ClockPort } from './ports.js';
import type { Slots } from './slots.js';

/** How a wait ended. `parked`: the run is put down; whoever resumes it waits on. */
export type WaitEnd = 'due' | 'parked' | 'aborted';

/** The timers of one run, and what it knows of work under way beside them. */
export interface Timers {
  /**
   * One more thing is under way; `rest` when it has ended. A run begins with one. Who starts others and waits for them
   * hands that on to them, and has it back from the last: so the count is never nothing while something is to follow.
   */
  work(): void;
  rest(): void;
  /**
   * Waits until the time that is given, as an event says: a run that is resumed after a crash waits on. The slot is
   * given back meanwhile, so that a host that is down doesn't keep steps from others. Only for steps that hold one.
   */
  wait(step: StepPath, waiting: Waiting, signal: AbortSignalLike): Promise<WaitEnd>;
  /** When the first timer is due, of a run that was parked. */
  parkedUntil(): Instant;
}

interface TimersOptions {
  clock: ClockPort;
  slots: Slots;
  /** A run that has nothing to do for longer than this is parked; absent: never. */
  parkAfterMs: number | undefined;
  /** Timers that the journal has already: they are not recorded again. */
  isRecorded(step: StepPath, waiting: Waiting): boolean;
  emit(event: RunEventBody): void;
}

/** The longest sleep that is asked for at once: timers of platforms overflow past 24 days, and clocks drift. */
const LONGEST_SLEEP_MS = 3_600_000;

export function createTimers({ clock, slots, parkAfterMs, isRecorded, emit }: TimersOptions): Timers {
  const open = new Set<{ until: Instant; signal: AbortSignalLike; park: () => void }>();
  let busy = 1;
  let parkedUntil: Instant | undefined;

  function rest(): void {
    busy -= 1;
    if (busy > 0 || open.size === 0 || parkAfterMs === undefined) return;
    let first = Number.POSITIVE_INFINITY;
    for (const { until, signal } of open) {
      if (signal.aborted) return;
      first = Math.min(first, until);
    }
    if (first - clock.now() <= parkAfterMs) return;
    parkedUntil = Math.min(first, parkedUntil ?? first);
    for (const { park } of open) park();
  }

  async function wait(step: StepPath, waiting: Waiting, signal: AbortSignalLike): Promise<WaitEnd> {
    const { until } = waiting;
    if (!isRecorded(step, waiting)) emit({ type: 'step_waiting', step, waiting });
    const sleep = createAbort(signal);
    let isParked = false;
    const timer = {
      until,
      signal,
      park() {
        isParked = true;
        sleep.abort();
      },
    };
    open.add(timer);
    slots.release();
    rest();
    await sleepUntil(clock, until, sleep.signal);
    open.delete(timer);
    sleep.dispose();
    busy += 1;
    await slots.take();
    if (signal.aborted) return 'aborted';
    if (isParked) return 'parked';
    emit({ type: 'step_resumed', step });
    return 'due';
  }

  return {
    work: () => {
      busy += 1;
    },
    rest,
    wait,
    parkedUntil: () => parkedUntil ?? clock.now(),
  };
}

async function sleepUntil(clock: ClockPort, until: Instant, signal: AbortSignalLike): Promise<void> {
  for (let left = until - clock.now(); left > 0 && !signal.aborted; left = until - clock.now()) {
    await clock.sleep(Math.min(left, LONGEST_SLEEP_MS), signal);
  }
}
