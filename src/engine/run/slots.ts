/** Lets so many tasks run at once; the others wait in the order in which they asked. */
export interface Slots {
  /** Takes a slot if one is free. */
  tryTake(): boolean;
  /** Resolves with a slot that is taken for the caller: at once where one is free. */
  take(): Promise<void>;
  /** Gives a slot back, or straight to the one who waits longest. */
  release(): void;
}

export function createSlots(count: number): Slots {
  let free = count;
  const waiting: (() => void)[] = [];
  const tryTake = () => {
    if (free === 0) return false;
    free -= 1;
    return true;
  };
  return {
    tryTake,
    take: () => (tryTake() ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
    release() {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    },
  };
}
