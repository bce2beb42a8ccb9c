import { ExpressionError } from './expression-error.js';
import type {
  Comparable,
  ComparisonOperator,
  Condition,
  FilterQuery,
  MatchCondition,
} from './json-path-ast.js';
import {
  checkDepth,
  type Read,
  readNumber,
  readString,
  readWord,
  skipWhitespace,
  syntaxError,
} from './literal.js';
import { compilePattern } from './pattern/compile-pattern.js';
import { readSegments, singularPath } from './read-segments.js';

const OPERATOR = /[=!]=|[<>]=?/y;
const FUNCTION = /(length|count|value|match|search)\(/y;
type FunctionName = 'length' | 'count' | 'value' | 'match' | 'search';

/** What stands on one side of a comparison, or alone, until it is known which. */
interface Part extends Read<Comparable | FilterQuery | MatchCondition> {
  start: number;
}

/**
 * Reads the condition of a filter (RFC 9535, section 2.3.5), in one pass. What isn't well-typed (section
 * 2.4.3) is an error here, before anything is evaluated. `depth` bounds the recursion, here and in evaluation.
 */
export function readCondition(text: string, from: number, depth: number): Read<Condition> {
  checkDepth('filter', depth, from);
  return readTerms(text, from, 'or', (start) =>
    readTerms(text, start, 'and', (position) => readTerm(text, position, depth)),
  );
}

function readTerms(
  text: string,
  from: number,
  type: 'or' | 'and',
  read: (start: number) => Read<Condition>,
): Read<Condition> {
  const first = read(from);
  const terms = [first.value];
  let { end } = first;
  for (;;) {
    const sign = skipWhitespace(text, end);
    if (!text.startsWith(type === 'or' ? '||' : '&&', sign)) break;
    const term = read(skipWhitespace(text, sign + 2));
    terms.push(term.value);
    end = term.end;
  }
  return { value: terms.length === 1 ? first.value : { type, terms }, end };
}

function readTerm(text: string, start: number, depth: number): Read<Condition> {
  if (text[start] === '(') return readParentheses(text, start, depth);
  if (text[start] === '!') {
    const inner = skipWhitespace(text, start + 1);
    const term =
      text[inner] === '(' ? readParentheses(text, inner, depth) : asTest(readPart(text, inner, depth));
    return { value: { type: 'not', term: term.value }, end: term.end };
  }
  const part = readPart(text, start, depth);
  const position = skipWhitespace(text, part.end);
  OPERATOR.lastIndex = position;
  const operator = OPERATOR.exec(text)?.[0] as ComparisonOperator | undefined; // the six that OPERATOR knows
  if (operator === undefined) {
    if (text[position] === '=') throw syntaxError('Values are compared with ==.', position);
    return asTest(part);
  }
  const other = readPart(text, skipWhitespace(text, position + operator.length), depth);
  return {
    value: { type: 'compare', left: asComparable(part), operator, right: asComparable(other) },
    end: other.end,
  };
}

function readParentheses(text: string, start: number, depth: number): Read<Condition> {
  const { value, end } = readCondition(text, skipWhitespace(text, start + 1), depth + 1);
  const close = skipWhitespace(text, end);
  if (text[close] !== ')') throw syntaxError('The ) is missing here.', close);
  return { value, end: close + 1 };
}

function readPart(text: string, start: number, depth: number): Part {
  const char = text[start] ?? '';
  if (char === '@' || char === '$') {
    const { value: segments, end } = readSegments(text, start + 1, depth);
    const path = singularPath(segments);
    const isSingular = path.length === segments.length;
    return {
      value: { type: 'query', from: char, segments, path: isSingular ? path : undefined },
      start,
      end,
    };
  }
  const literal =
    char === '"' || char === "'"
      ? readString(text, start)
      : (readWord(text, start) ?? readNumber(text, start));
  if (literal) return { value: { type: 'literal', value: literal.value }, start, end: literal.end };
  FUNCTION.lastIndex = start;
  const name = FUNCTION.exec(text)?.[1] as FunctionName | undefined; // the five that FUNCTION knows
  if (name !== undefined) return readCall(text, start, name, depth + 1);
  throw syntaxError('A path such as @.price, a value or a function is missing here.', start);
}

/** Section 2.4: each function with the types that it takes. */
function readCall(text: string, start: number, name: FunctionName, depth: number): Part {
  checkDepth('filter', depth, start);
  const parts: Part[] = [];
  let position = start + name.length;
  do {
    const part = readPart(text, skipWhitespace(text, position + 1), depth);
    parts.push(part);
    position = skipWhitespace(text, part.end);
  } while (text[position] === ',');
  if (text[position] !== ')') throw syntaxError(`${name}( goes on with , or ends with ).`, position);
  const end = position + 1;
  const count = name === 'match' || name === 'search' ? 2 : 1;
  const [first, second = first] = parts;
  if (!first || !second || parts.length !== count) {
    throw syntaxError(`${name}() takes ${count === 2 ? 'two values' : 'one value'}.`, start, end);
  }
  switch (name) {
    case 'length':
      return { value: { type: name, of: asComparable(first) }, start, end };
    case 'count':
    case 'value':
      if (first.value.type !== 'query') throw syntaxError(`${name}() takes a path.`, first.start, first.end);
      return { value: { type: name, query: first.value }, start, end };
    default: {
      const match = { type: 'match' as const, isWhole: name === 'match', text: asComparable(first) };
      return { value: { ...match, ...readPattern(second) }, start, end };
    }
  }
}

function readPattern(part: Part): Pick<MatchCondition, 'pattern' | 'compiled'> {
  const pattern = asComparable(part);
  if (pattern.type !== 'literal' || typeof pattern.value !== 'string') return { pattern };
  const compiled = compilePattern(pattern.value);
  if ('problem' in compiled && compiled.problem === 'limit') {
    throw new ExpressionError('limit', compiled.message, { position: { start: part.start, end: part.end } });
  }
  return { pattern, compiled };
}

function asTest({ value, start, end }: Part): Read<Condition> {
  if (value.type === 'query') return { value: { type: 'exists', query: value }, end };
  if (value.type === 'match') return { value, end };
  throw syntaxError('A value alone is no condition. Compare it, as in @.price < 10.', start, end);
}

function asComparable({ value, start, end }: Part): Comparable {
  if (value.type === 'match')
    throw syntaxError('match() and search() are conditions, not values.', start, end);
  if (value.type !== 'query') return value;
  const { from, path, segments } = value;
  if (!path) throw syntaxError('This path may find several things, where one value is needed.', start, end);
  if (segments.some((segment) => segment.isSpaced)) {
    throw syntaxError('A path that is compared has no white space in its brackets.', start, end);
  }
  return { type: 'path', from, path };
}
