import { sql } from 'kysely';
import { z } from 'zod';

/**
 * Where a list of documents, newest change first, goes on: the time as PostgreSQL writes it (with its
 * microseconds, which a JavaScript date would lose) and the id.
 */
export const documentCursor = z.tuple([
  z
    .string()
    .regex(/^[12]\d{3}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(?:\.\d{1,6})?[+-](?:0\d|1[0-4])(?::[0-5]\d)?$/)
    .refine(isInCalendar),
  z.uuid(),
]);

/** False for the 30th of February and its like, on which PostgreSQL would fail. */
function isInCalendar(text: string): boolean {
  const instant = `${text.slice(0, 10)}T${text.slice(11, 19)}`;
  const parsed = new Date(`${instant}Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(instant);
}

/** True for the rows behind a cursor. */
export function comesAfter([updatedAt, id]: z.infer<typeof documentCursor>) {
  return sql<boolean>`(updated_at, id) < (${updatedAt}::timestamptz, ${id}::uuid)`;
}
