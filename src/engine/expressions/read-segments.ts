import type { Segment, Selector } from './json-path-ast.js';
import { type Read, readString, skipWhitespace, syntaxError } from './literal.js';
import { readCondition } from './read-condition.js';

/** Names as RFC 9535 allows them after a dot: letters, `_`, anything beyond ASCII, and digits but not first. */
const NAME = /[A-Za-z_\u{80}-\u{d7ff}\u{e000}-\u{10ffff}][\w\u{80}-\u{d7ff}\u{e000}-\u{10ffff}]*/uy;
const INTEGER = /0|-?[1-9]\d*/y;

/**
 * Reads the segments of a JSONPath query (RFC 9535, section 2.5), as many as there are, in one pass. `depth`
 * counts the filters and parentheses around them.
 */
export function readSegments(text: string, from: number, depth: number): Read<Segment[]> {
  const value: Segment[] = [];
  let end = from;
  for (;;) {
    const start = skipWhitespace(text, end);
    const segment =
      text[start] === '.'
        ? readDotted(text, start, depth)
        : text[start] === '['
          ? readBracketed(text, start, depth)
          : undefined;
    if (!segment) return { value, end };
    value.push(segment.value);
    end = segment.end;
  }
}

/** The names and indices up to the first segment that may match more than one thing. */
export function singularPath(segments: readonly Segment[]): (string | number)[] {
  const path: (string | number)[] = [];
  for (const { isDescendant, selectors } of segments) {
    const [selector] = selectors;
    if (isDescendant || selectors.length > 1) break;
    if (selector?.type === 'name') path.push(selector.name);
    else if (selector?.type === 'index') path.push(selector.index);
    else break;
  }
  return path;
}

function readDotted(text: string, start: number, depth: number): Read<Segment> {
  const isDescendant = text[start + 1] === '.';
  const position = start + (isDescendant ? 2 : 1);
  if (isDescendant && text[position] === '[') {
    const { value, end } = readBracketed(text, position, depth);
    return { value: { ...value, isDescendant }, end };
  }
  if (text[position] === '*') {
    return { value: { isDescendant, selectors: [{ type: 'wildcard' }], isSpaced: false }, end: position + 1 };
  }
  NAME.lastIndex = position;
  const name = NAME.exec(text)?.[0];
  if (name === undefined) {
    throw syntaxError("A name follows the dot; others are written ['like this'].", position);
  }
  return {
    value: { isDescendant, selectors: [{ type: 'name', name }], isSpaced: false },
    end: position + name.length,
  };
}

function readBracketed(text: string, start: number, depth: number): Read<Segment> {
  const selectors: Selector[] = [];
  let position = start;
  do {
    const selector = readSelector(text, skipWhitespace(text, position + 1), depth, start);
    selectors.push(selector.value);
    position = skipWhitespace(text, selector.end);
  } while (text[position] === ',');
  if (text[position] !== ']') throw unexpected(text, position, start, 'A , or the ] is missing here.');
  const isSpaced = /[ \t\n\r]/.test(`${text[start + 1]}${text[position - 1]}`);
  return { value: { isDescendant: false, selectors, isSpaced }, end: position + 1 };
}

function readSelector(text: string, start: number, depth: number, bracket: number): Read<Selector> {
  switch (text[start]) {
    case "'":
    case '"': {
      const { value: name, end } = readString(text, start);
      return { value: { type: 'name', name }, end };
    }
    case '*':
      return { value: { type: 'wildcard' }, end: start + 1 };
    case '?': {
      const { value: condition, end } = readCondition(text, skipWhitespace(text, start + 1), depth + 1);
      return { value: { type: 'filter', condition }, end };
    }
    default:
      return readIndexOrSlice(text, start, bracket);
  }
}

function readIndexOrSlice(text: string, from: number, bracket: number): Read<Selector> {
  const start = readInteger(text, from);
  const colon = skipWhitespace(text, start.end);
  if (text[colon] !== ':') {
    const { value: index, end } = start;
    if (index !== undefined) return { value: { type: 'index', index }, end };
    throw unexpected(
      text,
      from,
      bracket,
      'Brackets hold a name in quotes, an index, a slice, * or a filter such as ?@.price < 10.',
    );
  }
  const end = readInteger(text, skipWhitespace(text, colon + 1));
  const second = skipWhitespace(text, end.end);
  const slice = { type: 'slice' as const, start: start.value, end: end.value };
  if (text[second] !== ':') return { value: { ...slice, step: 1 }, end: end.end };
  const step = readInteger(text, skipWhitespace(text, second + 1));
  return { value: { ...slice, step: step.value ?? 1 }, end: step.end };
}

/** An integer that a double holds exactly (section 2.1), or none. */
function readInteger(text: string, start: number): Read<number | undefined> {
  INTEGER.lastIndex = start;
  const digits = INTEGER.exec(text)?.[0];
  if (digits === undefined) return { value: undefined, end: start };
  const value = Number(digits);
  const end = start + digits.length;
  if (!Number.isSafeInteger(value)) throw syntaxError('This number is too large.', start, end);
  return { value, end };
}

function unexpected(text: string, position: number, bracket: number, message: string) {
  const isOver = position >= text.length || text.startsWith('}}', position);
  return isOver ? syntaxError('This [ is never closed.', bracket) : syntaxError(message, position);
}
