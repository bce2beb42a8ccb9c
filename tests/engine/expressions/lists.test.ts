import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateTemplate, type JsonValue } from '#engine';

/** Rows with few different keys, so that many are alike; `id` tells them apart. */
const key = fc.constantFrom<JsonValue>(null, 'a', 'b', '', '__proto__', '1');
const rows = fc
  .array(fc.option(key, { nil: undefined }), { maxLength: 40 })
  .map((keys) => keys.map((k, id) => (k === undefined ? { id } : { id, k })));
const pipe = (input: JsonValue, calls: string) => evaluateTemplate(`{{input | ${calls}}}`, { input });
const seeds = [0, 1, 2];

describe('lists', () => {
  it.each(seeds)(
    '[T9] sort_by puts items in order, equal ones as they were, and null last (seed %i)',
    (seed) => {
      const ranks = fc.array(fc.option(fc.integer({ min: 0, max: 5 })), { maxLength: 40 });
      fc.assert(
        fc.property(ranks, (list) => {
          const items = list.map((rank, id) => ({ id, rank }));
          const buckets = [0, 1, 2, 3, 4, 5, null];
          const expected = buckets.flatMap((bucket) => items.filter(({ rank }) => rank === bucket));
          expect(pipe(items, 'sort_by("rank")')).toEqual(expected);
          expect(pipe(list, 'sort_by')).toEqual(expected.map(({ rank }) => rank));
        }),
        { seed, numRuns: 300 },
      );
    },
  );

  it('[T9] sort_by orders text by its characters, whatever the language of the machine', () => {
    expect(pipe(['b', 'ä', 'a', 'B', 'z'], 'sort_by')).toEqual(['B', 'a', 'b', 'z', 'ä']);
    expect(() => pipe([1, 'a'], 'sort_by')).toThrow(
      /^sort_by needs numbers only, or texts only, to put in order/,
    );
  });

  it.each(seeds)('[T9] group_by keeps each item, once, in order, under its key (seed %i)', (seed) => {
    fc.assert(
      fc.property(rows, (items) => {
        const groups = pipe(items, 'group_by("k")') as Record<string, typeof items>;
        const nameOf = (item: (typeof items)[number]) => ('k' in item ? String(item.k ?? '') : '');
        const names = new Set(items.map(nameOf));
        expect(new Set(Object.keys(groups))).toEqual(names);
        for (const name of names) {
          const group = Object.getOwnPropertyDescriptor(groups, name)?.value;
          expect(group).toEqual(items.filter((item) => nameOf(item) === name));
        }
        expect(Object.getPrototypeOf(groups)).toBe(Object.prototype);
      }),
      { seed, numRuns: 300 },
    );
  });

  it.each(seeds)('[T9] unique keeps the first of equal items (seed %i)', (seed) => {
    // What JSON writes of a value: for it, -0 is 0.
    const value = fc.jsonValue({ maxDepth: 2 }).map((json): JsonValue => JSON.parse(JSON.stringify(json)));
    const lists = fc.array(value, { maxLength: 8 }).map((list) => [...list, ...structuredClone(list)]);
    fc.assert(
      fc.property(lists, (list) => {
        const expected = list.filter(
          (item, index) => list.findIndex((other) => isDeepStrictEqual(item, other)) === index,
        );
        expect(pipe(list, 'unique')).toEqual(expected);
      }),
      { seed, numRuns: 300 },
    );
  });
});
