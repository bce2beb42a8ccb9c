import { describe, expect, it } from 'vitest';
import { newItem } from '../../src/forms/new-item.js';

describe('a new item of a list', () => {
  it.each([
    ['an empty text', { type: 'string' }, ''],
    ['an empty text where anything goes', {}, ''],
    ['an empty list', { type: 'array' }, []],
    ['an empty object', { properties: {} }, {}],
    ['a number that nobody has written', { type: 'integer' }, undefined],
    ['a choice that nobody has made', { type: 'string', enum: ['a'] }, undefined],
    ['a kind that nobody has chosen', { oneOf: [{ type: 'string' }, { type: 'string' }] }, undefined],
  ])('is %s', (_, schema, item) => {
    expect(newItem(schema)).toEqual(item);
  });
});
