import { query } from 'jsonpath-rfc9535';
import parse from 'jsonpath-rfc9535/parser';
import type { JsonValue } from '../json.js';
import { type Budget, spendVisits } from './limits.js';
import { syntaxError } from './literal.js';

/** A compiled RFC 9535 query: all matches in `root`, in the order of the RFC. */
export type JsonPathQuery = (root: JsonValue, budget: Budget) => JsonValue[];

/**
 * The one door to the JSONPath library, for paths that may match more than one thing. `segments` is what
 * follows the root (`[*].id`); `offset` is where it stands, for error positions.
 *
 * `match()` and `search()` are refused: the library runs their patterns on a backtracking engine, and a
 * pattern that takes minutes would stop every other run of the same process.
 */
export function compileJsonPath(segments: string, offset: number): JsonPathQuery {
  const text = `$${segments}`;
  const end = offset + segments.length;
  const ast = parseQuery(text, offset, end);
  if (callsPattern(ast)) {
    throw syntaxError(
      'match() and search() are not part of this language; compare with == or filter in a later step.',
      offset,
      end,
    );
  }
  return (root, budget) => {
    const matches = query(root, text);
    spendVisits(budget, matches.length);
    return matches;
  };
}

function parseQuery(text: string, offset: number, end: number): unknown {
  try {
    return parse(text);
  } catch (error) {
    // Whatever the library's parser throws about a text is a complaint about that text.
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
