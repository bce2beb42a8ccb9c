import type { Template } from '../json.js';
import { isJsonObject } from '../json-operations.js';
import { placeWithin } from '../place.js';
import type { HoleNode, OperandNode, ReferenceNode, TemplateText } from './ast.js';
import { expressionErrorOf, type Span } from './expression-error.js';
import { MAX_LITERAL_DEPTH } from './limits.js';
import { parseTemplateText } from './parse-expression.js';

/** One reference that stands somewhere in a template. */
export interface TemplateReference {
  root: string;
  /** Names and indices; for a path that may match more than one thing, those up to there. */
  path: readonly (string | number)[];
  /** False where the path may match more than one thing. */
  singular: boolean;
  /** True where its text is exactly `{{ this reference }}`: the value keeps its type. */
  whole: boolean;
  /** True where functions follow it, or where it is an argument of one. */
  piped: boolean;
  /** True where a `default` follows, so that it may find nothing. */
  optional: boolean;
  /** As it is written, e.g. `step_1.user.email`. */
  text: string;
  /** Where it stands in its string. */
  position: Span;
  /** Which string of the document, e.g. `request.body.value.email`. */
  place: string;
}

/**
 * Every reference in a template, in the order in which they stand. `place` is where the template stands in
 * its document. Strings that can't be read have none: what is wrong with them is for `validateGraph` to say.
 */
export function listReferences(template: Template, place = ''): TemplateReference[] {
  const references: TemplateReference[] = [];
  forEachText(template, place, (text, where) => {
    const parsed = tryParse(text);
    for (const part of parsed?.parts ?? []) {
      if (typeof part === 'object') collect(part, parsed?.whole === part, where, references);
    }
  });
  return references;
}

/** The reference that a string consists of: exactly one `{{reference}}`, singular and without functions. */
export function isReference(text: unknown): { root: string; path: readonly (string | number)[] } | undefined {
  if (typeof text !== 'string' || !text.startsWith('{{')) return undefined;
  const expression = tryParse(text)?.whole?.expression;
  if (!expression || expression.calls.length > 0) return undefined;
  const { operand } = expression;
  return operand.type === 'reference' && !operand.query
    ? { root: operand.root, path: operand.path }
    : undefined;
}

/** The template with every reference to one root turned to another; all else stays byte for byte. */
export function renameRoot<T extends Template>(template: T, from: string, to: string): T {
  const rename = (value: Template, depth: number): Template => {
    if (typeof value === 'string') return renameInText(value, from, to);
    if (depth >= MAX_LITERAL_DEPTH) return value;
    if (Array.isArray(value)) {
      const items = value.map((item) => rename(item, depth + 1));
      return items.every((item, index) => item === value[index]) ? value : items;
    }
    if (!isJsonObject(value)) return value;
    const entries = Object.entries(value).map(([key, member]) => [key, rename(member, depth + 1)] as const);
    return entries.every(([key, member]) => member === value[key]) ? value : Object.fromEntries(entries);
  };
  return rename(template, 0) as T; // the same template with other text in its strings
}

/**
 * Calls back with every string of a template that may hold expressions, and its place. What lies too deep to
 * be compiled holds none.
 */
export function forEachText(
  template: Template,
  place: string,
  visit: (text: string, place: string) => void,
): void {
  const walk = (value: Template, where: string, depth: number): void => {
    if (typeof value === 'string') {
      if (value.includes('{{')) visit(value, where);
    } else if (depth >= MAX_LITERAL_DEPTH) {
      return;
    } else if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) walk(item, placeWithin(where, index), depth + 1);
    } else if (isJsonObject(value)) {
      for (const key of Object.keys(value)) walk(value[key] ?? null, placeWithin(where, key), depth + 1);
    }
  };
  walk(template, place, 0);
}

function renameInText(text: string, from: string, to: string): string {
  if (!text.includes('{{') || !text.includes(from)) return text;
  const spans: Span[] = [];
  for (const part of tryParse(text)?.parts ?? []) {
    if (typeof part === 'object') spans.push(...operandsOf(part).filter(isReferenceTo(from)));
  }
  let result = '';
  let end = 0;
  for (const { start } of spans) {
    result += text.slice(end, start) + to;
    end = start + from.length;
  }
  return result + text.slice(end);
}

function isReferenceTo(root: string): (operand: OperandNode) => boolean {
  return (operand) => operand.type === 'reference' && operand.root === root;
}

function operandsOf(hole: HoleNode): OperandNode[] {
  return [hole.expression.operand, ...hole.expression.calls.flatMap((call) => call.arguments)];
}

function collect(hole: HoleNode, isWhole: boolean, place: string, into: TemplateReference[]): void {
  const { operand, calls } = hole.expression;
  const defaultAt = calls.findIndex((call) => call.name === 'default');
  const add = (reference: ReferenceNode, { piped, optional }: { piped: boolean; optional: boolean }) => {
    const { root, path, text, start, end } = reference;
    const singular = !reference.query;
    const whole = isWhole && !piped;
    into.push({ root, path, singular, whole, piped, optional, text, position: { start, end }, place });
  };
  if (operand.type === 'reference') add(operand, { piped: calls.length > 0, optional: defaultAt !== -1 });
  for (const [index, call] of calls.entries()) {
    // A later `default` also takes up a missing fallback.
    const caught =
      call.name === 'default' && calls.slice(index + 1).some((later) => later.name === 'default');
    for (const argument of call.arguments)
      if (argument.type === 'reference') add(argument, { piped: true, optional: caught });
  }
}

/** Undefined for text that can't be read: what is wrong with it is reported where all texts are. */
export function tryParse(text: string): TemplateText | undefined {
  let parsed: TemplateText | undefined;
  expressionErrorOf(() => {
    parsed = parseTemplateText(text);
  });
  return parsed;
}
