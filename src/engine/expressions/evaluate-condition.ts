import type { JsonValue } from '../json.js';
import { unreachable } from '../unreachable.js';
import { evaluateSegments, type PathContext } from './evaluate-json-path.js';
import { ExpressionError } from './expression-error.js';
import { followPath } from './follow-path.js';
import { lengthOf } from './functions/length-of.js';
import { isSame } from './is-same.js';
import type { Comparable, Condition, FilterQuery, MatchCondition } from './json-path-ast.js';
import { spendVisits, visitsOf } from './limits.js';
import { compilePattern, type Pattern, type PatternProblem } from './pattern/compile-pattern.js';
import { isTextLess } from './text-order.js';

/** What a comparison sees of a value: `undefined` is the RFC's Nothing. */
type Compared = JsonValue | undefined;

/** What reading a pattern costs beside its size. */
const VISITS_A_PATTERN = 32;

/** Whether a filter holds for a value (RFC 9535, section 2.3.5). Its depth is bounded by that of the text. */
export function matchesCondition(condition: Condition, current: JsonValue, context: PathContext): boolean {
  switch (condition.type) {
    case 'or':
      return condition.terms.some((term) => matchesCondition(term, current, context));
    case 'and':
      return condition.terms.every((term) => matchesCondition(term, current, context));
    case 'not':
      return !matchesCondition(condition.term, current, context);
    case 'exists':
      return exists(condition.query, current, context);
    case 'compare':
      return compare(condition, current, context);
    case 'match':
      return matchesPattern(condition, current, context);
    default:
      return unreachable(condition);
  }
}

function exists(query: FilterQuery, current: JsonValue, context: PathContext): boolean {
  spendVisits(context.budget, 1);
  const { from, path } = query;
  if (path) return walk(path, from === '@' ? current : context.root, context) !== undefined;
  return nodesOf(query, current, context).length > 0;
}

function compare(
  { left, operator, right }: Extract<Condition, { type: 'compare' }>,
  current: JsonValue,
  context: PathContext,
): boolean {
  const first = comparedValue(left, current, context);
  const second = comparedValue(right, current, context);
  switch (operator) {
    case '==':
      return areSame(first, second, context);
    case '!=':
      return !areSame(first, second, context);
    case '<':
      return isLess(first, second, context);
    case '>':
      return isLess(second, first, context);
    case '<=':
      return isLess(first, second, context) || areSame(first, second, context);
    case '>=':
      return isLess(second, first, context) || areSame(first, second, context);
    default:
      return unreachable(operator);
  }
}

function areSame(left: Compared, right: Compared, { budget }: PathContext): boolean {
  return left === undefined || right === undefined ? left === right : isSame(left, right, budget);
}

function isLess(left: Compared, right: Compared, { budget }: PathContext): boolean {
  if (typeof left === 'number' && typeof right === 'number') return left < right;
  if (typeof left !== 'string' || typeof right !== 'string') return false;
  spendVisits(budget, visitsOf(left));
  return isTextLess(left, right);
}

/** Section 2.4.6 and 2.4.7: a text or pattern that is none makes it false. */
function matchesPattern(
  { isWhole, text, pattern, compiled }: MatchCondition,
  current: JsonValue,
  context: PathContext,
): boolean {
  const { budget } = context;
  const subject = comparedValue(text, current, context);
  const source = comparedValue(pattern, current, context);
  if (typeof subject !== 'string' || typeof source !== 'string') return false;
  const matcher = compiled ?? patternFromData(source, context);
  if ('problem' in matcher) {
    if (matcher.problem === 'limit') throw new ExpressionError('limit', matcher.message);
    return false;
  }
  return isWhole ? matcher.matches(subject, budget) : matcher.finds(subject, budget);
}

/** Charged where another pattern is asked for, remembered or not, so that a run gives the same everywhere. */
function patternFromData(source: string, context: PathContext): Pattern | PatternProblem {
  const { budget, lastPattern } = context;
  spendVisits(budget, visitsOf(source));
  if (lastPattern?.source === source) return lastPattern.pattern;
  const pattern = compilePattern(source);
  spendVisits(budget, VISITS_A_PATTERN + pattern.size);
  context.lastPattern = { source, pattern };
  return pattern;
}

function comparedValue(comparable: Comparable, current: JsonValue, context: PathContext): Compared {
  spendVisits(context.budget, 1);
  switch (comparable.type) {
    case 'literal':
      return comparable.value;
    case 'path':
      return walk(comparable.path, comparable.from === '@' ? current : context.root, context);
    case 'length':
      return lengthIn(comparedValue(comparable.of, current, context), context);
    case 'count':
      return nodesOf(comparable.query, current, context).length;
    case 'value': {
      const nodes = nodesOf(comparable.query, current, context);
      return nodes.length === 1 ? nodes[0] : undefined;
    }
    default:
      return unreachable(comparable);
  }
}

function walk(path: readonly (string | number)[], start: JsonValue, { budget }: PathContext): Compared {
  spendVisits(budget, path.length);
  return followPath(start, path, path.length);
}

function lengthIn(value: Compared, { budget }: PathContext): Compared {
  if (typeof value === 'string') spendVisits(budget, visitsOf(value));
  else if (typeof value !== 'object' || value === null) return undefined;
  return lengthOf(value, budget);
}

function nodesOf({ from, segments }: FilterQuery, current: JsonValue, context: PathContext): JsonValue[] {
  return evaluateSegments(segments, from === '@' ? current : context.root, context);
}
