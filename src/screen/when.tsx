import { useEffect, useState } from 'react';

const UNITS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];
const WEEK_MS = 7 * 86_400_000;

/** A time as seen from now: `now`, `3 min. ago`, `yesterday`; after a week the date. */
export function formatWhen(at: number, now: number, locale?: string): string {
  const past = Math.max(0, now - at);
  if (past > WEEK_MS) return new Date(at).toLocaleDateString(locale, { dateStyle: 'medium' });
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' });
  const [unit, size] = UNITS.find(([, ms]) => past >= ms) ?? ['second', past + 1];
  return format.format(-Math.floor(past / size), unit);
}

/** A moment in words that stay true while the page is open; the exact time is its title. */
export function When({ at }: { at: string }) {
  const now = useMinute();
  const date = new Date(at);
  return (
    <time dateTime={at} title={date.toLocaleString()}>
      {formatWhen(date.getTime(), now)}
    </time>
  );
}

function useMinute(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
