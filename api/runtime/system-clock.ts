import type { ClockPort } from '#engine';

/** The longest that `setTimeout` counts; anything longer would fire at once. */
const LONGEST_TIMER_MS = 2_147_483_647;

/** The machine's clock and timers. */
export const systemClock: ClockPort = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal.aborted) return resolve();
      let left = ms;
      let timer: ReturnType<typeof setTimeout>;
      const finish = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', finish);
        resolve();
      };
      const sleepOn = () => {
        const part = Math.min(left, LONGEST_TIMER_MS);
        left -= part;
        timer = setTimeout(left > 0 ? sleepOn : finish, part);
      };
      signal.addEventListener('abort', finish, { once: true });
      sleepOn();
    }),
};
