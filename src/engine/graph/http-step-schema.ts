import * as z from 'zod/mini';
import { conditionSchema } from './condition-schema.js';
import { httpRequestSchema } from './http-request-schema.js';
import { integer, lengthUpTo, lengthWithin } from './schema-checks.js';
import { stepBase } from './step-base.js';

/** What an answer means for its step. */
export const outcomeSchema = z.literal([
  /** It succeeded, whatever its status. */
  'success',
  /** It succeeded, and the body counts as null. */
  'success_empty',
  /** It failed for good, as `rejected`. */
  'fail',
  /** It is tried again, whatever the method; without an attempt left it failed as `rejected`. */
  'retry',
  /** It is tried again when the server says so, whatever the method; without an attempt left it failed as `rate_limited`. */
  'rate_limited',
  /** Access is renewed once, and the request sent again; where that can't be, it failed as `auth_expired`. */
  'auth_expired',
]);
export type AnswerOutcome = z.infer<typeof outcomeSchema>;

const template = z.string().check(lengthUpTo(65_536));
/** Of the parameter, header, or place in the body, e.g. `variables.after`. */
const name = z.string().check(lengthWithin(1, 500));
const everyPage = {
  /** Where the items of a page are: a list, e.g. `{{response.body.data}}`. */
  items: template,
  /** Read after each page; no more are asked for once it holds. */
  stopWhen: z.optional(conditionSchema),
  /** Stops after so many pages; absent: more than 100 fail the step. */
  maxPages: z.optional(integer(1, 10_000)),
  /** Stops after so many items, and gives no more than these. */
  maxItems: z.optional(integer(1, 100_000)),
};
/** Where the value goes that asks for a page. Default: `query`. */
const sentIn = z.optional(z.literal(['query', 'body', 'header']));

/** How the next page is asked for. Items of all pages are one list, which is the response's body. */
export const paginationSchema = z.discriminatedUnion('type', [
  /** An answer holds the URL of the next page. */
  z.strictObject({
    type: z.literal('next_url'),
    /** The URL, absolute or relative; nothing, null, false or "": there is no next page. */
    next: template,
    ...everyPage,
  }),
  /** An answer holds what the next request sends. */
  z.strictObject({
    type: z.literal('cursor'),
    /** What is sent for the next page; nothing, null, false or "": there is none. */
    cursor: template,
    in: sentIn,
    name,
    ...everyPage,
  }),
  /** Pages are counted, until one has no items. */
  z.strictObject({
    type: z.literal('page'),
    in: sentIn,
    name,
    /** The number of the first page. Default: 1. */
    start: z.optional(integer()),
    ...everyPage,
  }),
  /** What is there already is skipped, until a page has no items. */
  z.strictObject({
    type: z.literal('offset'),
    in: sentIn,
    name,
    /** The first offset. Default: 0. */
    start: z.optional(integer()),
    /** What is added for each page. Default: how many items the page has. */
    step: z.optional(integer(1)),
    ...everyPage,
  }),
  /** The `Link` header of an answer holds the URL of the next page (RFC 8288). */
  z.strictObject({
    type: z.literal('link_header'),
    /** The relation of the link. Default: `next`. */
    rel: z.optional(name),
    ...everyPage,
  }),
]);
export type Pagination = z.infer<typeof paginationSchema>;

/** For APIs that accept a job and want to be asked again: the request is repeated until the condition holds. */
export const pollSchema = z.strictObject({
  /** Looks at the answer, e.g. at `{{response.body.status}}`. */
  until: conditionSchema,
  /** Between two requests, in milliseconds. */
  intervalMs: integer(100, 86_400_000),
  /** How often is asked, the first time included. Then the step fails. */
  maxAttempts: integer(1, 10_000),
});
export type Poll = z.infer<typeof pollSchema>;

/** What one kind of answer means. */
export const classificationSchema = z.strictObject({
  /** Looks at the answer, e.g. at `{{response.body.ok}}`. */
  when: conditionSchema,
  as: outcomeSchema,
});
export type Classification = z.infer<typeof classificationSchema>;

/** Sends a request. */
export const httpStepSchema = z.strictObject({
  ...stepBase,
  type: z.literal('http'),
  /** What is sent. */
  request: httpRequestSchema,
  /** What answers mean, before the defaults by status: the first whose condition holds over `response` counts. */
  classify: z.optional(z.array(classificationSchema).check(lengthUpTo(50))),
  /** Asks for all pages of a list. */
  pagination: z.optional(paginationSchema),
  /** Asks again, until something holds over the answer. */
  poll: z.optional(pollSchema),
  /** How the response body is read. Default: `auto`, by its content type. */
  responseType: z.optional(z.literal(['auto', 'json', 'jsonl', 'text', 'base64'])),
  /** What to do where a POST or PATCH without an idempotency key was sent and no answer came. Default: `fail`. */
  unknownOutcome: z.optional(z.literal(['fail', 'retry'])),
  /**
   * Asked where the outcome is unknown: a request that looks whether the thing is there. Where `found` holds over its
   * response, that response becomes the step's; else the step's request is sent again.
   */
  reconcile: z.optional(
    z.strictObject({
      /** Looks, and changes nothing. */
      request: httpRequestSchema,
      /** Holds over the answer where the first request took effect. */
      found: conditionSchema,
    }),
  ),
});
export type HttpStep = z.infer<typeof httpStepSchema>;
