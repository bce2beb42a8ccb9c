import { sql } from 'kysely';
import { z } from 'zod';

/**
 * Where a list of documents, newest change first, goes on: the time as PostgreSQL writes it (with its
 * microseconds, which a JavaScript date would lose) and the id.
 */
export const documentCursor = z.tuple([
  z.string().regex(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(?:\.\d{1,6})?[+-]\d{2}(?::?\d{2})?$/),
  z.uuid(),
]);

/** True for the rows behind a cursor. */
export function comesAfter([updatedAt, id]: z.infer<typeof documentCursor>) {
  return sql<boolean>`(updated_at, id) < (${updatedAt}::timestamptz, ${id}::uuid)`;
}
