import type { JsonValue } from '../json.js';
import { ExpressionError } from './expression-error.js';
import type { Secrets } from './placeholder.js';

/** Longest text of one template string, in UTF-16 units. */
export const MAX_TEMPLATE_LENGTH = 65_536;
/** Most functions in one pipe. */
export const MAX_CALLS = 32;
/** Deepest nesting of brackets in a literal or a filter. */
export const MAX_LITERAL_DEPTH = 64;
/** Most values that one evaluation may visit. */
const MAX_VISITED = 1_000_000;
/** Most text that one evaluation may produce, and most JSON that its result may stand for, in UTF-16 units. */
export const MAX_RESULT_LENGTH = 20_000_000;
/** Deepest nesting of what an evaluation makes: four times that of a response or of a template. */
export const MAX_RESULT_DEPTH = 256;

/** What one evaluation may still spend, and what it may fill in. */
export interface Budget {
  visits: number;
  length: number;
  size: number;
  readonly secrets: Secrets | undefined;
}

export function createBudget(secrets?: Secrets): Budget {
  return { visits: MAX_VISITED, length: MAX_RESULT_LENGTH, size: MAX_RESULT_LENGTH, secrets };
}

/** Counts values that are looked at; throws `limit` when they are too many. */
export function spendVisits(budget: Budget, count: number): void {
  budget.visits -= count;
  if (budget.visits < 0) throw tooMuch('expression looks at more than 1,000,000 values');
}

/** What looking at a value costs where only its text is looked through: short texts count as nothing. */
export function visitsOf(value: JsonValue): number {
  return typeof value === 'string' ? Math.floor(value.length / 16) : 0;
}

/** Counts text before it is made; throws `limit` when it is too much. */
export function spendLength(budget: Budget, length: number): void {
  budget.length -= length;
  if (budget.length < 0) throw tooMuch('template makes more than 20 MB of text');
}

/** Counts what the result holds; throws `limit` when it is too much. */
export function spendSize(budget: Budget, size: number): void {
  budget.size -= size;
  if (budget.size < 0) throw tooMuch('template makes more than 20 MB of JSON');
}

function tooMuch(what: string): ExpressionError {
  return new ExpressionError('limit', `This ${what}. Use a part of the data.`);
}
