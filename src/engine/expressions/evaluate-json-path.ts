import type { JsonValue } from '../json.js';
import { isJsonObject, memberOf } from '../json-operations.js';
import { unreachable } from '../unreachable.js';
import { matchesCondition } from './evaluate-condition.js';
import type { Segment, Selector } from './json-path-ast.js';
import { type Budget, spendVisits } from './limits.js';
import type { Pattern, PatternProblem } from './pattern/compile-pattern.js';

/** What an evaluation needs beside the node that it stands at. */
export interface PathContext {
  /** What `$` stands for. */
  root: JsonValue;
  budget: Budget;
  /** The pattern that was read last from the data: mostly all children are matched with the same. */
  lastPattern?: { source: string; pattern: Pattern | PatternProblem };
}

/**
 * Applies the segments of a query to a value (RFC 9535, section 2.1.2). Every value that is looked at counts
 * against the budget, and values are walked without recursion.
 */
export function evaluateSegments(
  segments: readonly Segment[],
  value: JsonValue,
  context: PathContext,
): JsonValue[] {
  let nodes: JsonValue[] = [value];
  for (const { isDescendant, selectors } of segments) {
    const matches: JsonValue[] = [];
    for (const node of nodes) {
      if (isDescendant) selectDescendants(selectors, node, matches, context);
      else select(selectors, node, matches, context);
    }
    nodes = matches;
  }
  return nodes;
}

/** The node itself and everything below it, parents before children and items in their order. */
function selectDescendants(
  selectors: readonly Selector[],
  start: JsonValue,
  matches: JsonValue[],
  context: PathContext,
): void {
  const pending = [start];
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    select(selectors, value, matches, context);
    const children = childrenOf(value);
    spendVisits(context.budget, children.length);
    for (let index = children.length - 1; index >= 0; index--) pending.push(children[index] ?? null);
  }
}

function select(
  selectors: readonly Selector[],
  value: JsonValue,
  matches: JsonValue[],
  context: PathContext,
): void {
  for (const selector of selectors) {
    spendVisits(context.budget, 1);
    applySelector(selector, value, matches, context);
  }
}

function applySelector(
  selector: Selector,
  value: JsonValue,
  matches: JsonValue[],
  context: PathContext,
): void {
  switch (selector.type) {
    case 'name':
    case 'index': {
      const member = memberOf(value, selector.type === 'name' ? selector.name : selector.index);
      if (member !== undefined) matches.push(member);
      return;
    }
    case 'wildcard': {
      const children = childrenOf(value);
      spendVisits(context.budget, children.length);
      for (const child of children) matches.push(child);
      return;
    }
    case 'slice':
      if (Array.isArray(value)) slice(value, selector, matches, context);
      return;
    case 'filter': {
      const children = childrenOf(value);
      spendVisits(context.budget, children.length);
      for (const child of children) {
        if (matchesCondition(selector.condition, child, context)) matches.push(child);
      }
      return;
    }
    default:
      unreachable(selector);
  }
}

function childrenOf(value: JsonValue): readonly JsonValue[] {
  if (Array.isArray(value)) return value;
  return isJsonObject(value) ? Object.values(value) : [];
}

/** Section 2.3.4.2.2. */
function slice(
  list: readonly JsonValue[],
  { start, end, step }: Extract<Selector, { type: 'slice' }>,
  matches: JsonValue[],
  { budget }: PathContext,
): void {
  const { length } = list;
  const bound = (index: number, low: number, high: number) =>
    Math.min(Math.max(index < 0 ? length + index : index, low), high);
  if (step > 0) {
    const upper = bound(end ?? length, 0, length);
    for (let index = bound(start ?? 0, 0, length); index < upper; index += step) {
      spendVisits(budget, 1);
      matches.push(list[index] ?? null);
    }
  } else if (step < 0) {
    const lower = end === undefined ? -1 : bound(end, -1, length - 1);
    for (let index = bound(start ?? length - 1, -1, length - 1); index > lower; index += step) {
      spendVisits(budget, 1);
      matches.push(list[index] ?? null);
    }
  }
}
