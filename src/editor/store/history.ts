import type { GraphPatch } from './edit.js';

/** At most so many entries can be undone. */
const HISTORY_LIMIT = 200;

/** Changes to the same thing within this time of each other are one entry, in milliseconds. */
export const COALESCE_WINDOW_MS = 1_200;

export interface HistoryEntry {
  patches: readonly GraphPatch[];
  inverse: readonly GraphPatch[];
  /** Entries with the same key may be joined; absent: never. */
  key?: string | undefined;
  at: number;
}

export interface History {
  undo: readonly HistoryEntry[];
  redo: readonly HistoryEntry[];
}

export const emptyHistory: History = { undo: [], redo: [] };

function join(earlier: HistoryEntry, later: HistoryEntry): HistoryEntry {
  return {
    patches: [...earlier.patches, ...later.patches],
    inverse: [...later.inverse, ...earlier.inverse],
    key: later.key,
    at: later.at,
  };
}

/**
 * Adds what was just done. It joins the entry before where `gesture` says so, or where both have the same key
 * and lie close in time; what was undone can't be redone afterwards.
 */
export function pushEntry(history: History, entry: HistoryEntry, options: { join?: boolean } = {}): History {
  const last = history.undo.at(-1);
  const isSame =
    last !== undefined &&
    (options.join === true ||
      (entry.key !== undefined && last.key === entry.key && entry.at - last.at <= COALESCE_WINDOW_MS));
  if (last !== undefined && isSame) {
    return { undo: [...history.undo.slice(0, -1), join(last, entry)], redo: [] };
  }
  return { undo: [...history.undo, entry].slice(-HISTORY_LIMIT), redo: [] };
}

/** Keeps the next entry from joining the last one: its gesture is over. */
export function sealHistory(history: History): History {
  const last = history.undo.at(-1);
  if (last?.key === undefined) return history;
  return { ...history, undo: [...history.undo.slice(0, -1), { ...last, key: undefined }] };
}

/** Moves the newest entry from one stack to the other; `undefined` where there is none. */
export function takeEntry(
  history: History,
  from: 'undo' | 'redo',
): { entry: HistoryEntry; history: History } | undefined {
  const entry = history[from].at(-1);
  if (entry === undefined) return undefined;
  const rest = history[from].slice(0, -1);
  const sealed = { ...entry, key: undefined };
  return {
    entry,
    history:
      from === 'undo'
        ? { undo: rest, redo: [...history.redo, sealed] }
        : { undo: [...history.undo, sealed], redo: rest },
  };
}
