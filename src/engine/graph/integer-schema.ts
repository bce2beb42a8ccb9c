import * as z from 'zod/mini';

/** An integer that a double holds exactly. `z.int` does the same, and brings all of zod's formats of numbers. */
export function integer(least = Number.MIN_SAFE_INTEGER, most = Number.MAX_SAFE_INTEGER) {
  return z.number().check(whole, z.gte(least), z.lte(most));
}

const whole: z.core.$ZodCheck<number> = {
  _zod: {
    def: { check: 'custom' },
    // For the JSON Schema of flows, as `z.int` notes it.
    onattach: [
      ({ _zod: { bag } }) => {
        bag.format = 'safeint';
      },
    ],
    check({ value, issues }) {
      if (!Number.isInteger(value))
        issues.push({ code: 'invalid_type', expected: 'int', input: value, continue: false });
    },
  },
};
