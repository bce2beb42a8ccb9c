import * as z from 'zod/mini';
import { conditionSchema } from './condition-schema.js';
import { jsonValueSchema, recordOf } from './json-value-schema.js';
import { stepIdSchema } from './step-id.js';

/** How a failed attempt is tried again. Absent fields take the defaults of SPEC.md [R]. */
export const retryPolicySchema = z.strictObject({
  attempts: z.optional(z.int().check(z.gte(1), z.lte(10))),
  backoff: z.optional(z.literal(['exponential', 'fixed'])),
  initialDelayMs: z.optional(z.int().check(z.gte(0), z.lte(3_600_000))),
  maxDelayMs: z.optional(z.int().check(z.gte(0), z.lte(3_600_000))),
  jitter: z.optional(z.boolean()),
  /** What is tried again, instead of the defaults: failures to connect, timeouts, statuses. */
  on: z.optional(
    z
      .array(z.union([z.literal(['connection', 'timeout']), z.int().check(z.gte(300), z.lte(599))]))
      .check(z.maxLength(50)),
  ),
});
export type RetryPolicy = z.infer<typeof retryPolicySchema>;

/** A step that runs once for each item of a list, with `item` and `index` as roots. */
export const forEachSchema = z.strictObject({
  /** A list, or a template that gives one. */
  items: jsonValueSchema,
  /** Items at the same time; default 1. */
  concurrency: z.optional(z.int().check(z.gte(1), z.lte(100))),
  /** `fail` (default): the first failure ends the step. `collect`: `{ error }` stands in the item's place. */
  onItemError: z.optional(z.literal(['fail', 'collect'])),
});
export type ForEach = z.infer<typeof forEachSchema>;

/** What every step has, whatever its type. */
export const stepBase = {
  id: stepIdSchema,
  name: z.optional(z.string().check(z.maxLength(200))),
  position: z.optional(z.object({ x: z.number(), y: z.number() })),
  notes: z.optional(z.string().check(z.maxLength(10_000))),
  /** The step is skipped where this doesn't hold. */
  when: z.optional(conditionSchema),
  forEach: z.optional(forEachSchema),
  retry: z.optional(retryPolicySchema),
  /** Deadline of one attempt, in milliseconds. */
  timeoutMs: z.optional(z.int().check(z.gte(1), z.lte(900_000))),
  /** The step's result, field by field; absent: what it got (a response's body, a connector's output …). */
  output: z.optional(recordOf(jsonValueSchema)),
  /** A pinned output, used only at design time. */
  sample: z.optional(jsonValueSchema),
};
