import type { JsonValue } from '../json.js';
import { isJsonEqual, isJsonObject, ownProperty } from '../json-operations.js';
import { unreachable } from '../unreachable.js';
import { evaluateSegments, type PathContext, type Segment } from './evaluate-json-path.js';
import { spendVisits, visitsOf } from './limits.js';
import { isTextLess } from './text-order.js';

type Bracketed = Extract<Segment['node'], { type: 'BracketedSelection' }>;
type Filter = Extract<Bracketed['selectors'][number], { type: 'FilterSelector' }>['value'];
type Comparison = Extract<Filter, { type: 'ComparisonExpr' }>;
type Comparable = Comparison['left'];
type SingularQuery = Extract<Comparable, { type: 'RelSingularQuery' | 'AbsSingularQuery' }>;
type FunctionCall = Extract<Comparable, { type: 'FunctionExpr' }>;
type FilterQuery = Extract<FunctionCall['arguments'][number], { type: 'FilterQuery' }>;

/** What a comparison sees of a value: `undefined` is the RFC's Nothing. */
type Compared = JsonValue | undefined;

/** Whether a filter holds for a value (RFC 9535, section 2.3.5). Its depth is bounded by that of the text. */
export function matchesFilter(filter: Filter, current: JsonValue, context: PathContext): boolean {
  switch (filter.type) {
    case 'LogicalOrExpr':
      return matchesFilter(filter.left, current, context) || matchesFilter(filter.right, current, context);
    case 'LogicalAndExpr':
      return matchesFilter(filter.left, current, context) && matchesFilter(filter.right, current, context);
    case 'LogicalNotExpr':
      return !matchesFilter(filter.expression, current, context);
    case 'TestExpr':
      // Functions that are tests on their own (match, search) are refused when a path is compiled.
      return (
        filter.expression.type === 'FilterQuery' && nodesOf(filter.expression, current, context).length > 0
      );
    case 'ComparisonExpr':
      return compare(filter, current, context);
    default:
      return unreachable(filter);
  }
}

function compare({ left, right, op }: Comparison, current: JsonValue, context: PathContext): boolean {
  const first = comparedValue(left, current, context);
  const second = comparedValue(right, current, context);
  switch (op) {
    case '==':
      return isSame(first, second, context);
    case '!=':
      return !isSame(first, second, context);
    case '<':
      return isLess(first, second, context);
    case '>':
      return isLess(second, first, context);
    case '<=':
      return isLess(first, second, context) || isSame(first, second, context);
    case '>=':
      return isLess(second, first, context) || isSame(first, second, context);
    default:
      return unreachable(op);
  }
}

function isSame(left: Compared, right: Compared, { budget }: PathContext): boolean {
  if (left === undefined || right === undefined) return left === right;
  const visit = (count: number) => spendVisits(budget, count);
  visit(1 + visitsOf(left));
  return isJsonEqual(left, right, visit);
}

function isLess(left: Compared, right: Compared, { budget }: PathContext): boolean {
  if (typeof left === 'number' && typeof right === 'number') return left < right;
  if (typeof left !== 'string' || typeof right !== 'string') return false;
  spendVisits(budget, visitsOf(left));
  return isTextLess(left, right);
}

function comparedValue(comparable: Comparable, current: JsonValue, context: PathContext): Compared {
  switch (comparable.type) {
    case 'Literal':
      return comparable.value;
    case 'RelSingularQuery':
      return walk(comparable, current);
    case 'AbsSingularQuery':
      return walk(comparable, context.root);
    case 'FunctionExpr':
      return callFunction(comparable, current, context);
    default:
      return unreachable(comparable);
  }
}

function walk({ segments }: SingularQuery, start: JsonValue): Compared {
  let value: Compared = start;
  for (const { node } of segments) {
    if (value === undefined) return undefined;
    if (node.type === 'IndexSelector') value = Array.isArray(value) ? value.at(node.value) : undefined;
    else value = isJsonObject(value) ? ownProperty(value, node.value) : undefined;
  }
  return value;
}

/** Section 2.4; the parser has checked names, numbers and types of arguments. */
function callFunction(
  { name, arguments: [argument] }: FunctionCall,
  current: JsonValue,
  context: PathContext,
): Compared {
  if (name === 'length') return lengthOf(argumentValue(argument, current, context));
  const nodes = argument?.type === 'FilterQuery' ? nodesOf(argument, current, context) : [];
  if (name === 'count') return nodes.length;
  return nodes.length === 1 ? nodes[0] : undefined;
}

function argumentValue(
  argument: FunctionCall['arguments'][number] | undefined,
  current: JsonValue,
  context: PathContext,
): Compared {
  switch (argument?.type) {
    case 'Literal':
      return argument.value;
    case 'FunctionExpr':
      return callFunction(argument, current, context);
    case 'FilterQuery':
      return nodesOf(argument, current, context)[0];
    default:
      return undefined;
  }
}

function lengthOf(value: Compared): Compared {
  if (typeof value === 'string') return [...value].length;
  if (Array.isArray(value)) return value.length;
  return isJsonObject(value) ? Object.keys(value).length : undefined;
}

function nodesOf({ value: query }: FilterQuery, current: JsonValue, context: PathContext): JsonValue[] {
  return evaluateSegments(query.segments, query.type === 'RelQuery' ? current : context.root, context);
}
