import * as z from 'zod/mini';
import type { Template } from '../json.js';
import { jsonValueSchema } from './json-value-schema.js';

/** How two values are compared; those in `UNARY_OPERATORS` look at the left one alone. */
export const CONDITION_OPERATORS = [
  'equals',
  'not_equals',
  'gt',
  'gte',
  'lt',
  'lte',
  'contains',
  'not_contains',
  'starts_with',
  'ends_with',
  'matches',
  'in',
  'exists',
  'not_exists',
  'empty',
  'not_empty',
] as const;
export type ConditionOperator = (typeof CONDITION_OPERATORS)[number];

const UNARY_OPERATORS = [
  'exists',
  'not_exists',
  'empty',
  'not_empty',
] as const satisfies readonly ConditionOperator[];
export type UnaryOperator = (typeof UNARY_OPERATORS)[number];
export type BinaryOperator = Exclude<ConditionOperator, UnaryOperator>;

export function isUnary(op: ConditionOperator): op is UnaryOperator {
  return (UNARY_OPERATORS as readonly ConditionOperator[]).includes(op); // wider, so that any operator can be looked for
}

/** A comparison of two templates. */
export interface Comparison {
  left: Template;
  op: ConditionOperator;
  right?: Template | undefined;
}

/** Something that holds or doesn't: comparisons, joined by all, any and not. */
export type Condition = { all: Condition[] } | { any: Condition[] } | { not: Condition } | Comparison;

/** Most conditions that one `all` or `any` joins. */
const MAX_JOINED = 100;

/** Read when it is needed, since conditions hold conditions. */
const joined = () => z.array(conditionSchema).check(z.maxLength(MAX_JOINED));

export const conditionSchema: z.ZodMiniType<Condition> = z.union([
  z.strictObject({
    get all() {
      return joined();
    },
  }),
  z.strictObject({
    get any() {
      return joined();
    },
  }),
  z.strictObject({
    get not() {
      return conditionSchema;
    },
  }),
  z.strictObject({
    left: jsonValueSchema,
    op: z.literal(CONDITION_OPERATORS),
    right: z.optional(jsonValueSchema),
  }),
]);
