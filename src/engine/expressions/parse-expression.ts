import { ownProperty } from '../json-operations.js';
import type { CallNode, ExpressionNode, HoleNode, OperandNode, TemplateText } from './ast.js';
import { evaluateSegments } from './evaluate-json-path.js';
import { ExpressionError } from './expression-error.js';
import { MAX_CALLS, MAX_TEMPLATE_LENGTH } from './limits.js';
import {
  isLiteralStart,
  type Read,
  readItems,
  readLiteral,
  readWord,
  skipWhitespace,
  syntaxError,
} from './literal.js';
import { readSegments, singularPath } from './read-segments.js';

const ROOT = /[A-Za-z_][A-Za-z0-9_]*/y;

/**
 * Reads one expression (what stands between `{{` and `}}`) into a tree whose positions are offsets into
 * `text`. Throws an `ExpressionError` with code `syntax` or `limit` that says where and what to write.
 */
export function parseExpression(text: string): ExpressionNode {
  checkLength(text);
  const expression = readExpression(text, 0);
  const end = skipWhitespace(text, expression.end);
  if (end < text.length) throw unexpected(text, end, expression.value);
  return expression.value;
}

/** Takes a template's text apart. Throws an `ExpressionError` with code `syntax` or `limit`. */
export function parseTemplateText(source: string): TemplateText {
  checkLength(source);
  const parts: (string | HoleNode)[] = [];
  let text = '';
  let position = 0;
  for (;;) {
    const open = source.indexOf('{{', position);
    if (open === -1) break;
    if (source[open - 1] === '\\' && open > position) {
      text += `${source.slice(position, open - 1)}{{`;
      position = open + 2;
      continue;
    }
    text += source.slice(position, open);
    if (text !== '') parts.push(text);
    text = '';
    const hole = readHole(source, open);
    parts.push(hole);
    position = hole.end;
  }
  text += source.slice(position);
  if (text !== '') parts.push(text);
  const [only] = parts;
  const isWhole = parts.length === 1 && typeof only === 'object';
  return isWhole ? { source, parts, whole: only } : { source, parts };
}

function readHole(source: string, start: number): HoleNode {
  const expression = readExpression(source, start + 2);
  const close = skipWhitespace(source, expression.end);
  if (!source.startsWith('}}', close)) {
    if (close >= source.length) throw syntaxError('This {{ has no }}.', start, start + 2);
    throw unexpected(source, close, expression.value);
  }
  return { expression: expression.value, start, end: close + 2 };
}

function readExpression(text: string, from: number): Read<ExpressionNode> {
  const start = skipWhitespace(text, from);
  const operand = readOperand(text, start);
  const calls: CallNode[] = [];
  let end = operand.end;
  for (;;) {
    const pipe = skipWhitespace(text, end);
    if (text[pipe] !== '|') break;
    const call = readCall(text, skipWhitespace(text, pipe + 1));
    calls.push(call);
    end = call.end;
    if (calls.length > MAX_CALLS) {
      throw new ExpressionError('limit', 'A pipe has 32 functions at most. Split it over steps.', {
        position: call,
      });
    }
  }
  return { value: { operand, calls, start, end }, end };
}

function readCall(text: string, start: number): CallNode {
  ROOT.lastIndex = start;
  const name = ROOT.exec(text)?.[0];
  if (name === undefined) {
    const hint = text[start] === '|' ? ' For what may be missing: | default(…).' : '';
    throw syntaxError(`The name of a function follows |.${hint}`, start);
  }
  const end = start + name.length;
  const args: OperandNode[] = [];
  const open = skipWhitespace(text, end);
  if (text[open] !== '(') return { name, arguments: args, start, end };
  const close = readItems(text, open, [`${name}(`, ')'], (position) => {
    const argument = readOperand(text, position);
    args.push(argument);
    return argument.end;
  });
  return { name, arguments: args, start, end: close };
}

function readOperand(text: string, start: number): OperandNode {
  const word = readWord(text, start);
  if (word) return { type: 'literal', value: word.value, start, end: word.end };
  if (isLiteralStart(text[start])) {
    const literal = readLiteral(text, start);
    return { type: 'literal', value: literal.value, start, end: literal.end };
  }
  ROOT.lastIndex = start;
  const root = ROOT.exec(text)?.[0];
  if (root === undefined) {
    throw syntaxError('A reference such as step_1.id or a value is missing here.', start);
  }
  const { value: segments, end } = readSegments(text, start + root.length, 0);
  const path = singularPath(segments);
  const reference = { type: 'reference' as const, root, path, text: text.slice(start, end), start, end };
  if (path.length === segments.length) return reference;
  return {
    ...reference,
    query: (value, budget) => evaluateSegments(segments, value, { root: value, budget }),
  };
}

function checkLength(text: string): void {
  if (text.length <= MAX_TEMPLATE_LENGTH) return;
  throw new ExpressionError('limit', 'A template has 65,536 characters at most. Split it over steps.');
}

/** What other languages have operators for. */
const OPERATIONS = { '+': 'add', '-': 'subtract', '*': 'multiply', '/': 'divide' };

function unexpected(text: string, position: number, before: ExpressionNode): ExpressionError {
  const char = text[position] ?? '';
  const { operand } = before;
  const known = ownProperty(OPERATIONS, char);
  const hint = known === undefined ? 'An expression goes on with | or ends with }}.' : `Use | ${known}(…).`;
  if (char === '-' && operand.type === 'reference' && before.calls.length === 0) {
    return syntaxError(
      `Names with - stand in brackets: step_1['first-name']. To subtract, use | subtract(…).`,
      position,
    );
  }
  return syntaxError(`'${char}' is not expected here. ${hint}`, position);
}
