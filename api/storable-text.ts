import { formatPlace } from '#engine';
import { Problem, type ProblemEntry } from './problem.js';

/** More aren't told; one is enough to refuse. */
const MAX_ERRORS = 20;

/** False for U+0000 and halves of surrogate pairs: PostgreSQL can't keep them in a text. */
export function isStorableText(text: string): boolean {
  return !text.includes('\0') && !/\p{Surrogate}/u.test(text);
}

export const unstorable = 'This holds U+0000 or half of a character, which cannot be saved';

/**
 * The document, or a Problem that says where it holds texts or field names that can't be saved. A JSON column
 * would take them as escapes, but every later query that looks into that document would fail.
 */
export function storable<T>(document: T): T {
  const errors: ProblemEntry[] = [];
  collect(document, [], errors);
  const [first] = errors;
  if (!first) return document;
  throw new Problem('invalid_request', `Check the request at ${first.path}: ${first.message}.`, { errors });
}

/** Recursion is fine here: bodies are at most 200 levels deep. */
function collect(value: unknown, path: readonly (string | number)[], errors: ProblemEntry[]): void {
  if (errors.length === MAX_ERRORS) return;
  if (typeof value === 'string') {
    if (!isStorableText(value)) errors.push({ path: formatPlace(path), message: unstorable });
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) collect(item, [...path, index], errors);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      if (isStorableText(key)) collect(item, [...path, key], errors);
      else errors.push({ path: formatPlace(path), message: unstorable });
    }
  }
}
