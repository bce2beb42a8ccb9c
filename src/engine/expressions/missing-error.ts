import type { JsonValue } from '../json.js';
import { isJsonObject, memberOf, ownProperty } from '../json-operations.js';
import { didYouMean, nearestName } from '../nearest-name.js';
import { formatPlace } from '../place.js';
import type { OperandNode, ReferenceNode } from './ast.js';
import { ExpressionError } from './expression-error.js';
import { describeValue } from './functions/define-function.js';
import type { Scope } from './scope.js';

/** How many of the names that exist are listed in a message, and how much of each. */
const MAX_LISTED = 8;
const MAX_NAME_LENGTH = 64;
/** How many of them are compared with the one that was looked for: each comparison takes a while. */
const MAX_COMPARED = 1_000;

/** The error of a reference that finds nothing: how far it goes, and what is there instead. */
export function missingError(operand: OperandNode, scope: Scope): ExpressionError {
  if (operand.type === 'literal') throw new Error('A literal is never missing.');
  const { root, path, text } = operand;
  const position = { start: operand.start, end: operand.end };
  let value = ownProperty(scope, root);
  if (value === undefined) {
    return new ExpressionError('missing', emptyRootMessage(root), { reference: text, position });
  }
  let found = root;
  for (const [index, key] of path.entries()) {
    const next = memberOf(value, key);
    if (next === undefined) {
      const names = typeof key === 'string' && isJsonObject(value) ? Object.keys(value) : [];
      const near = typeof key === 'string' ? nearestName(key, names.slice(0, MAX_COMPARED)) : undefined;
      return new ExpressionError('missing', missingMessage(found, value, key, nearestFirst(near, names)), {
        reference: text,
        position,
        ...(near !== undefined && {
          suggestion: formatPlace([root, ...path.slice(0, index), near, ...path.slice(index + 1)]),
        }),
      });
    }
    found = formatPlace([root, ...path.slice(0, index + 1)]);
    value = next;
  }
  return new ExpressionError('missing', `${text} finds nothing.`, { reference: text, position });
}

export function unknownRootError(reference: ReferenceNode, scope: Scope): ExpressionError {
  const { root, text, start } = reference;
  const roots = Object.keys(scope);
  const near = nearestName(root, roots);
  const known = didYouMean(near, ` Known here: ${quoteList(roots)}.`);
  return new ExpressionError('unknown_root', `There is no step or value '${root}'.${known}`, {
    reference: text,
    position: { start, end: start + root.length },
    ...(near && { suggestion: near + text.slice(root.length) }),
  });
}

function emptyRootMessage(root: string): string {
  if (root === 'error')
    return "There is no error here: no step before it failed. Add | default(…) if it's optional.";
  return `${root} has no output: it was skipped or failed. Add | default(…) if it's optional.`;
}

function missingMessage(
  found: string,
  value: JsonValue,
  key: string | number,
  names: readonly string[],
): string {
  if (typeof key === 'number') {
    if (!Array.isArray(value))
      return `${found} is not a list, so it has no item ${key}; it is ${describeValue(value)}.`;
    return value.length === 0
      ? `${found} is an empty list; it has no item ${key}.`
      : `${found} has no item ${key}; it has ${value.length}, from 0 to ${value.length - 1}.`;
  }
  if (Array.isArray(value)) return listMessage(found, key);
  if (!isJsonObject(value)) return `${found} has no '${key}'; it is ${describeValue(value)}.`;
  if (names.length === 0) return `${found} has no '${key}'; it is an empty object.`;
  return `${found} has no '${key}'; it has ${quoteList(names)}.`;
}

/** What is said about a name that is looked for in a list. */
export function listMessage(list: string, name: string): string {
  const use = name === 'length' ? `${list} | length` : `${list}[0] or ${list}[*]`;
  return `${list} is a list, so it has no '${name}'. Use ${use}.`;
}

function nearestFirst(near: string | undefined, names: readonly string[]): readonly string[] {
  return near === undefined ? names : [near, ...names.filter((other) => other !== near)];
}

/** `'email', 'id', 'name'`, cut to a few. */
export function quoteList(names: readonly string[]): string {
  const listed = names.slice(0, MAX_LISTED).map((name) => `'${shorten(name)}'`);
  const more = names.length - listed.length;
  return more > 0 ? `${listed.join(', ')} and ${more} more` : listed.join(', ');
}

function shorten(name: string): string {
  return name.length > MAX_NAME_LENGTH ? `${name.slice(0, MAX_NAME_LENGTH)}…` : name;
}
