import { describe, expect, it } from 'vitest';
import {
  type ConnectorStep,
  type Graph,
  type JsonSchema,
  type Template,
  type ValidationContext,
  validateGraph,
} from '#engine';
import { graph, sends } from '../../support/engine.js';

const validate = (value: Graph, context?: ValidationContext) => validateGraph(value, context);

describe('connectors', () => {
  const inputSchema: JsonSchema = {
    type: 'object',
    required: ['to', 'email', 'service'],
    properties: {
      to: { type: 'object', required: ['city'], properties: { city: { type: 'string', title: 'City' } } },
      email: { type: 'string', title: 'Email' },
      count: { type: 'integer' },
      service: { type: 'string', enum: ['a', 'b'], default: 'a' },
      tags: { type: 'array', items: { type: 'string' } },
    },
  };
  const known = {
    name: 'Ship',
    definition: { inputSchema, outputSchema: { type: 'object', properties: { id: { type: 'string' } } } },
  };
  const context: ValidationContext = { connectors: (slug) => (slug === 'ship' ? known : undefined) };
  const ship = (input: Template, connector = 'ship'): ConnectorStep => ({
    id: 'b',
    type: 'connector',
    connector,
    input,
  });
  const problems = (input: Template) =>
    validate(graph('a -> b', { a: { sample: { n: 1.5, text: 'x', list: [1] } }, b: ship(input) }), context);

  it('[G12] one that is not there', () => {
    expect(validate(graph('b', { b: ship({}, 'shp') }), context)).toMatchObject([
      { code: 'unknown_connector', path: 'connector' },
    ]);
    expect(validate(graph('b', { b: ship({}, 'shp') }))).toEqual([]);
  });

  it('[G12] required inputs, also inside objects; a default counts as given', () => {
    expect(problems({ to: {} })).toMatchObject([
      {
        code: 'missing_field',
        severity: 'error',
        path: 'input.email',
        message: 'Ship needs Email (email). Fill it in.',
      },
      { code: 'missing_field', path: 'input.to.city' },
    ]);
    expect(problems('{{a}}')).toMatchObject([]);
  });

  it('[G12] literals and wires of the wrong type, and names it does not know', () => {
    const base = { to: { city: 'x' }, email: 'x' };
    expect(problems({ ...base, count: 'x', service: 'c', tags: ['a', 1] })).toMatchObject([
      {
        code: 'type_mismatch',
        severity: 'error',
        path: 'input.count',
        message: 'input.count must be a whole number, not text.',
      },
      { code: 'type_mismatch', path: 'input.service' },
      { code: 'type_mismatch', path: 'input.tags[1]' },
    ]);
    expect(
      problems({ ...base, email: '{{a.list}}', count: 'no. {{a.n}}', tags: '{{a.text}}' }),
    ).toMatchObject([
      {
        code: 'type_mismatch',
        severity: 'warning',
        path: 'input.email',
        message: 'This field wants text, and {{a.list}} gives a list.',
      },
      { code: 'type_mismatch', severity: 'warning', path: 'input.count' },
      { code: 'type_mismatch', severity: 'warning', path: 'input.tags' },
    ]);
    expect(problems({ ...base, emial: 1, count: '{{a.n}}' })).toMatchObject([
      { code: 'unknown_field', message: "Ship doesn't know 'emial'. Did you mean 'email'?" },
    ]);
  });

  it('[G9] the output schema of a connector is known', () => {
    const value = graph('b -> c', { b: ship({ to: { city: 'x' }, email: 'x' }), c: sends('{{b.idd}}') });
    expect(validate(value, context)).toMatchObject([{ code: 'unknown_field', fix: { to: 'b.id' } }]);
  });
});
