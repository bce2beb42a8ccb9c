/** A signal that aborts for the first of several reasons. */
export interface StopSignal {
  signal: AbortSignal;
  /** Aborts it, and lets go of the timer and of the other signals, which may live much longer. */
  stop(): void;
}

/** Aborts with any of `signals`, and after `ms` at the latest. */
export function createStopSignal(ms: number, signals: readonly (AbortSignal | undefined)[]): StopSignal {
  const controller = new AbortController();
  const stop = (): void => {
    clearTimeout(timer);
    for (const signal of signals) signal?.removeEventListener('abort', stop);
    controller.abort();
  };
  const timer = setTimeout(stop, ms);
  for (const signal of signals) signal?.addEventListener('abort', stop);
  if (signals.some((signal) => signal?.aborted)) stop();
  return { signal: controller.signal, stop };
}
