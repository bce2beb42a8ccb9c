import { ownProperty } from '../../json-operations.js';
import { defineFunction, unfit } from './define-function.js';
import { checkInstant, readInstant, readOffset } from './instant.js';

const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);
const WEEKDAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');
/** Text in brackets, or a run of one letter. */
const TOKEN = /\[([^[\]]*)\]|([A-Za-z])\2*/g;

/** Longest format of a date. */
const MAX_FORMAT = 1_000;

/** In milliseconds; those without a fixed length in months, which are negative. */
const UNITS: Readonly<Record<string, number>> = {
  second: 1_000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
  month: -1,
  year: -12,
};

/**
 * Functions over dates, by the Gregorian calendar in UTC. They know no clock, no locale and no named time
 * zone, whose rules differ between machines, so that a run gives the same everywhere.
 */
export const dateFunctions = [
  defineFunction(
    'text or number | date(format: text, timezone?: text) → text',
    (value, [format, timezone = 'UTC']) => {
      if (format.length > MAX_FORMAT)
        throw unfit("date's format", `must be ${MAX_FORMAT} characters long at most`, format);
      const offset = readOffset(timezone);
      if (Number.isNaN(offset))
        throw unfit("date's timezone", 'must be "UTC" or an offset such as "+02:00"', timezone);
      const instant = checkInstant('date', readInstant('date', value) + offset * 60_000, value);
      const tokens = tokensOf(new Date(instant), offset);
      return format.replace(TOKEN, (token, literal: string | undefined) => {
        const text = literal ?? ownProperty(tokens, token);
        if (text === undefined)
          throw unfit("date's format", `has no ${token}; put letters in [brackets] to keep them`, format);
        return text;
      });
    },
  ),
  defineFunction('text or number | to_iso → text', (value) => toIso(readInstant('to_iso', value))),
  defineFunction('text or number | to_unix → number', (value) =>
    Math.floor(readInstant('to_unix', value) / 1_000),
  ),
  defineFunction('text or number | add_time(amount: number, unit: text) → text', (value, [amount, unit]) => {
    const length = ownProperty(UNITS, unit.replace(/s$/, ''));
    if (length === undefined)
      throw unfit("add_time's unit", 'must be seconds, minutes, hours, days, weeks, months or years', unit);
    const start = readInstant('add_time', value);
    if (length > 0) return toIso(checkInstant('add_time', start + Math.round(amount * length), value));
    if (!Number.isInteger(amount))
      throw unfit("add_time's amount", 'must be whole for months and years', amount);
    const date = new Date(start);
    const day = date.getUTCDate();
    date.setUTCMonth(date.getUTCMonth() - amount * length);
    // Too short a month runs over into the next: the day before its first is meant.
    if (date.getUTCDate() !== day) date.setUTCDate(0);
    return toIso(checkInstant('add_time', date.getTime(), value));
  }),
];

function toIso(instant: number): string {
  return new Date(instant).toISOString();
}

/** What each token stands for. `date` shows, in UTC, what clocks at the offset show. */
function tokensOf(date: Date, offset: number): Readonly<Record<string, string>> {
  const iso = date.toISOString();
  const month = MONTHS[date.getUTCMonth()] ?? '';
  const weekday = WEEKDAYS[date.getUTCDay()] ?? '';
  const hour = date.getUTCHours();
  const halfDay = String(hour % 12 || 12);
  const clock = new Date(Math.abs(offset) * 60_000).toISOString().slice(11, 16);
  return {
    YYYY: iso.slice(0, 4),
    MMMM: month,
    MMM: month.slice(0, 3),
    MM: iso.slice(5, 7),
    M: String(date.getUTCMonth() + 1),
    DD: iso.slice(8, 10),
    D: String(date.getUTCDate()),
    dddd: weekday,
    ddd: weekday.slice(0, 3),
    HH: iso.slice(11, 13),
    hh: halfDay.padStart(2, '0'),
    h: halfDay,
    A: hour < 12 ? 'AM' : 'PM',
    mm: iso.slice(14, 16),
    ss: iso.slice(17, 19),
    SSS: iso.slice(20, 23),
    Z: (offset < 0 ? '-' : '+') + clock,
    T: 'T',
  };
}
