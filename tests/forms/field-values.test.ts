import { describe, expect, test } from 'vitest';
import { readAny, writeAny } from '../../src/forms/any-field.js';
import { nameInWords } from '../../src/forms/field-label.js';
import { readNumber } from '../../src/forms/number-field.js';
import { withoutUndefined } from '../../src/forms/without-undefined.js';
import { typeOfSchema } from '../../src/ui/data-type.js';
import { jsonRows } from '../../src/ui/json-rows.js';

describe('what is typed', () => {
  test('a number is one in JSON notation, all else stays the text it is', () => {
    expect(['1', '-2.5', '1.', '.5', '1e3'].map(readNumber)).toEqual([1, -2.5, 1, 0.5, 1000]);
    expect(['', '-', '1,5', '0x1', '{{a.b}}', 'Infinity'].map(readNumber)).toEqual([
      '',
      '-',
      '1,5',
      '0x1',
      '{{a.b}}',
      'Infinity',
    ]);
  });

  test('text in a field for anything is JSON where it can be, and reads back as what it was', () => {
    for (const value of ['plain', 'true', '3', '"x"', true, 3, null, [1], { a: 'b' }]) {
      expect(readAny(writeAny(value) ?? '')).toEqual(value);
    }
  });

  test('members that are undefined go, what is untouched stays the same object', () => {
    const kept = { a: [1, { b: 2 }] };
    expect(withoutUndefined(kept)).toBe(kept);
    expect(withoutUndefined({ a: undefined, b: { c: undefined, d: [undefined] } })).toEqual({
      b: { d: [null] },
    });
  });
});

describe('words and types', () => {
  test('a name without a title is written as words', () => {
    expect(['customer_email', 'dueInDays', 'API', 'x-id', '_'].map(nameInWords)).toEqual([
      'Customer email',
      'Due in days',
      'API',
      'X id',
      '_',
    ]);
  });

  test('a schema has one type, null beside it not counted', () => {
    expect(typeOfSchema({ type: ['string', 'null'] })).toBe('string');
    expect(typeOfSchema({ enum: [1, 2] })).toBe('number');
    expect(typeOfSchema({ anyOf: [{ type: 'array' }, { type: 'null' }] })).toBe('array');
    expect(typeOfSchema({ type: ['string', 'number'] })).toBe('any');
    expect(typeOfSchema({ properties: {} })).toBe('object');
    expect(typeOfSchema(undefined)).toBe('any');
  });
});

describe('the rows of a JSON tree', () => {
  const rows = (value: Parameters<typeof jsonRows>[0], shown = 100) =>
    jsonRows(value, { isOpen: (_, level) => level < 2, shownOf: () => shown }).map(
      (row) => `${'  '.repeat(row.level - 1)}${row.kind === 'more' ? `+${row.hidden}` : row.path.at(-1)}`,
    );

  test('list what is open, in order, and say how much is not shown', () => {
    expect(rows({ a: { b: { c: 1 } }, d: [] })).toEqual(['a', '  b', 'd']);
    expect(rows([1, 2, 3], 2)).toEqual(['0', '1', '+1']);
  });

  test('a value that holds nothing is a row of its own', () => {
    expect(rows('text')).toEqual(['undefined']);
    expect(jsonRows({}, { isOpen: () => true, shownOf: () => 1 })).toHaveLength(1);
  });
});
