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
  let aborted = parent?.aborted ?? false;
  const abort = () => {
    if (aborted) return;
    aborted = true;
    for (const listener of [...listeners]) listener();
    listeners.clear();
  };
  if (!aborted) parent?.addEventListener('abort', abort, { once: true });
  return {
    abort,
    dispose: () => parent?.removeEventListener('abort', abort),
    signal: {
      get aborted() {
        return aborted;
      },
      addEventListener: (_type, listener) => void listeners.add(listener),
      removeEventListener: (_type, listener) => void listeners.delete(listener),
    },
  };
}
