import type { PagesSoFar } from '../http/pagination/take-page.js';
import { hideWith } from '../http/redact-response.js';
import type { JsonValue } from '../json.js';
import type { Redactor } from '../secrets/redactor.js';
import type { SavedPages } from './join-pages.js';

/**
 * Pages so far, as an event keeps them, which then are those that the journal has. Undefined where there are none, and
 * where the next one's URL holds a secret, which is no part of an event: whoever resumes the run then begins with the
 * first page.
 */
export function savePages(pages: PagesSoFar, redactor: Redactor): JsonValue | undefined {
  const { page, position, items, bytes, asked, had } = pages;
  const hide = hideWith(redactor);
  const isSecret = typeof position === 'string' && hide(position) !== position;
  pages.had = { items: 0, asked: 0 };
  if (page === 1 || isSecret) return undefined;
  pages.had = { items: items.length, asked: asked.size };
  return {
    page,
    position: position ?? null,
    bytes,
    had,
    items: items.slice(had.items),
    asked: [...asked].slice(had.asked).map((one) => (typeof one === 'string' ? hide(one) : one)),
  } satisfies SavedPages;
}

/** Reads what `joinPages` made of all waits. */
export function loadPages(saved: JsonValue): PagesSoFar {
  // Nothing else writes the pages of an event.
  const { position, items, asked, ...rest } = saved as unknown as SavedPages;
  const had = { items: items.length, asked: asked.length };
  return { ...rest, position: position ?? undefined, items: [...items], asked: new Set(asked), had };
}
