import { compileTemplate } from '../../expressions/compile-template.js';
import { describeValue } from '../../expressions/functions/define-function.js';
import type { Scope } from '../../expressions/scope.js';
import type { Pagination } from '../../graph/http-step-schema.js';
import type { Template } from '../../json.js';
import { unreachable } from '../../unreachable.js';
import { ifInResponse } from '../holds-over-response.js';
import { formatOrigin, isSameOrigin, parseOrigin } from '../hosts.js';
import type { Response } from '../redact-response.js';
import type { RequestChange } from '../request-ask.js';
import { resolveUrl } from '../resolve-url.js';
import { parseLinkHeader } from './parse-link-header.js';

/** Where a page begins: its URL, cursor, number or offset. */
export type PagePosition = string | number;

/** A page that came. */
export interface Page {
  /** Absent: the step's own request asked for it as it is. */
  position: PagePosition | undefined;
  /** The URL that was asked. */
  url: string;
  /** How many items it has. */
  count: number;
  response: Response;
  /** What templates see, the answer included. */
  scope: Scope;
}

export type NextPage =
  | { type: 'more'; position: PagePosition }
  | { type: 'done' }
  /** `message` is a sentence. */
  | { type: 'error'; message: string };

/** Where the first page begins, for those kinds that say it in the request. */
export function firstPosition(pagination: Pagination): PagePosition | undefined {
  switch (pagination.type) {
    case 'page':
      return pagination.start ?? 1;
    case 'offset':
      return pagination.start ?? 0;
    default:
      return undefined;
  }
}

/** What the request for a page has otherwise than the step's own. */
export function changeFor(
  pagination: Pagination,
  position: PagePosition | undefined,
): RequestChange | undefined {
  if (position === undefined) return undefined;
  if (pagination.type === 'next_url' || pagination.type === 'link_header') return { url: String(position) };
  const { name } = pagination;
  switch (pagination.in) {
    case 'body':
      return { body: [name, position] };
    case 'header':
      return { header: [name, String(position)] };
    default:
      return { query: [name, String(position)] };
  }
}

/** Where the page after this one begins. Throws an `ExpressionError` where a template can't be evaluated. */
export function nextPage(pagination: Pagination, page: Page): NextPage {
  const { position, count, response } = page;
  switch (pagination.type) {
    case 'page':
      return count === 0 ? DONE : { type: 'more', position: Number(position) + 1 };
    case 'offset':
      return count === 0 ? DONE : { type: 'more', position: Number(position) + (pagination.step ?? count) };
    case 'cursor':
      return readPosition(pagination.cursor, 'pagination.cursor', page);
    case 'next_url': {
      const next = readPosition(pagination.next, 'pagination.next', page);
      return next.type === 'more' ? urlOf(String(next.position), page) : next;
    }
    case 'link_header': {
      const rel = (pagination.rel ?? 'next').toLowerCase();
      const links = parseLinkHeader(response.headers.link ?? '');
      const link = links.find(({ relations }) => relations.includes(rel));
      return link ? urlOf(link.target, page) : DONE;
    }
    default:
      return unreachable(pagination);
  }
}

const DONE: NextPage = { type: 'done' };

/** What a template finds in the answer. Nothing, null, "" and false mean that there is no next page. */
function readPosition(template: Template, place: string, { scope }: Page): NextPage {
  const value = ifInResponse(() => compileTemplate(template, place).evaluate(scope)) ?? null;
  if (value === null || value === '' || value === false) return DONE;
  if (typeof value === 'string' || typeof value === 'number') return { type: 'more', position: value };
  const message = `${place} gives ${describeValue(value)}, which is no text. Let it give null where there is no next page.`;
  return { type: 'error', message };
}

/** Whether a URL of the same server can be called is for `prepareRequest` to see, as with any that is computed. */
function urlOf(reference: string, { url: base }: Page): NextPage {
  const url = resolveUrl(base, reference.trim());
  const origin = parseOrigin(url);
  const own = parseOrigin(base);
  if (isSameOrigin(origin, own)) return { type: 'more', position: url };
  const message =
    origin && own
      ? `The next page is at ${formatOrigin(origin)}, which is another server than ${formatOrigin(own)}. Only pages of the same server are asked for.`
      : `The next page is at ${quoted(reference)}, which is no URL that can be called.`;
  return { type: 'error', message };
}

/** A position in a message. */
export function quoted(position: PagePosition): string {
  return JSON.stringify(String(position).slice(0, 100));
}
