import { ExpressionError } from '../expressions/expression-error.js';
import { describeValue } from '../expressions/functions/define-function.js';
import { spendSearch } from '../expressions/functions/spend-search.js';
import { isSame } from '../expressions/is-same.js';
import { type Budget, spendVisits, visitsOf } from '../expressions/limits.js';
import { isTextLess } from '../expressions/text-order.js';
import type { BinaryOperator, UnaryOperator } from '../graph/condition-schema.js';
import type { JsonValue } from '../json.js';
import { isJsonObject } from '../json-operations.js';
import { OPERATOR_WORDS } from './operator-words.js';
import { readPattern } from './read-pattern.js';

type Compare = (left: JsonValue, right: JsonValue, budget: Budget) => boolean;

/** Over two values. Total over JSON: values that can't be compared are an `ExpressionError` of code `type`. */
export const BINARY: Readonly<Record<BinaryOperator, Compare>> = {
  equals: isSame,
  not_equals: (left, right, budget) => !isSame(left, right, budget),
  gt: ordered('gt', (order) => order > 0),
  gte: ordered('gte', (order) => order >= 0),
  lt: ordered('lt', (order) => order < 0),
  lte: ordered('lte', (order) => order <= 0),
  contains: (left, right, budget) => holds('contains', left, right, budget),
  not_contains: (left, right, budget) => !holds('not_contains', left, right, budget),
  starts_with: betweenTexts('starts_with', (text, start) => text.startsWith(start)),
  ends_with: betweenTexts('ends_with', (text, end) => text.endsWith(end)),
  matches: betweenTexts('matches', (text, source, budget) => {
    const pattern = readPattern(source);
    // Whether it is remembered or not, so that a run gives the same everywhere.
    spendVisits(budget, pattern.size);
    return pattern.finds(text, budget);
  }),
  in: (left, right, budget) => holds('in', right, left, budget),
};

/** Over one value, `undefined` where its reference finds nothing. */
export const UNARY: Readonly<Record<UnaryOperator, (value: JsonValue | undefined) => boolean>> = {
  exists: (value) => value !== undefined,
  not_exists: (value) => value === undefined,
  empty: isEmpty,
  not_empty: (value) => !isEmpty(value),
};

function isEmpty(value: JsonValue | undefined): boolean {
  if (value === undefined || value === null || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

function ordered(op: BinaryOperator, test: (order: number) => boolean): Compare {
  return (left, right, budget) => {
    if (typeof left === 'number' && typeof right === 'number')
      return test(left < right ? -1 : left > right ? 1 : 0);
    if (typeof left !== 'string' || typeof right !== 'string') {
      const isMixed = typeof left !== typeof right && [left, right].every(isNumeric);
      const hint = isMixed ? ' Write | number after the text to compare it as a number.' : '';
      throw unfit(op, 'two numbers or two texts', left, right, hint);
    }
    spendVisits(budget, visitsOf(left));
    return test(left === right ? 0 : isTextLess(left, right) ? -1 : 1);
  };
}

function isNumeric(value: JsonValue): boolean {
  return (
    typeof value === 'number' ||
    (typeof value === 'string' && value.trim() !== '' && !Number.isNaN(Number(value)))
  );
}

/** Whether a whole holds a part: text in text, a value in a list, a key in an object. */
function holds(op: BinaryOperator, whole: JsonValue, part: JsonValue, budget: Budget): boolean {
  if (Array.isArray(whole)) {
    spendVisits(budget, whole.length);
    return whole.some((item) => isSame(item, part, budget));
  }
  if (typeof part === 'string') {
    if (isJsonObject(whole)) return Object.hasOwn(whole, part);
    if (typeof whole === 'string') {
      spendSearch(budget, whole, part);
      return whole.includes(part);
    }
  }
  const [left, right] = op === 'in' ? [part, whole] : [whole, part];
  throw unfit(op, 'a list and a value, two texts, or an object and the name of a field', left, right);
}

function betweenTexts(
  op: BinaryOperator,
  test: (left: string, right: string, budget: Budget) => boolean,
): Compare {
  return (left, right, budget) => {
    if (typeof left !== 'string' || typeof right !== 'string') throw unfit(op, 'two texts', left, right);
    spendVisits(budget, visitsOf(right));
    return test(left, right, budget);
  };
}

function unfit(
  op: BinaryOperator,
  needs: string,
  left: JsonValue,
  right: JsonValue,
  hint = '',
): ExpressionError {
  return new ExpressionError(
    'type',
    `'${OPERATOR_WORDS[op]}' needs ${needs}, not ${describeValue(left)} and ${describeValue(right)}.${hint}`,
  );
}
