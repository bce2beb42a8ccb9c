/** From so far off on, seconds don't matter. */
const SOON_MS = 60_000;

/** A time of day, to the second where it is near `now`; of another day, with the date. */
export function formatMoment(at: number, now: number, locale?: string): string {
  const date = new Date(at);
  const isToday = date.toDateString() === new Date(now).toDateString();
  const timeStyle = Math.abs(at - now) < SOON_MS ? 'medium' : 'short';
  return isToday
    ? date.toLocaleTimeString(locale, { timeStyle })
    : date.toLocaleString(locale, { dateStyle: 'medium', timeStyle: 'short' });
}
