import { applyRunEvents, type RunEvent, type RunState } from '../engine/index.js';

export interface FollowOptions {
  /** The run's events after a `seq`, in order. The iteration may repeat events and end early. */
  events: (after: number, signal: AbortSignal) => AsyncIterable<RunEvent>;
  /** Calls back before the next paint. */
  nextFrame: (callback: () => void) => void;
  /** The newest state, at most once per frame. */
  onState: (run: RunState) => void;
  /** The events ended; with an error where they could not be read. */
  onEnd: (error?: unknown) => void;
}

/** Folds a run's events onto `start` until they end. Answers with the function that stops it. */
export function followRun(start: RunState, { events, nextFrame, onState, onEnd }: FollowOptions): () => void {
  const abort = new AbortController();
  let run = start;
  // Folded together: a run has thousands of steps, and each fold copies the list of them.
  let fresh: RunEvent[] = [];
  const publish = () => {
    if (abort.signal.aborted || fresh.length === 0) return;
    run = applyRunEvents(run, fresh);
    fresh = [];
    onState(run);
  };
  const follow = async () => {
    for await (const event of events(start.seq, abort.signal)) {
      if (fresh.push(event) === 1) nextFrame(publish);
    }
  };
  follow().then(
    () => {
      if (abort.signal.aborted) return;
      publish();
      onEnd();
    },
    (error: unknown) => {
      if (!abort.signal.aborted) onEnd(error);
    },
  );
  return () => abort.abort();
}
