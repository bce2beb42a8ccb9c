import type { Condition, HttpStep, OutgoingRequest, Pagination } from '#engine';
import { type Answer, json } from './engine.js';
import { attemptsIn, runStep, type StepOptions } from './http-step.js';

const items = '{{response.body.data}}';
export const byCursor = {
  type: 'cursor',
  cursor: '{{response.body.next}}',
  name: 'after',
  items,
} satisfies Pagination;
export const byUrl = { type: 'next_url', next: '{{response.body.next}}', items } satisfies Pagination;
export const byPage = { type: 'page', name: 'page', items } satisfies Pagination;
export const byOffset = { type: 'offset', name: 'skip', items } satisfies Pagination;
export const byLink = { type: 'link_header', items: '{{response.body}}' } satisfies Pagination;
export const isLast: Condition = { left: '{{response.body.last}}', op: 'equals', right: true };

/** A step that asks for pages, of a server that answers by a script. */
export async function runPages(
  pagination: Pagination,
  script: (request: OutgoingRequest, number: number) => Answer,
  { step = {}, ...options }: StepOptions & { step?: Partial<HttpStep> } = {},
) {
  const whole = await runStep({ pagination, ...step }, { script, ...options });
  const { result, journal, host } = whole;
  const output = result.status === 'succeeded' ? result.output : undefined;
  const error = result.status === 'failed' ? result.error : undefined;
  return { ...whole, output, error, attempts: attemptsIn(journal), calls: host.calls() };
}

/** Two pages of one item, and an empty one. */
export const paged = (_request: OutgoingRequest, number: number) =>
  json({ data: number < 3 ? [number] : [], next: number < 3 ? `c${number}` : null });
