import { expect, it } from 'vitest';
import { defaultInput } from '../../src/flows/default-input.js';

it('is what the schema says, field by field', () => {
  const schema = {
    type: 'object',
    properties: { userId: { type: 'integer', default: 1 }, note: { type: 'string' } },
  };
  expect(defaultInput({ ...schema, required: ['userId'] })).toEqual({ userId: 1 });
});

it('is missing where a required field has no default, so that it is asked for', () => {
  const schema = { type: 'object', properties: { userId: { type: 'integer' } }, required: ['userId'] };
  expect(defaultInput(schema)).toBeUndefined();
});

it('is empty for a flow that takes nothing', () => {
  expect(defaultInput(undefined)).toEqual({});
});
