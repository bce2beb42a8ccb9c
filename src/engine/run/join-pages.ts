import type { PagePosition } from '../http/pagination/next-page.js';
import type { JsonValue } from '../json.js';
import type { Waiting } from './event.js';

/** The pages of a step as a wait stores them: what is new since the wait before, or else a journal grows by squares. */
export interface SavedPages {
  page: number;
  position: PagePosition | null;
  bytes: number;
  /** How many the waits before have. */
  had: { items: number; asked: number };
  items: JsonValue[];
  asked: PagePosition[];
}

/** A wait with all pages that the waits up to it have stored. */
export function joinPages(waiting: Waiting, before: Waiting | undefined): Waiting {
  // Nothing else writes the pages of an event.
  const known = before?.pages as unknown as SavedPages | undefined;
  const saved = waiting.pages as unknown as SavedPages | undefined;
  if (!known || !saved) return waiting;
  const items = [...known.items.slice(0, saved.had.items), ...saved.items];
  const asked = [...known.asked.slice(0, saved.had.asked), ...saved.asked];
  return { ...waiting, pages: { ...saved, had: { items: 0, asked: 0 }, items, asked } };
}
