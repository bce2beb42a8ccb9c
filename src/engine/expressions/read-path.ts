import { compileJsonPath, type JsonPathQuery } from './json-path.js';
import { MAX_LITERAL_DEPTH } from './limits.js';
import { readString, skipWhitespace, syntaxError } from './literal.js';

export interface PathRead {
  path: (string | number)[];
  query?: JsonPathQuery;
  end: number;
}

/** Names as RFC 9535 allows them after a dot: letters, `_`, anything beyond ASCII, and digits but not first. */
const NAME = /[A-Za-z_\u0080-\uffff][A-Za-z0-9_\u0080-\uffff]*/y;
const INDEX = /^(?:0|-?[1-9]\d{0,15})$/;

/** Reads the segments that follow a root. Singular ones become a plain path; others a query over the whole. */
export function readPath(text: string, from: number): PathRead {
  const path: (string | number)[] = [];
  let isSingular = true;
  let end = from;
  for (;;) {
    const start = skipWhitespace(text, end);
    const segment =
      text[start] === '.' ? readDot(text, start) : text[start] === '[' ? readBracket(text, start) : undefined;
    if (!segment) break;
    end = segment.end;
    if (segment.key === undefined) isSingular = false;
    else if (isSingular) path.push(segment.key);
  }
  return isSingular ? { path, end } : { path, query: compileJsonPath(text.slice(from, end), from), end };
}

/** `key` is absent where the segment may match more than one thing. */
interface Segment {
  key?: string | number;
  end: number;
}

function readDot(text: string, start: number): Segment {
  const isDescendant = text[start + 1] === '.';
  const position = start + (isDescendant ? 2 : 1);
  if (text[position] === '*') return { end: position + 1 };
  if (isDescendant && text[position] === '[') return { end: readBracket(text, position).end };
  NAME.lastIndex = position;
  const name = NAME.exec(text)?.[0];
  if (name === undefined) {
    throw syntaxError(
      "A name follows the dot. A name with other characters is written ['like this'].",
      position,
    );
  }
  return isDescendant ? { end: NAME.lastIndex } : { key: name, end: NAME.lastIndex };
}

function readBracket(text: string, start: number): Segment {
  const end = closingBracket(text, start);
  const inner = skipWhitespace(text, start + 1);
  const quote = text[inner];
  if (quote === "'" || quote === '"') {
    const name = readString(text, inner);
    return skipWhitespace(text, name.end) === end - 1 ? { key: name.value, end } : { end };
  }
  const content = text.slice(inner, end - 1).replace(/[ \t\n\r]+$/, '');
  if (!INDEX.test(content)) return { end };
  const index = Number(content);
  if (!Number.isSafeInteger(index))
    throw syntaxError('This index is too large.', inner, inner + content.length);
  return { key: index, end };
}

/** The offset after the `]` that closes the `[` at `start`; brackets and parentheses in quotes don't count. */
function closingBracket(text: string, start: number): number {
  let depth = 0;
  for (let position = start; position < text.length; position++) {
    const char = text[position];
    if (char === '[' || char === '(') {
      depth += 1;
      if (depth > MAX_LITERAL_DEPTH)
        throw syntaxError('These brackets are nested more than 64 deep.', position);
    } else if (char === ']' || char === ')') {
      depth -= 1;
      if (depth === 0) return position + 1;
    } else if (char === "'" || char === '"') {
      position = readString(text, position).end - 1;
    }
  }
  throw syntaxError('This [ is never closed.', start);
}
