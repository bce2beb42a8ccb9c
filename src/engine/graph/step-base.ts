import * as z from 'zod/mini';
import { conditionSchema } from './condition-schema.js';
import { jsonValueSchema, recordOf } from './json-value-schema.js';
import { integer, lengthUpTo } from './schema-checks.js';
import { stepIdSchema } from './step-id.js';

/** How a failed attempt is tried again. Absent fields take the defaults of SPEC.md [R]. */
export const retryPolicySchema = z.strictObject({
  /** How often it is tried at most, the first time included. Default: 3. */
  attempts: z.optional(integer(1, 10)),
  /** Whether the delay doubles each time (default) or stays. */
  backoff: z.optional(z.literal(['exponential', 'fixed'])),
  /** Before the second attempt, in milliseconds. Default: 500. */
  initialDelayMs: z.optional(integer(0, 3_600_000)),
  /** The longest delay that is not asked for by the server, in milliseconds. Default: 30,000. */
  maxDelayMs: z.optional(integer(0, 3_600_000)),
  /** Each delay is a random part of it, between a half and the whole. Default: true. */
  jitter: z.optional(z.boolean()),
  /** What of a request is tried again, instead of the defaults: failures of the connection, timeouts, statuses. */
  on: z.optional(
    z.array(z.union([z.literal(['connection', 'timeout']), integer(300, 599)])).check(lengthUpTo(50)),
  ),
});
export type RetryPolicy = z.infer<typeof retryPolicySchema>;

/** A step that runs once for each item of a list, with `item` and `index` as roots. */
export const forEachSchema = z.strictObject({
  /** A list, or a template that gives one. */
  items: jsonValueSchema,
  /** Items at the same time; default 1. */
  concurrency: z.optional(integer(1, 100)),
  /** `fail` (default): the first failure ends the step. `collect`: `{ error }` stands in the item's place. */
  onItemError: z.optional(z.literal(['fail', 'collect'])),
});
export type ForEach = z.infer<typeof forEachSchema>;

/** What every step has, whatever its type. */
export const stepBase = {
  /** Names the step in edges and expressions. */
  id: stepIdSchema,
  /** What people call it. */
  name: z.optional(z.string().check(lengthUpTo(200))),
  /** Where it stands on the canvas. */
  position: z.optional(
    z.object({
      /** Rightwards. */
      x: z.number(),
      /** Downwards. */
      y: z.number(),
    }),
  ),
  /** For people; no run reads it. */
  notes: z.optional(z.string().check(lengthUpTo(10_000))),
  /** The step is skipped where this doesn't hold. */
  when: z.optional(conditionSchema),
  /** The step runs once for each item of a list, and its output is the list of theirs. */
  forEach: z.optional(forEachSchema),
  /** How the request of a step, or the action of a host, is tried again. Other steps have none. */
  retry: z.optional(retryPolicySchema),
  /** Deadline of one attempt at a request, in milliseconds. Default: 60,000. */
  timeoutMs: z.optional(integer(1, 900_000)),
  /** The step's result, field by field; absent: what it got, such as a response's body. */
  output: z.optional(recordOf(jsonValueSchema)),
  /** A pinned output, used only at design time. */
  sample: z.optional(jsonValueSchema),
};
