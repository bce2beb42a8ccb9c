import { compileTemplate } from '../../expressions/compile-template.js';
import { describeValue } from '../../expressions/functions/define-function.js';
import type { Scope } from '../../expressions/scope.js';
import type { Pagination } from '../../graph/http-step-schema.js';
import type { JsonValue } from '../../json.js';
import type { StepError } from '../../run/event.js';
import type { Limits } from '../../run/limits.js';
import { holdsOverResponse } from '../holds-over-response.js';
import type { Hide } from '../parse-json-body.js';
import { firstPosition, nextPage, type Page, type PagePosition, quoted } from './next-page.js';

/** Most items of all pages together. */
const MAX_ITEMS = 100_000;
/** How many times the limit of one response all pages may have together. */
const MAX_RESPONSES = 10;

/** What a step has of its pages, and which it asks for next. Its owner changes it. */
export interface PagesSoFar {
  /** The page under way, from 1. */
  page: number;
  /** Where it begins; absent: as the step's own request says it. */
  position: PagePosition | undefined;
  /** Of all pages before. */
  items: JsonValue[];
  /** Their decoded size. */
  bytes: number;
  /** Where the pages began, of those kinds that go where an answer says. */
  asked: Set<PagePosition>;
  /** How many of these the journal has. */
  had: { items: number; asked: number };
  /** The page before as it came, of those kinds that count. */
  last?: Uint8Array;
}

export function noPages(pagination: Pagination): PagesSoFar {
  const had = { items: 0, asked: 0 };
  return { page: 1, position: firstPosition(pagination), items: [], bytes: 0, asked: new Set(), had };
}

export type TakenPage =
  | { type: 'more' }
  /** `hasMore`: the step stops, though there may be more. */
  | { type: 'end'; hasMore: boolean }
  | { type: 'error'; error: Omit<StepError, 'step'> };

/** Adds a page to those before, and decides whether another follows. Throws `ExpressionError`. */
export function takePage(
  pagination: Pagination,
  pages: PagesSoFar,
  page: Omit<Page, 'count' | 'position'> & { bytes: Uint8Array; limits: Limits; hide: Hide },
): TakenPage {
  const { response, scope, bytes, limits, hide } = page;
  const { maxItems = Number.POSITIVE_INFINITY, maxPages, stopWhen } = pagination;
  const items = response.body === null ? [] : itemsOf(pagination, scope);
  if (!Array.isArray(items)) return failed('bad_response', items.message, 'pagination.items');
  const isCounted = pagination.type === 'page' || pagination.type === 'offset';
  if (isCounted && isSame(pages.last, bytes)) {
    return failed(
      'bad_response',
      `Page ${pages.page} is the same as the page before. The server seems not to know '${pagination.name}': check its name, or say with pagination.stopWhen which page is the last.`,
    );
  }
  for (const item of items) pages.items.push(item);
  pages.bytes += bytes.length;
  const next = nextPage(pagination, { ...page, position: pages.position, count: items.length });
  const excess = pages.items.length - maxItems;
  if (excess > 0) pages.items.length = maxItems;
  if (pages.items.length > MAX_ITEMS) return tooMuch('have more than 100,000 items');
  const maxBytes = MAX_RESPONSES * limits.responseBytes;
  if (pages.bytes > maxBytes) return tooMuch(`are larger than ${Math.round(maxBytes / 1e6)} MB`);
  if (next.type === 'done') return { type: 'end', hasMore: excess > 0 };
  const isEnough = excess >= 0 || (maxPages !== undefined && pages.page >= maxPages);
  if (isEnough || (stopWhen && holdsOverResponse(stopWhen, 'pagination.stopWhen', scope))) {
    return { type: 'end', hasMore: true };
  }
  if (next.type === 'error') return failed('bad_response', next.message);
  if (maxPages === undefined && pages.page >= limits.pages) {
    const message = `There are more than ${limits.pages} pages. Say with pagination.maxPages how many to ask for.`;
    return failed('limit', message, 'pagination.maxPages');
  }
  if (isCounted) {
    pages.last = bytes;
  } else {
    pages.asked.add(pages.position ?? page.url);
    if (pages.asked.has(next.position)) {
      // First hidden and then cut: a relative URL takes over what the one that was asked has.
      const shown = quoted(hide(String(next.position)));
      return failed(
        'bad_response',
        `Page ${pages.page} names ${shown} as the next one, which was asked for already: the pages would never end.`,
      );
    }
  }
  pages.page += 1;
  pages.position = next.position;
  return { type: 'more' };
}

function itemsOf(pagination: Pagination, scope: Scope): JsonValue[] | { message: string } {
  const items = compileTemplate(pagination.items, 'pagination.items').evaluate(scope) ?? [];
  if (Array.isArray(items)) return items;
  return {
    message: `pagination.items gives ${describeValue(items)}, which is no list. Point it at the list in a page.`,
  };
}

/** An answer that doesn't change with the page that is asked for would fill the list for ever. */
function isSame(last: Uint8Array | undefined, bytes: Uint8Array): boolean {
  return last?.length === bytes.length && last.every((byte, index) => byte === bytes[index]);
}

function tooMuch(what: string): TakenPage {
  return failed(
    'limit',
    `The pages ${what} together. Ask for fewer with pagination.maxItems.`,
    'pagination.maxItems',
  );
}

function failed(code: StepError['code'], message: string, path = 'pagination'): TakenPage {
  return { type: 'error', error: { code, message, path } };
}
