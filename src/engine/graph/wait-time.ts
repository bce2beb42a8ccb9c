import { parseInstant } from '../expressions/functions/instant.js';
import type { JsonValue } from '../json.js';

/** The longest time that a step waits. */
export const MAX_WAIT_DAYS = 366;
/** A date alone, or a time with its zone: without one it would be another time on each machine. */
const UNAMBIGUOUS = /^[^:]+$|(?:z|[+-]\d\d:?\d\d)$/i;

/** The time that a wait's `until` names, in milliseconds since 1970; undefined for what names none. */
export function readWaitUntil(value: JsonValue): number | undefined {
  if (typeof value === 'string') return UNAMBIGUOUS.test(value) ? parseInstant(value) : undefined;
  return typeof value === 'number' ? parseInstant(value) : undefined;
}
