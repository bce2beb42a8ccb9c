import type { JsonValue } from '../json.js';

/** The longest time that a step waits. */
export const MAX_WAIT_DAYS = 366;
/** RFC 3339, or a date alone. A time without a zone would be another one on each machine. */
const DATE_TEXT = /^\d{4}-\d\d-\d\d(?:[Tt ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:[Zz]|[+-]\d\d:\d\d))?$/;

/** The time that a wait's `until` names, in milliseconds since 1970; undefined for what names none. */
export function readWaitUntil(value: JsonValue): number | undefined {
  if (typeof value === 'number') return value * 1000;
  if (typeof value !== 'string' || !DATE_TEXT.test(value)) return undefined;
  const time = Date.parse(value.replace(' ', 'T'));
  return Number.isNaN(time) ? undefined : time;
}
