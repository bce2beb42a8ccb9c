import { describe, expect, test } from 'vitest';
import { describeReference, valueNow } from '../../src/forms/describe-reference.js';
import { matchReferenceFields } from '../../src/forms/match-reference-fields.js';
import { listReferenceFields } from '../../src/forms/reference-fields.js';
import type { ReferenceSource } from '../../src/forms/reference-source.js';

const user: ReferenceSource = {
  root: 'step_1',
  label: 'Fetch user',
  sample: { id: 1, email: 'ada@example.com', address: { zip: '1010' }, 'odd key': true },
};
const orders: ReferenceSource = {
  root: 'step_2',
  label: 'Fetch orders',
  schema: {
    type: 'object',
    properties: {
      items: { type: 'array', items: { $ref: '#/definitions/item' } },
      total: { type: ['number', 'null'] },
    },
    definitions: { item: { type: 'object', properties: { sku: { type: 'string' } } } },
  },
};

const expressions = (sources: ReferenceSource[]) =>
  listReferenceFields(sources).map((field) => `${field.expression}: ${field.type}`);

describe('what can be referred to', () => {
  test('comes from the sample, nested, with names that are no identifiers in brackets', () => {
    expect(expressions([user])).toEqual([
      'step_1: object',
      'step_1.id: number',
      'step_1.email: string',
      'step_1.address: object',
      'step_1.address.zip: string',
      "step_1['odd key']: boolean",
    ]);
  });

  test('comes from the schema, through local $refs, with each field of all items as a list', () => {
    expect(expressions([orders])).toEqual([
      'step_2: object',
      'step_2.items: array',
      'step_2.items[*].sku: array',
      'step_2.total: number',
    ]);
  });

  test('ends at five levels and at 400 fields, also where a schema contains itself', () => {
    const tree: ReferenceSource = {
      root: 'tree',
      label: 'Tree',
      schema: {
        $ref: '#/definitions/node',
        definitions: { node: { type: 'object', properties: { next: { $ref: '#/definitions/node' } } } },
      },
    };
    expect(expressions([tree])).toHaveLength(6);
    const wide = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`f${index}`, index]));
    expect(expressions([{ root: 'wide', label: 'Wide', sample: wide }])).toHaveLength(400);
  });
});

describe('finding a field', () => {
  const fields = listReferenceFields([user, orders]);
  const found = (query: string, wanted: Parameters<typeof matchReferenceFields>[2]) =>
    matchReferenceFields(fields, query, wanted).map((match) => `${match.expression}${match.fits ? '' : '?'}`);

  test('every word has to be in the step or in the field', () => {
    expect(found('user zip', 'string')).toEqual(['step_1.address.zip']);
    expect(found('Fetch orders › total', 'number')).toEqual(['step_2.total']);
    expect(found('nothing', 'any')).toEqual([]);
  });

  test('what fits comes first inside its source, the rest is marked', () => {
    expect(found('orders', 'array')).toEqual([
      'step_2.items',
      'step_2.items[*].sku',
      'step_2?',
      'step_2.total?',
    ]);
  });

  test('a text takes numbers and yes/no too, a number takes no text', () => {
    expect(found('user id', 'string')).toEqual(['step_1.id']);
    expect(found('email', 'number')).toEqual(['step_1.email?']);
  });
});

describe('what a reference means', () => {
  test('it is named by its step, typed and valued by the sample', () => {
    expect(describeReference('step_1.address.zip', [user])).toEqual({
      expression: '{{step_1.address.zip}}',
      source: 'Fetch user',
      field: 'address.zip',
      type: 'string',
      missing: false,
      now: '1010',
    });
  });

  test('without a sample it is typed by the schema', () => {
    expect(describeReference('step_2.total', [orders])).toMatchObject({ type: 'number', missing: false });
    expect(describeReference('step_2.items', [orders])).toMatchObject({ type: 'array' });
  });

  test('functions count', () => {
    expect(describeReference('step_1.email | length', [user])).toMatchObject({ type: 'number', now: 15 });
  });

  test('a step that is gone is missing, a reserved root is not', () => {
    expect(describeReference('step_9.id', [user])).toMatchObject({ missing: true, source: undefined });
    expect(describeReference('workspace.stripe', [user])).toMatchObject({ missing: false });
  });

  test('a field the sample lacks is a problem in words', () => {
    expect(describeReference('step_1.emial', [user]).problem).toMatch(/emial/);
    expect(valueNow('{{step_2.total}}', [orders])).toBeUndefined();
  });
});
