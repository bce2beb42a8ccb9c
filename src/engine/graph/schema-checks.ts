import * as z from 'zod/mini';

// zod has checks that do the same, each of a class of its own: those are a fiftieth of all that a host loads.

/** An integer that a double holds exactly, of these two at least and at most. */
export function integer(least = Number.MIN_SAFE_INTEGER, most = Number.MAX_SAFE_INTEGER) {
  const whole = noted<number>({ format: 'safeint' }, ({ value, issues }) => {
    if (!Number.isInteger(value)) issues.push({ code: 'invalid_type', expected: 'int', input: value });
  });
  return z.number().check(
    whole,
    within<number>('number', (value) => value, { least, most }),
  );
}

/** Text of so many Unicode characters, or a list of so many items, at least and at most. */
export function lengthWithin(least: number, most: number) {
  return within<string | readonly unknown[]>(
    'string',
    (value) => (value.length > most ? [...value].length : value.length),
    { least, most },
  );
}

/** Text of so many Unicode characters, or a list of so many items, at most. */
export function lengthUpTo(most: number) {
  return lengthWithin(0, most);
}

/** Text that is like this; the message says what that is. */
export function matching(pattern: RegExp, message: string) {
  return noted<string>({ patterns: new Set([pattern]) }, ({ value, issues }) => {
    if (!pattern.test(value)) issues.push({ code: 'custom', message, input: value });
  });
}

/** Refuses a text with this message. */
export function refuseText(isRefused: (text: string) => boolean, message: string) {
  return noted<string>({}, ({ value, issues }) => {
    if (isRefused(value)) issues.push({ code: 'custom', message, input: value });
  });
}

function within<T>(
  origin: 'number' | 'string',
  measure: (value: T) => number,
  { least, most }: { least: number; most: number },
) {
  const note = { ...((least > 0 || origin === 'number') && { minimum: least }), maximum: most };
  return noted<T>(note, ({ value, issues }) => {
    const size = measure(value);
    if (size < least)
      issues.push({ code: 'too_small', minimum: least, origin, input: value, continue: true });
    if (size > most) issues.push({ code: 'too_big', maximum: most, origin, input: value, continue: true });
  });
}

/** A check, and what the JSON Schema of flows says of it. */
function noted<T>(note: object, check: z.core.CheckFn<T>): z.core.$ZodCheck<T> {
  const onattach = [({ _zod: { bag } }: z.core.$ZodType) => Object.assign(bag, note)];
  return { _zod: { def: { check: 'custom' }, onattach, check } };
}
