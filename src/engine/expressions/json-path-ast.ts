import type { Pattern, PatternProblem } from './pattern/compile-pattern.js';

/** One step of a JSONPath query (RFC 9535, section 2.5): what it selects among a value's children. */
export interface Segment {
  /** `..`: among everything below the value too. */
  isDescendant: boolean;
  selectors: readonly Selector[];
  /** True where white space stands inside its brackets: RFC 9535 has none there in paths that are compared. */
  isSpaced: boolean;
}

export type Selector =
  | { type: 'name'; name: string }
  | { type: 'index'; index: number }
  | { type: 'wildcard' }
  | { type: 'slice'; start: number | undefined; end: number | undefined; step: number }
  | { type: 'filter'; condition: Condition };

/** What a filter asks of each child (section 2.3.5). */
export type Condition =
  | { type: 'or'; terms: readonly Condition[] }
  | { type: 'and'; terms: readonly Condition[] }
  | { type: 'not'; term: Condition }
  | { type: 'exists'; query: FilterQuery }
  | { type: 'compare'; left: Comparable; operator: ComparisonOperator; right: Comparable }
  | MatchCondition;

/** `match(text, pattern)`, or `search(…)` where the pattern needn't be the whole text. */
export interface MatchCondition {
  type: 'match';
  isWhole: boolean;
  text: Comparable;
  pattern: Comparable;
  /** Of a pattern that is written out. */
  compiled?: Pattern | PatternProblem;
}

export type ComparisonOperator = '==' | '!=' | '<' | '<=' | '>' | '>=';

/** A query inside a filter. */
export interface FilterQuery {
  type: 'query';
  /** The child that is looked at, or the value of the root. */
  from: '@' | '$';
  segments: readonly Segment[];
  /** Of a query that finds one thing at most. */
  path: readonly (string | number)[] | undefined;
}

/** What gives one value, or none. */
export type Comparable =
  | { type: 'literal'; value: string | number | boolean | null }
  | { type: 'path'; from: '@' | '$'; path: readonly (string | number)[] }
  | { type: 'length'; of: Comparable }
  | { type: 'count'; query: FilterQuery }
  | { type: 'value'; query: FilterQuery };
