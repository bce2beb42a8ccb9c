import type { JsonObject, JsonValue } from '../json.js';
import { ownProperty, setOwnProperty } from '../json-operations.js';
import { ExpressionError } from './expression-error.js';
import { MAX_LITERAL_DEPTH } from './limits.js';

/** A value that was read from text, and the offset after it. */
export interface Read<T> {
  value: T;
  end: number;
}

const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  '/': '/',
  '\\': '\\',
};
/** `unescaped` of RFC 9535: no quotes, backslashes, control characters or lone surrogates. */
const PLAIN = /[ !#-&(-[\]-\u{d7ff}\u{e000}-\u{10ffff}]*/uy;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WHITESPACE = /[ \t\n\r]*/y;

export function skipWhitespace(text: string, from: number): number {
  WHITESPACE.lastIndex = from;
  WHITESPACE.test(text);
  return WHITESPACE.lastIndex;
}

/** What a sticky expression matches at an offset; "" where it matches nothing. */
function matchAt(expression: RegExp, text: string, from: number): string {
  expression.lastIndex = from;
  return expression.exec(text)?.[0] ?? '';
}

export function syntaxError(message: string, start: number, end = start + 1): ExpressionError {
  return new ExpressionError('syntax', message, { position: { start, end } });
}

/** Bounds how deep what begins at an offset lies in its like. */
export function checkDepth(what: 'value' | 'filter', depth: number, start: number): void {
  if (depth <= MAX_LITERAL_DEPTH) return;
  const position = { start, end: start + 1 };
  throw new ExpressionError('limit', `This ${what} is nested more than 64 deep.`, { position });
}

/**
 * Reads a quoted string, in single or double quotes, with JSON's escapes (and `\'` between single quotes):
 * RFC 9535's `string-literal`.
 */
export function readString(text: string, from: number): Read<string> {
  const quote = text[from];
  let value = '';
  let position = from + 1;
  for (;;) {
    const plain = matchAt(PLAIN, text, position);
    value += plain;
    position += plain.length;
    const char = text[position];
    if (char === undefined) throw syntaxError(`This text has no closing ${quote}.`, from, text.length);
    if (char === quote) return { value, end: position + 1 };
    if (char === "'" || char === '"') {
      value += char;
      position += 1;
      continue;
    }
    if (char < ' ') throw syntaxError('A line break in quotes is written \\n, a tab \\t.', position);
    if (char !== '\\') throw syntaxError('This is half a character.', position);
    const escaped = text[position + 1] ?? '';
    if (escaped === 'u') {
      const unit = readCodeUnits(text, position);
      value += unit.value;
      position = unit.end;
      continue;
    }
    const meant = escaped === quote ? quote : ownProperty(SIMPLE_ESCAPES, escaped);
    if (meant === undefined) {
      throw syntaxError(`\\${escaped} is no escape. A backslash is \\\\.`, position, position + 2);
    }
    value += meant;
    position += 2;
  }
}

/** `\uXXXX`, or two of them where they are a surrogate pair; a surrogate alone is no character. */
function readCodeUnits(text: string, from: number): Read<string> {
  const first = codeUnitAt(text, from);
  if (first < 0xd800 || first > 0xdfff) return { value: String.fromCharCode(first), end: from + 6 };
  const second = text.startsWith('\\u', from + 6) ? codeUnitAt(text, from + 6) : 0;
  if (first > 0xdbff || second < 0xdc00 || second > 0xdfff) {
    throw syntaxError('This is half a character.', from, from + 6);
  }
  return { value: String.fromCharCode(first, second), end: from + 12 };
}

function codeUnitAt(text: string, from: number): number {
  const digits = text.slice(from + 2, from + 6);
  if (!/^[0-9a-fA-F]{4}$/.test(digits)) {
    throw syntaxError('\\u is followed by four hexadecimal digits.', from, from + 6);
  }
  return Number.parseInt(digits, 16);
}

/** True where a JSON literal can begin; names are told apart by their letters. */
export function isLiteralStart(char: string | undefined): boolean {
  return char !== undefined && /[-0-9"'[{]/.test(char);
}

/** Reads a JSON value whose strings may be in single quotes too. */
export function readLiteral(text: string, from: number, depth = 0): Read<JsonValue> {
  checkDepth('value', depth, from);
  const char = text[from];
  if (char === '"' || char === "'") return readString(text, from);
  if (char === '[') return readList(text, from, depth);
  if (char === '{') return readObject(text, from, depth);
  const value = readWord(text, from) ?? readNumber(text, from);
  if (!value) throw syntaxError('A value is missing here.', from);
  return value;
}

export function readNumber(text: string, from: number): Read<number> | undefined {
  const digits = matchAt(NUMBER, text, from);
  if (digits === '') return undefined;
  const end = from + digits.length;
  const value = Number(digits);
  if (!Number.isFinite(value)) throw syntaxError('This number is too large.', from, end);
  return { value, end };
}

/** `true`, `false` or `null`, where it is not the beginning of a longer name. */
export function readWord(text: string, from: number): Read<boolean | null> | undefined {
  const word = /^(?:true|false|null)(?![A-Za-z0-9_])/.exec(text.slice(from, from + 6))?.[0];
  if (word === undefined) return undefined;
  return { value: word === 'null' ? null : word === 'true', end: from + word.length };
}

function readList(text: string, from: number, depth: number): Read<JsonValue> {
  const value: JsonValue[] = [];
  const end = readItems(text, from, ['A list', ']'], (start) => {
    const item = readLiteral(text, start, depth + 1);
    value.push(item.value);
    return item.end;
  });
  return { value, end };
}

function readObject(text: string, from: number, depth: number): Read<JsonValue> {
  const value: JsonObject = {};
  const end = readItems(text, from, ['An object', '}'], (start) => {
    if (text[start] !== '"' && text[start] !== "'")
      throw syntaxError('A key of an object stands in quotes.', start);
    const key = readString(text, start);
    const colon = skipWhitespace(text, key.end);
    if (text[colon] !== ':') throw syntaxError('A : follows the key.', colon);
    const member = readLiteral(text, skipWhitespace(text, colon + 1), depth + 1);
    setOwnProperty(value, key.value, member.value);
    return member.end;
  });
  return { value, end };
}

/** Goes over a bracket, items with commas between them, and the bracket that closes it. `read` gives where an item ends. */
export function readItems(
  text: string,
  from: number,
  [name, close]: readonly [name: string, close: string],
  read: (start: number) => number,
): number {
  let position = skipWhitespace(text, from + 1);
  if (text[position] === close) return position + 1;
  for (;;) {
    const end = skipWhitespace(text, read(position));
    if (text[end] === close) return end + 1;
    if (text[end] !== ',') throw syntaxError(`${name} goes on with , or ends with ${close}.`, end);
    position = skipWhitespace(text, end + 1);
  }
}
