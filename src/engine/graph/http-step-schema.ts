import * as z from 'zod/mini';
import { conditionSchema } from './condition-schema.js';
import { httpRequestSchema } from './http-request-schema.js';
import { stepBase } from './step-base.js';

/** What an answer means for its step. */
const outcomeSchema = z.enum([
  'success',
  'success_empty',
  'fail',
  'retry',
  'rate_limited',
  'auth_expired',
]);
export type AnswerOutcome = z.infer<typeof outcomeSchema>;

const template = z.string().check(z.maxLength(65_536));
const name = z.string().check(z.minLength(1), z.maxLength(500));
const everyPage = {
  /** Where the items of a page are, e.g. `{{response.body.data}}`: a list. */
  items: template,
  /** Read after each page; no more are asked for once it holds. */
  stopWhen: z.optional(conditionSchema),
  /** Stops after so many pages; absent: a run's limit, past which the step fails. */
  maxPages: z.optional(z.int().check(z.gte(1), z.lte(10_000))),
  /** Stops after so many items, and gives no more than these. */
  maxItems: z.optional(z.int().check(z.gte(1), z.lte(100_000))),
};
/** Where a cursor, page number or offset goes. `name` of a body is a place, e.g. `variables.after`. */
const sentIn = z.optional(z.enum(['query', 'body', 'header']));

/** How the next page is asked for. Items of all pages are one list, which is the response's body. */
const paginationSchema = z.discriminatedUnion('type', [
  /** `next` gives the URL of the next page, absolute or relative; nothing, null or "": there is none. */
  z.strictObject({ type: z.literal('next_url'), next: template, ...everyPage }),
  /** `cursor` gives what the next request sends under `name`; nothing, null or "": there is no next page. */
  z.strictObject({ type: z.literal('cursor'), cursor: template, in: sentIn, name, ...everyPage }),
  /** Counts pages up, until one has no items. */
  z.strictObject({ type: z.literal('page'), in: sentIn, name, start: z.optional(z.int()), ...everyPage }),
  /** Skips what it has, until a page has no items. `step`: what is added; default: the items of the page. */
  z.strictObject({
    type: z.literal('offset'),
    in: sentIn,
    name,
    start: z.optional(z.int()),
    step: z.optional(z.int().check(z.gte(1))),
    ...everyPage,
  }),
  /** The `Link` header (RFC 8288); default relation: `next`. */
  z.strictObject({ type: z.literal('link_header'), rel: z.optional(name), ...everyPage }),
]);
export type Pagination = z.infer<typeof paginationSchema>;

/** For APIs that accept a job and want to be asked again: the request is repeated until the condition holds. */
const pollSchema = z.strictObject({
  until: conditionSchema,
  intervalMs: z.int().check(z.gte(100), z.lte(86_400_000)),
  maxAttempts: z.int().check(z.gte(1), z.lte(10_000)),
});
export type Poll = z.infer<typeof pollSchema>;

const classificationSchema = z.strictObject({ when: conditionSchema, as: outcomeSchema });
export type Classification = z.infer<typeof classificationSchema>;

export const httpStepSchema = z.strictObject({
  ...stepBase,
  type: z.literal('http'),
  request: httpRequestSchema,
  /** What answers mean, before the defaults by status: the first whose condition holds over `response` counts. */
  classify: z.optional(z.array(classificationSchema).check(z.maxLength(50))),
  pagination: z.optional(paginationSchema),
  poll: z.optional(pollSchema),
  /** How the response body is read; auto: by its content type. */
  responseType: z.optional(z.enum(['auto', 'json', 'jsonl', 'text', 'base64'])),
  /** What to do where a POST or PATCH without an idempotency key was sent and no answer came; default: fail. */
  unknownOutcome: z.optional(z.enum(['fail', 'retry'])),
  /**
   * Asked where the outcome is unknown: a request that looks whether the thing is there. Where `found` holds over its
   * response, that response becomes the step's; else the step's request is sent again.
   */
  reconcile: z.optional(z.strictObject({ request: httpRequestSchema, found: conditionSchema })),
});
export type HttpStep = z.infer<typeof httpStepSchema>;
