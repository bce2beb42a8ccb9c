import type { JsonValue } from '../json.js';
import { evaluateSegments } from './evaluate-json-path.js';
import type { Segment } from './json-path-ast.js';
import type { Budget } from './limits.js';

/** A compiled RFC 9535 query: all matches in `root`, in the order of the RFC. */
export type JsonPathQuery = (root: JsonValue, budget: Budget) => JsonValue[];

/** For paths that may match more than one thing. */
export function compileJsonPath(segments: readonly Segment[]): JsonPathQuery {
  return (root, budget) => evaluateSegments(segments, root, { root, budget });
}
