export interface WakeSignal {
  wake(): void;
  /** Resolves at the next `wake`, at once if there was one since the last wait, or after `ms`. */
  wait(ms: number): Promise<void>;
}

/** Lets one loop sleep until there may be something to do. */
export function createWakeSignal(): WakeSignal {
  let isAwake = false;
  let resume: (() => void) | undefined;
  return {
    wake: () => {
      isAwake = true;
      resume?.();
    },
    wait: async (ms) => {
      if (!isAwake) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms);
          resume = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      isAwake = false;
      resume = undefined;
    },
  };
}
