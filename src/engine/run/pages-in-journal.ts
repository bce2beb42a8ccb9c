import type { PagePosition } from '../http/pagination/next-page.js';
import type { PagesSoFar } from '../http/pagination/take-page.js';
import { hideWith } from '../http/redact-response.js';
import type { JsonValue } from '../json.js';
import type { Redactor } from '../secrets/redactor.js';

/**
 * Pages so far, as an event keeps them. Undefined where there are none, and where the next one's URL holds a secret,
 * which is no part of an event: whoever resumes the run then begins with the first page.
 */
export function savePages(pages: PagesSoFar, redactor: Redactor): JsonValue | undefined {
  const { page, position, items, bytes, asked } = pages;
  const hide = hideWith(redactor);
  const isSecret = typeof position === 'string' && hide(position) !== position;
  if (page === 1 || isSecret) return undefined;
  const shown = [...asked].map((one) => (typeof one === 'string' ? hide(one) : one));
  // A copy: the list goes on growing.
  return { page, position: position ?? null, items: [...items], bytes, asked: shown };
}

/** Reads what `savePages` gave. */
export function loadPages(saved: JsonValue): PagesSoFar {
  // Nothing else writes the pages of an event.
  const { asked, position, items, ...rest } = saved as unknown as Omit<PagesSoFar, 'asked' | 'last'> & {
    asked: PagePosition[];
  };
  return { ...rest, position: position ?? undefined, items: [...items], asked: new Set(asked) };
}
