import type parse from 'jsonpath-rfc9535/parser';
import type { JsonValue } from '../json.js';
import { isJsonObject, ownProperty } from '../json-operations.js';
import { unreachable } from '../unreachable.js';
import { matchesFilter } from './evaluate-json-path-filter.js';
import { type Budget, spendVisits } from './limits.js';

type Query = ReturnType<typeof parse>;
export type Segment = Query['segments'][number];
type Bracketed = Extract<Segment['node'], { type: 'BracketedSelection' }>;
type Selector = Bracketed['selectors'][number];

/** What an evaluation needs beside the node that it stands at. */
export interface PathContext {
  /** What `$` stands for. */
  root: JsonValue;
  budget: Budget;
}

/**
 * Applies the segments of a parsed query to a value (RFC 9535, section 2.1.2). Every value that is looked at
 * counts against the budget, and values are walked without recursion.
 */
export function evaluateSegments(
  segments: readonly Segment[],
  value: JsonValue,
  context: PathContext,
): JsonValue[] {
  let nodes: JsonValue[] = [value];
  for (const segment of segments) {
    const matches: JsonValue[] = [];
    for (const node of nodes) {
      if (segment.type === 'ChildSegment') select(segment.node, node, matches, context);
      else selectDescendants(segment.node, node, matches, context);
    }
    nodes = matches;
  }
  return nodes;
}

/** The node itself and everything below it, parents before children and items in their order. */
function selectDescendants(
  node: Segment['node'],
  start: JsonValue,
  matches: JsonValue[],
  context: PathContext,
): void {
  const pending = [start];
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    select(node, value, matches, context);
    const children = childrenOf(value);
    spendVisits(context.budget, children.length);
    for (let index = children.length - 1; index >= 0; index--) pending.push(children[index] ?? null);
  }
}

function select(node: Segment['node'], value: JsonValue, matches: JsonValue[], context: PathContext): void {
  spendVisits(context.budget, 1);
  switch (node.type) {
    case 'MemberNameShorthand':
      addMember(value, node.value, matches);
      return;
    case 'WildcardSelector':
      addAll(childrenOf(value), matches, context);
      return;
    case 'BracketedSelection':
      for (const selector of node.selectors) applySelector(selector, value, matches, context);
      return;
    default:
      unreachable(node);
  }
}

function applySelector(
  selector: Selector,
  value: JsonValue,
  matches: JsonValue[],
  context: PathContext,
): void {
  switch (selector.type) {
    case 'NameSelector':
      addMember(value, selector.value, matches);
      return;
    case 'IndexSelector': {
      const item = Array.isArray(value) ? value.at(selector.value) : undefined;
      if (item !== undefined) matches.push(item);
      return;
    }
    case 'WildcardSelector':
      addAll(childrenOf(value), matches, context);
      return;
    case 'SliceSelector':
      addAll(Array.isArray(value) ? slice(value, selector) : [], matches, context);
      return;
    case 'FilterSelector': {
      const children = childrenOf(value);
      spendVisits(context.budget, children.length);
      for (const child of children) if (matchesFilter(selector.value, child, context)) matches.push(child);
      return;
    }
    default:
      unreachable(selector);
  }
}

function addMember(value: JsonValue, name: string, matches: JsonValue[]): void {
  const member = isJsonObject(value) ? ownProperty(value, name) : undefined;
  if (member !== undefined) matches.push(member);
}

function addAll(values: readonly JsonValue[], matches: JsonValue[], { budget }: PathContext): void {
  spendVisits(budget, values.length);
  for (const value of values) matches.push(value);
}

function childrenOf(value: JsonValue): readonly JsonValue[] {
  if (Array.isArray(value)) return value;
  return isJsonObject(value) ? Object.values(value) : [];
}

/** Section 2.3.4.2.2. */
function slice(
  list: readonly JsonValue[],
  { start, end, step: given }: { start: number | null; end: number | null; step: number | null },
): JsonValue[] {
  const step = given ?? 1;
  const { length } = list;
  const normalize = (index: number) => (index >= 0 ? index : length + index);
  const clamp = (index: number, low: number, high: number) => Math.min(Math.max(index, low), high);
  const items: JsonValue[] = [];
  if (step > 0) {
    const upper = clamp(normalize(end ?? length), 0, length);
    for (let index = clamp(normalize(start ?? 0), 0, length); index < upper; index += step) {
      items.push(list[index] ?? null);
    }
  } else if (step < 0) {
    const lower = end === null ? -1 : clamp(normalize(end), -1, length - 1);
    for (
      let index = start === null ? length - 1 : clamp(normalize(start), -1, length - 1);
      index > lower;
      index += step
    ) {
      items.push(list[index] ?? null);
    }
  }
  return items;
}
