import type { JsonValue } from '../../json.js';
import { unfit } from './define-function.js';

const DATE = /^(\d{4}-\d\d-\d\d)(?:[Tt ](\d\d:\d\d)(?::(\d\d)(?:\.(\d+))?)?(Z|[+-]\d\d:?\d\d)?)?$/i;
const OFFSET = /^(?:UTC|Z|([+-])([01]\d|2[0-3]):?([0-5]\d))$/i;
/** The years that RFC 3339 can write: 0 to 9999. */
const FIRST = -62_167_219_200_000;
const LAST = 253_402_300_799_999;

/**
 * Milliseconds since 1970 of a date: RFC 3339 text, also without its time (midnight) or its offset (UTC), or Unix
 * seconds. A leap second is the second after it. Undefined for anything else, and beyond the years 0 to 9999.
 */
export function parseInstant(value: string | number): number | undefined {
  const instant = typeof value === 'number' ? Math.round(value * 1_000) : parseDate(value);
  return isInstant(instant) ? instant : undefined;
}

/** `parseInstant` for a function. Throws `type` for what is no date. */
export function readInstant(name: string, value: string | number): number {
  return checkInstant(name, parseInstant(value) ?? Number.NaN, value);
}

function isInstant(instant: number): boolean {
  return instant >= FIRST && instant <= LAST;
}

/** Throws `type`, naming the date that it comes from, for an instant that is none or in no year that can be written. */
export function checkInstant(name: string, instant: number, from: JsonValue): number {
  if (isInstant(instant)) return instant;
  throw unfit(
    name,
    'needs a date such as "2024-01-31T09:30:00Z", or Unix seconds, in the years 0 to 9999',
    from,
  );
}

/** Minutes by which the clocks of `UTC` or an offset such as `+02:00` are ahead; `NaN` for other text. */
export function readOffset(text: string): number {
  const match = OFFSET.exec(text);
  if (!match) return Number.NaN;
  const [, sign, hours = 0, minutes = 0] = match;
  return (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1);
}

/** `NaN` for text that is no date. */
function parseDate(text: string): number {
  const [, day = '', time = '00:00', seconds = '00', fraction = '', offset = 'Z'] = DATE.exec(text) ?? [];
  const minute = Date.parse(`${day}T${time}Z`);
  if (Number.isNaN(minute) || Number(seconds) > 60) return Number.NaN;
  // Some engines read the 31st of February as the 2nd of March.
  if (!new Date(minute).toISOString().startsWith(day)) return Number.NaN;
  const milliseconds = Number(seconds) * 1_000 + Number(`${fraction}000`.slice(0, 3));
  return minute + milliseconds - readOffset(offset) * 60_000;
}
