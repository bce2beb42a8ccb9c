import { z } from 'zod';
import { Problem } from '../problem.js';

/** One page of a list; `nextCursor` null: it was the last. */
export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

export const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 100;

/** Query parameters that every list takes. */
export const pageQuery = {
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(MAX_LIMIT)
    .optional()
    .meta({ description: 'Items of a page; default 50.' }),
  cursor: z.string().max(500).optional().meta({ description: 'The `nextCursor` of the page before.' }),
};

/** Documents are up to a megabyte each: a page ends early, before their definitions are more than this together. */
const MAX_PAGE_BYTES = 4_000_000;

/** How many of these documents go into one page: `limit` at most, and one at least. */
export function fittingIn(limit: number, sizes: readonly { bytes: number }[]): number {
  let bytes = 0;
  const count = sizes.findIndex((document) => {
    bytes += document.bytes;
    return bytes > MAX_PAGE_BYTES;
  });
  return Math.min(limit, count === -1 ? limit : Math.max(1, count));
}

/** Makes a page of up to `limit` items out of `limit + 1` rows. */
export function toPage<Row, T>(
  rows: readonly Row[],
  limit: number,
  { item, key }: { item(row: NoInfer<Row>): T; key(row: NoInfer<Row>): readonly (string | number)[] },
): Page<T> {
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return { items: rows.slice(0, limit).map(item), nextCursor: last ? encodeCursor(key(last)) : null };
}

/** The sort key of the last item, opaque to callers. It is no secret: it is checked like any input when it comes back. */
function encodeCursor(key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** Reads a cursor back; anything that no page gave is a Problem `invalid_request`. */
export function decodeCursor<T>(cursor: string | undefined, schema: z.ZodType<T>): T | undefined {
  if (cursor === undefined) return undefined;
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
  } catch (cause) {
    throw new Problem('invalid_request', 'The cursor is not one that this list gave. Start without one.', {
      errors: [{ path: 'cursor', message: 'Not a cursor of this list' }],
      cause,
    });
  }
}

/** `%word%` for `ilike`, with the pattern characters of the word taken literally. */
export function containsPattern(word: string): string {
  return `%${word.replace(/[\\%_]/g, '\\$&')}%`;
}
