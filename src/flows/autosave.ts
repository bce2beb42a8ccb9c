export type SaveState =
  | { status: 'saved'; version: number }
  | { status: 'unsaved' | 'saving'; version: number }
  /** The server refused or could not be reached; the edit is kept and can be tried again. */
  | { status: 'failed'; version: number; error: unknown }
  /** Someone else saved in between; nothing is saved until one side is chosen. */
  | { status: 'conflict'; version: number };

export interface AutosaveOptions<T> {
  /** The version that the first edit starts from. */
  version: number;
  /** Saves over `version` and answers with the new version; throws what went wrong. */
  save: (value: T, version: number) => Promise<number>;
  /** One edit out of two that wait. */
  merge: (earlier: T, later: T) => T;
  /** Whether an error of `save` means that the version has moved on. */
  isConflict: (error: unknown) => boolean;
  /** How long it waits for the next edit, in milliseconds. Default: 700. */
  delayMs?: number;
}

export interface Autosave<T> {
  getState: () => SaveState;
  subscribe: (listener: () => void) => () => void;
  /** Takes an edit; it is saved once no other came for the delay. */
  edit: (value: T) => void;
  /** Saves what is unsaved now. Answers whether everything is saved. */
  flush: () => Promise<boolean>;
  /** Settles a conflict by saving this side's edit over the version given. */
  overwrite: (version: number) => Promise<boolean>;
}

interface Edit<T> {
  value: T;
}

/** Saves a document while it is edited: one request at a time, edits merged, never over someone else's. */
export function createAutosave<T>(options: AutosaveOptions<T>): Autosave<T> {
  const { save, merge, isConflict, delayMs = 700 } = options;
  const listeners = new Set<() => void>();
  let state: SaveState = { status: 'saved', version: options.version };
  let pending: Edit<T> | undefined;
  let running: Promise<boolean> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const become = (next: SaveState) => {
    state = next;
    for (const listener of listeners) listener();
  };

  /** `later` came while `earlier` was being saved in vain: both are saved together next time. */
  const keep = (earlier: Edit<T>, later: Edit<T> | undefined) => {
    pending = later ? { value: merge(earlier.value, later.value) } : earlier;
  };

  const run = async (): Promise<boolean> => {
    while (pending && state.status !== 'conflict') {
      const edit = pending;
      pending = undefined;
      become({ status: 'saving', version: state.version });
      try {
        const version = await save(edit.value, state.version);
        become({ status: pending ? 'unsaved' : 'saved', version });
      } catch (error) {
        keep(edit, pending);
        become(
          isConflict(error)
            ? { status: 'conflict', version: state.version }
            : { status: 'failed', version: state.version, error },
        );
        return false;
      }
    }
    return state.status === 'saved';
  };

  const flush = (): Promise<boolean> => {
    clearTimeout(timer);
    // An edit that comes while a request is under way is saved by the loop of that request.
    running ??= run().finally(() => {
      running = undefined;
    });
    return running;
  };

  return {
    getState: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    edit: (value) => {
      pending = { value: pending ? merge(pending.value, value) : value };
      if (state.status === 'conflict') return;
      if (state.status !== 'saving') become({ status: 'unsaved', version: state.version });
      clearTimeout(timer);
      timer = setTimeout(flush, delayMs);
    },
    flush,
    overwrite: (version) => {
      become({ status: 'unsaved', version });
      return flush();
    },
  };
}
