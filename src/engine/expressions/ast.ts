import type { JsonValue } from '../json.js';
import type { Span } from './expression-error.js';
import type { Budget } from './limits.js';

/** A query of RFC 9535: all matches in `root`, in the order of the RFC. */
type JsonPathQuery = (root: JsonValue, budget: Budget) => JsonValue[];

/** `step_1.user.email`: a root and what is looked for in it. */
export interface ReferenceNode extends Span {
  type: 'reference';
  root: string;
  /** The names and indices up to the first selector that may match more than one thing. */
  path: readonly (string | number)[];
  /** Present where the path is not a singular query: it then yields the list of all matches. */
  query?: JsonPathQuery;
  /** As it is written. */
  text: string;
}

export interface LiteralNode extends Span {
  type: 'literal';
  value: JsonValue;
}

export type OperandNode = ReferenceNode | LiteralNode;

/** `| name(arguments)`. The span covers the name and its arguments. */
export interface CallNode extends Span {
  name: string;
  arguments: readonly OperandNode[];
}

/** What stands between `{{` and `}}`. */
export interface ExpressionNode extends Span {
  operand: OperandNode;
  calls: readonly CallNode[];
}

/** `{{ expression }}` with its braces. */
export interface HoleNode extends Span {
  expression: ExpressionNode;
}

/** A template's text, taken apart: literal text as it is meant (`\{{` is `{{`) and holes, in turn. */
export interface TemplateText {
  source: string;
  parts: readonly (string | HoleNode)[];
  /** The one hole of a text that is exactly one `{{…}}`: its value keeps its type. */
  whole?: HoleNode;
}
