import type { RunEvent } from './event.js';

/** The events of a run for those who watch: each iteration starts with the first event and ends with the run. */
export interface EventStream extends AsyncIterable<RunEvent> {
  push(event: RunEvent): void;
  end(): void;
  /** Ends the stream by an error, which every iteration throws after the last event. */
  fail(error: unknown): void;
}

export function createEventStream(): EventStream {
  const events: RunEvent[] = [];
  let ended: { error?: unknown } | undefined;
  let waiting: (() => void)[] = [];
  const wake = () => {
    if (waiting.length === 0) return;
    const woken = waiting;
    waiting = [];
    for (const resolve of woken) resolve();
  };
  return {
    push(event) {
      events.push(event);
      wake();
    },
    end() {
      ended = {};
      wake();
    },
    fail(error) {
      ended = { error };
      wake();
    },
    async *[Symbol.asyncIterator]() {
      for (let index = 0; ; ) {
        const event = events[index];
        if (event) {
          index += 1;
          yield event;
        } else if (ended) {
          if ('error' in ended) throw ended.error;
          return;
        } else {
          await new Promise<void>((resolve) => waiting.push(resolve));
        }
      }
    },
  };
}
