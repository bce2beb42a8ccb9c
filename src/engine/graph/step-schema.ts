import * as z from 'zod/mini';
import { conditionSchema } from './condition-schema.js';
import { slotsSchema } from './http-request-schema.js';
import { httpStepSchema } from './http-step-schema.js';
import { jsonValueSchema } from './json-value-schema.js';
import { integer, lengthUpTo, lengthWithin, matching, refuseText } from './schema-checks.js';
import { stepBase } from './step-base.js';

/** Runs a connector: its steps on this step's input. */
export const connectorStepSchema = z.strictObject({
  ...stepBase,
  type: z.literal('connector'),
  /** The connector's slug or id. */
  connector: z.string().check(lengthWithin(1, 200)),
  /** A pinned version; absent: the newest when the execution is created. */
  version: z.optional(integer(1, 2_147_483_647)),
  /** What `{{input}}` stands for in the connector. */
  input: jsonValueSchema,
  /** Slots of the connector, filled by slots of this graph. Others are asked for under their own names. */
  credentials: z.optional(slotsSchema),
});
export type ConnectorStep = z.infer<typeof connectorStepSchema>;

/** Words that an edge may name beside the cases of a branch, which can't be called like them. */
const EDGE_WORDS: ReadonlySet<string> = new Set(['success', 'failure', 'else']);

const caseIdSchema = z.string().check(
  matching(
    /^[A-Za-z][A-Za-z0-9_]{0,63}$/,
    'A case id starts with a letter and has only letters, digits and _.',
  ),
  refuseText((id) => EDGE_WORDS.has(id), "'success', 'failure' and 'else' are no names for a case."),
);

export const branchCaseSchema = z.strictObject({
  /** What edges name to follow this case. */
  id: caseIdSchema,
  /** What people call it. */
  name: z.optional(z.string().check(lengthUpTo(200))),
  /** The case is taken where this holds and none before it did. */
  when: conditionSchema,
});
export type BranchCase = z.infer<typeof branchCaseSchema>;

/** Takes the way of the first case that holds, or `else`. Edges name the case that they follow. */
export const branchStepSchema = z.strictObject({
  ...stepBase,
  type: z.literal('branch'),
  /** Tried in this order. */
  cases: z.array(branchCaseSchema).check(lengthUpTo(100)),
});
export type BranchStep = z.infer<typeof branchStepSchema>;

/** Its `output` is its result. */
export const transformStepSchema = z.strictObject({ ...stepBase, type: z.literal('transform') });
export type TransformStep = z.infer<typeof transformStepSchema>;

/** Waits for a time, or until one. One of both is there. */
export const waitStepSchema = z.strictObject({
  ...stepBase,
  type: z.literal('wait'),
  /** How long it waits: a number of seconds, or a template that gives one. */
  for: z.optional(
    z.strictObject({
      /** 0 or more, at most 366 days. */
      seconds: jsonValueSchema,
    }),
  ),
  /** RFC 3339 text with its zone, or Unix seconds; a time that is past ends the wait at once. */
  until: z.optional(jsonValueSchema),
});
export type WaitStep = z.infer<typeof waitStepSchema>;

/** Does something that the host has registered under this id. */
export const actionStepSchema = z.strictObject({
  ...stepBase,
  type: z.literal('action'),
  /** The id under which the host has registered it. */
  action: z.string().check(lengthWithin(1, 200)),
  /** What the action is called with. Default: `{}`. */
  input: z.optional(jsonValueSchema),
});
export type ActionStep = z.infer<typeof actionStepSchema>;

export const stepSchema = z.discriminatedUnion('type', [
  httpStepSchema,
  connectorStepSchema,
  branchStepSchema,
  transformStepSchema,
  waitStepSchema,
  actionStepSchema,
]);
export type Step = z.infer<typeof stepSchema>;
export type StepType = Step['type'];
