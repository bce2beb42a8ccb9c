import type { Instant } from '../run/event.js';

type Headers = Readonly<Record<string, string>>;

/**
 * How long an answer asks to wait, in milliseconds: by `Retry-After`, and where too much was sent also by
 * `X-RateLimit-Reset`. Undefined where it asks for nothing, for a time that is past, or can't be read.
 */
export function askedDelay(headers: Headers, now: Instant, isRateLimited: boolean): number | undefined {
  return readRetryAfter(headers, now) ?? (isRateLimited ? readReset(headers, now) : undefined);
}

/** RFC 9110, section 10.2.3. */
function readRetryAfter(headers: Headers, now: Instant): number | undefined {
  const text = headers['retry-after']?.trim();
  if (text === undefined) return undefined;
  if (/^\d{1,15}$/.test(text)) return Number(text) * 1000;
  return timeTo(parseHttpDate(text), now);
}

/** No standard: vendors write the seconds to wait, or the Unix time in seconds or milliseconds. */
function readReset(headers: Headers, now: Instant): number | undefined {
  const { 'x-ratelimit-reset': text = '', 'x-ratelimit-remaining': remaining = '0' } = headers;
  // Where something remains, it is another limit that was hit.
  if (!/^\d{1,15}(?:\.\d+)?$/.test(text) || Number(remaining) !== 0) return undefined;
  const value = Number(text);
  if (value < 1e9) return Math.ceil(value * 1000);
  return timeTo(Math.ceil(value < 1e12 ? value * 1000 : value), now);
}

function timeTo(time: Instant | undefined, now: Instant): number | undefined {
  return time === undefined || time < now ? undefined : time - now;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const HTTP_DATE =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (\d{2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) GMT$/;

/** The form of dates that HTTP servers must send (RFC 9110, section 5.6.7). */
function parseHttpDate(text: string): Instant | undefined {
  const match = HTTP_DATE.exec(text);
  const month = MONTHS.indexOf(match?.[2] ?? '');
  if (!match || month === -1) return undefined;
  const [, day, , year, hours, minutes, seconds] = match;
  return Date.UTC(Number(year), month, Number(day), Number(hours), Number(minutes), Number(seconds));
}
