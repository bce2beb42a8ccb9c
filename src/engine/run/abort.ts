import type { AbortSignalLike } from './ports.js';

/** The engine's own `AbortController`: the platform's is not part of the language, and the engine only needs this. */
export interface Abort {
  readonly signal: AbortSignalLike;
  abort(): void;
  /** Stops listening to the parent; to be called when the work that the signal is for is over. */
  dispose(): void;
}

/** A signal that is aborted by `abort()`, or when its parent is. */
export function createAbort(parent?: AbortSignalLike): Abort {
  const listeners = new Set<() => void>();
  // A plain field: an object with a getter of its own costs a shape of its own, and a run makes many.
  const signal = {
    aborted: parent?.aborted ?? false,
    addEventListener: (_type: 'abort', listener: () => void) => void listeners.add(listener),
    removeEventListener: (_type: 'abort', listener: () => void) => void listeners.delete(listener),
  };
  const abort = () => {
    if (signal.aborted) return;
    signal.aborted = true;
    for (const listener of [...listeners]) listener();
    listeners.clear();
  };
  if (!signal.aborted) parent?.addEventListener('abort', abort, { once: true });
  return { abort, dispose: () => parent?.removeEventListener('abort', abort), signal };
}
