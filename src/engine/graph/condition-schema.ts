import * as z from 'zod/mini';
import type { Template } from '../json.js';
import { jsonValueSchema } from './json-value-schema.js';
import { lengthUpTo } from './schema-checks.js';

/** How two values are compared; those in `UNARY_OPERATORS` look at the left one alone. */
export const CONDITION_OPERATORS = [
  /** The same JSON, whatever the order of members; 1 is not "1". */
  'equals',
  /** Anything else. */
  'not_equals',
  /** A larger number, or a text that comes later by its Unicode characters. */
  'gt',
  /** That, or the same number or text. */
  'gte',
  /** A smaller number, or a text that comes earlier. */
  'lt',
  /** That, or the same number or text. */
  'lte',
  /** A text has that text in it, a list that value, an object that field. */
  'contains',
  /** It has not. */
  'not_contains',
  /** A text begins with another. */
  'starts_with',
  /** A text ends with another. */
  'ends_with',
  /** A pattern (RFC 9485) is found anywhere in a text; `^` and `$` are its ends. */
  'matches',
  /** The left side is in the right one: a text, a list or an object. */
  'in',
  /** There is such a value; null counts. */
  'exists',
  /** There is no such value. */
  'not_exists',
  /** There is no such value, or it is null, "", an empty list or an empty object. */
  'empty',
  /** There is such a value, and something in it. */
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
const joined = () => z.array(conditionSchema).check(lengthUpTo(MAX_JOINED));

/** Something that holds or doesn't. */
export const conditionSchema: z.ZodMiniType<Condition> = z.union([
  z.strictObject({
    /** All of these hold. */
    get all() {
      return joined();
    },
  }),
  z.strictObject({
    /** One of these holds at least. */
    get any() {
      return joined();
    },
  }),
  z.strictObject({
    /** This doesn't hold. */
    get not() {
      return conditionSchema;
    },
  }),
  z.strictObject({
    /** What is looked at. */
    left: jsonValueSchema,
    /** How. */
    op: z.literal(CONDITION_OPERATORS),
    /** With what it is compared. */
    right: z.optional(jsonValueSchema),
  }),
]);
