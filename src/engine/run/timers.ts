import { createAbort } from './abort.js';
import type { Instant, RunEventBody, StepPath, Waiting } from './event.js';
import type { AbortSignalLike, ClockPort } from './ports.js';
import type { Slots } from './slots.js';

/** How a wait ended. `parked`: the run is put down; whoever resumes it waits on. */
export type WaitEnd = 'due' | 'parked' | 'aborted';

/** The timers of one run, and what it knows of work under way beside them. */
export interface Timers {
  /** To be called before work starts, and `rest` after it has ended or handed on. */
  work(): void;
  rest(): void;
  /**
   * Waits until the time that is given, as an event says: a run that is resumed after a crash waits on. The slot is
   * given back meanwhile, so that a host that is down doesn't keep steps from others. Only for steps that hold one.
   */
  wait(step: StepPath, waiting: Waiting, signal: AbortSignalLike): Promise<WaitEnd>;
  /** When the first timer is due, once the run was parked. */
  parkedUntil(): Instant | undefined;
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

export function createTimers({ clock, slots, parkAfterMs, isRecorded, emit }: TimersOptions): Timers {
  const open = new Set<{ until: Instant; park: () => void }>();
  let busy = 0;
  let parkedUntil: Instant | undefined;

  function rest(): void {
    busy -= 1;
    if (busy > 0 || open.size === 0 || parkAfterMs === undefined) return;
    let first = Number.POSITIVE_INFINITY;
    for (const { until } of open) first = Math.min(first, until);
    if (first - clock.now() <= parkAfterMs) return;
    parkedUntil = first;
    for (const { park } of open) park();
  }

  async function wait(step: StepPath, waiting: Waiting, signal: AbortSignalLike): Promise<WaitEnd> {
    const { until } = waiting;
    if (!isRecorded(step, waiting)) emit({ type: 'step_waiting', step, waiting });
    const sleep = createAbort(signal);
    let isParked = false;
    const timer = {
      until,
      park() {
        isParked = true;
        sleep.abort();
      },
    };
    open.add(timer);
    slots.release();
    rest();
    // Whoever was parked or aborted already hears of it no more.
    if (!sleep.signal.aborted) await clock.sleep(Math.max(0, until - clock.now()), sleep.signal);
    open.delete(timer);
    sleep.dispose();
    busy += 1;
    await slots.take();
    if (isParked) return 'parked';
    if (signal.aborted) return 'aborted';
    emit({ type: 'step_resumed', step });
    return 'due';
  }

  return {
    work: () => {
      busy += 1;
    },
    rest,
    wait,
    parkedUntil: () => parkedUntil,
  };
}
