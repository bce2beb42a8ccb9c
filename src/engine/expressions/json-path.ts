import parse from 'jsonpath-rfc9535/parser';
import type { JsonValue } from '../json.js';
import { evaluateSegments } from './evaluate-json-path.js';
import type { Budget } from './limits.js';
import { syntaxError } from './literal.js';

/** A compiled RFC 9535 query: all matches in `root`, in the order of the RFC. */
export type JsonPathQuery = (root: JsonValue, budget: Budget) => JsonValue[];

type Ast = ReturnType<typeof parse>;

/**
 * The one door to the JSONPath parser, for paths that may match more than one thing. `segments` is what
 * follows the root (`[*].id`); `offset` is where it stands, for error positions.
 *
 * `match()` and `search()` are refused: their patterns would run on a backtracking engine, where one that
 * takes minutes would stop every other run of the same process.
 */
export function compileJsonPath(segments: string, offset: number): JsonPathQuery {
  const end = offset + segments.length;
  const query = parseQuery(`$${segments}`, offset, end);
  if (callsPattern(query)) {
    const message = 'match() and search() are not part of this language; compare with == instead.';
    throw syntaxError(message, offset, end);
  }
  return (root, budget) => evaluateSegments(query.segments, root, { root, budget });
}

function parseQuery(text: string, offset: number, end: number): Ast {
  try {
    return parse(text);
  } catch (error) {
    // Whatever the parser throws about a text is a complaint about that text.
    const reason = error instanceof Error ? error.message : String(error);
    throw syntaxError(`This path can't be read: ${reason}`, offset, end);
  }
}

function callsPattern(node: unknown): boolean {
  if (typeof node !== 'object' || node === null) return false;
  if ('type' in node && node.type === 'FunctionExpr' && 'name' in node) {
    if (node.name === 'match' || node.name === 'search') return true;
  }
  return Object.values(node).some(callsPattern);
}
