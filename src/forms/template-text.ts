import { ExpressionError, listReferences, parseExpression, type Template } from '../engine/index.js';

/** True where a text holds `{{`, other than as a literal `\{{`. */
export function hasExpression(value: unknown): value is string {
  return typeof value === 'string' && /(^|[^\\])\{\{/.test(value);
}

/** True where any text inside a value holds an expression. */
export function containsExpression(value: unknown): boolean {
  if (typeof value === 'string') return hasExpression(value);
  if (Array.isArray(value)) return value.some(containsExpression);
  return typeof value === 'object' && value !== null && Object.values(value).some(containsExpression);
}

/** What stands between `{{` and `}}`, where a text is exactly that. */
export function wholeExpression(text: string): string | undefined {
  if (!text.startsWith('{{') || !text.endsWith('}}')) return undefined;
  const inner = text.slice(2, -2).trim();
  return syntaxErrorOf(inner) === undefined ? inner : undefined;
}

/** Why an expression can't be read, in words; undefined where it can. */
export function syntaxErrorOf(expression: string): string | undefined {
  try {
    parseExpression(expression);
    return undefined;
  } catch (error) {
    if (error instanceof ExpressionError) return error.message;
    throw error;
  }
}

/** The text of each reference in a template, each once. */
export function referencesIn(template: Template): string[] {
  return [...new Set(listReferences(template).map((reference) => reference.text))];
}

/** An expression as a template text. Text that already is one stays. */
export function toTemplateText(expression: string): string {
  const text = expression.trim();
  return text.includes('{{') ? text : `{{${text}}}`;
}

/** The part of a text that a person is writing an expression in: from `{{` to the caret. */
export function openExpressionAt(text: string, caret: number): { start: number; query: string } | undefined {
  const before = text.slice(0, caret);
  const start = before.lastIndexOf('{{');
  if (start === -1 || before[start - 1] === '\\') return undefined;
  const query = before.slice(start + 2);
  return query.includes('}') || query.includes('|') || query.includes('\n')
    ? undefined
    : { start, query: query.trimStart() };
}

/** The text with a reference put where the expression was being written, and where the caret goes then. */
export function insertExpression(
  text: string,
  caret: number,
  expression: string,
): { text: string; caret: number } {
  const open = openExpressionAt(text, caret);
  const start = open?.start ?? caret;
  const rest = text.slice(caret);
  const after = open && rest.startsWith('}}') ? rest.slice(2) : rest;
  const written = `${text.slice(0, start)}{{${expression}}}`;
  return { text: written + after, caret: written.length };
}

/** What was written between `{{` and `}}`, or without them. */
export function innerText(text: string): string {
  return text
    .replace(/^\s*\{\{/, '')
    .replace(/\}\}\s*$/, '')
    .trim();
}

/**
 * What a person means who wrote `text` in a field for references: an expression in place of what stood there, a text with
 * expressions in it, or (neither of them, and `isMeant` doubts that it is an expression) more text `beside` what stood there.
 * What can't be read is kept too, for it to be told what is wrong with it. Undefined for a word alone that is no
 * expression: it was looked for.
 */
export function writtenTemplate(
  text: string,
  beside: string | undefined,
  isMeant: (expression: string) => boolean,
): string | undefined {
  const inner = innerText(text);
  if (/^\w+$/.test(text) && !isMeant(inner)) return undefined;
  const canBeRead = syntaxErrorOf(inner) === undefined;
  if (text.includes('{{') && !canBeRead) return text;
  const isAlone = beside === undefined || text.includes('{{') || (canBeRead && isMeant(inner));
  return isAlone ? `{{${inner}}}` : beside + text;
}
