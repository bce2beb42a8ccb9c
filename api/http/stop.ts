import type { SendOptions } from '#engine';

export type StopReason = 'timeout' | 'cancelled';

/** What ends an exchange early. An `AbortController` would do, at a tenth of what a whole request costs. */
export interface Stop {
  /** Why it was stopped; absent while it wasn't. */
  readonly reason: StopReason | undefined;
  /** Called once when it is stopped. One exchange listens at a time. */
  listener: ((reason: StopReason) => void) | undefined;
}

/** One stop for the caller's cancel and the total deadline; `release` when the exchange is over. */
export function createStop({ signal, timeoutMs }: SendOptions): { stop: Stop; release(): void } {
  const stop: { reason: StopReason | undefined; listener: Stop['listener'] } = {
    reason: undefined,
    listener: undefined,
  };
  const end = (reason: StopReason): void => {
    if (stop.reason) return;
    stop.reason = reason;
    stop.listener?.(reason);
  };
  const onCancel = (): void => end('cancelled');
  const timer = setTimeout(end, timeoutMs, 'timeout');
  if (signal.aborted) onCancel();
  signal.addEventListener('abort', onCancel, { once: true });
  return {
    stop,
    release() {
      clearTimeout(timer);
      signal.removeEventListener('abort', onCancel);
    },
  };
}
