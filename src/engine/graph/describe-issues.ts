import type * as z from 'zod/mini';
import type { JsonValue } from '../json.js';
import { isJsonObject, memberOf } from '../json-operations.js';
import { nameTypes } from '../json-schema/check-value.js';
import { formatPlace, type PlacePath } from '../place.js';
import type { Problem } from './problem.js';

type Issue = z.core.$ZodIssue;
type UnionIssue = Extract<Issue, { code: 'invalid_union' }>;

/** What a schema says about a document, in words for people, each with its place. */
export function describeIssues(issues: readonly Issue[], document: unknown, most: number): Problem[] {
  return issues
    .flatMap((issue) => narrow(issue, [], document))
    .slice(0, most)
    .map((found) => toProblem(found, document));
}

/** An issue and the whole way to it. */
interface Found {
  issue: Issue;
  path: PlacePath;
}

/** What is wrong with a value that may be one of several things is what is wrong with the thing that it most likely is. */
function narrow(issue: Issue, start: PlacePath, document: unknown): Found[] {
  const path = [...start, ...issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key))];
  const options = issue.code === 'invalid_union' ? optionsOf(issue, valueAt(document, path)) : [];
  const [best] = options;
  // Where nothing tells which one is meant, all of them are named.
  if (!best || (best.known === 0 && options.length > 1)) return [{ issue, path }];
  return best.issues.flatMap((inner) => narrow(inner, path, document));
}

/** One thing that a value may be. */
interface Option {
  issues: readonly Issue[];
  /** Its keys that the value has. */
  known: number;
  missing: string[];
}

/** What an object may be, the likeliest first; none for another value. */
function optionsOf(issue: UnionIssue, value: unknown): Option[] {
  if (!isJsonObject(value)) return [];
  const keys = Object.keys(value).length;
  const options = issue.errors
    .filter((issues) => !issues.some(isOfWhole))
    .map((issues): Option => {
      const unknown = issues.flatMap((inner) => (inner.code === 'unrecognized_keys' ? inner.keys : []));
      const missing = issues.flatMap(({ path: [key] }) =>
        key !== undefined && !Object.hasOwn(value, key) ? [String(key)] : [],
      );
      return { issues, known: keys - unknown.length, missing };
    });
  return options.sort(
    (left, right) => right.known - left.known || left.missing.length - right.missing.length,
  );
}

function isOfWhole({ code, path }: Issue): boolean {
  return path.length === 0 && (code === 'invalid_type' || code === 'invalid_value');
}

function toProblem({ issue, path }: Found, document: unknown): Problem {
  const { stepId, rest } = locate(path, document);
  const place = formatPlace(rest);
  const value = valueAt(document, path);
  return {
    code: 'invalid_document',
    severity: 'error',
    message: sentence(issue, place === '' ? 'The document' : place, value),
    ...(stepId !== undefined && { stepId }),
    ...(place !== '' && { path: place }),
  };
}

/** Splits a path at the step that it leads into, where that step has an id. What is in a step may be called `steps` too. */
function locate(path: PlacePath, document: unknown): { stepId?: string; rest: PlacePath } {
  const at = path.findIndex((key, index) => key === 'steps' && (index === 0 || path[index - 1] === 'graph'));
  const index = path[at + 1];
  if (at === -1 || typeof index !== 'number') return { rest: path };
  const id = memberOf(valueAt(document, path.slice(0, at + 2)), 'id');
  return typeof id === 'string' && path.length > at + 2
    ? { stepId: id, rest: path.slice(at + 2) }
    : { rest: path };
}

function valueAt(document: unknown, path: PlacePath): JsonValue | undefined {
  return path.reduce(memberOf, document as JsonValue | undefined); // what is no JSON in it has no members
}

function sentence(issue: Issue, subject: string, value: unknown): string {
  switch (issue.code) {
    case 'invalid_type':
    case 'invalid_value':
    case 'invalid_union': {
      if (issue.code === 'invalid_union') {
        const needed = new Set(
          optionsOf(issue, value).map(({ missing }) => missing.map((key) => `'${key}'`).join(' and ')),
        );
        if (needed.size > 0) return `${subject} needs ${list([...needed])}.`;
      }
      const wanted = list([...new Set(expected(issue))]);
      return value === undefined
        ? `${subject} is missing; it must be ${wanted}.`
        : `${subject} must be ${wanted}.`;
    }
    case 'unrecognized_keys': {
      const keys = issue.keys.map((key) => `'${key}'`).join(', ');
      return `${subject} can't have ${keys}. Check the spelling.`;
    }
    case 'too_big':
      return `${subject} is too long or too large: ${String(issue.maximum)} at most.`;
    case 'too_small':
      return `${subject} is too short or too small: ${String(issue.minimum)} at least.`;
    case 'invalid_format':
    case 'custom':
      return `${subject}: ${issue.message}`;
    default:
      return `${subject}: ${issue.message}.`;
  }
}

/** What would be right, as far as an issue of a whole value tells. */
function expected(issue: Issue): string[] {
  switch (issue.code) {
    case 'invalid_type':
      return [nameTypes([issue.expected])];
    case 'invalid_value':
      return issue.values.map((value) => JSON.stringify(value));
    case 'invalid_union':
      if (issue.inclusive === false) return [];
      return [
        ...(issue.options ?? []).map((option) => JSON.stringify(option)),
        ...issue.errors.flat().flatMap((inner) => (inner.path.length === 0 ? expected(inner) : [])),
      ];
    default:
      return [];
  }
}

/** `a, b or c` */
function list(items: readonly string[]): string {
  const last = items.at(-1) ?? '';
  return items.length > 1 ? `${items.slice(0, -1).join(', ')} or ${last}` : last;
}
