import { describe, expect, it } from 'vitest';
import {
  type ConnectorStep,
  type Graph,
  type HttpStep,
  type JsonSchema,
  type Problem,
  type Template,
  type ValidationContext,
  validateGraph,
} from '#engine';
import { graph, httpStep } from '../../support/engine.js';

const get = (url: string, more: Partial<HttpStep['request']> = {}): HttpStep['request'] => ({
  method: 'GET',
  url,
  ...more,
});
const sends = (value: Template): Partial<HttpStep> => ({
  request: { method: 'POST', url: 'http://api.test/x', body: { type: 'json', value } },
});
const codes = (problems: readonly Problem[]) => problems.map((problem) => problem.code);
const validate = (value: Graph, context?: ValidationContext) => validateGraph(value, context);

describe('structure', () => {
  it('[G4] a sound graph has no problems', () => {
    expect(validate(graph('a -> b, a -> c, b -> d, c -x> d'))).toEqual([]);
  });

  it('[G4] an empty graph, a double id, a dangling edge and a double edge', () => {
    expect(codes(validate({ steps: [] }))).toEqual(['no_steps']);
    expect(validate({ steps: [httpStep({ id: 'a' }), httpStep({ id: 'a' })], edges: [] })).toMatchObject([
      { code: 'duplicate_step_id', stepId: 'a' },
    ]);
    const dangling = { steps: [httpStep({ id: 'a' })], edges: [{ source: 'a', target: 'gone' }] };
    expect(validate(dangling)).toMatchObject([
      { code: 'dangling_edge', severity: 'error', path: 'edges[0]', fix: { type: 'remove_edge', index: 0 } },
    ]);
    expect(validate(graph('a -> b, a -> b'))).toMatchObject([
      { code: 'duplicate_edge', severity: 'warning', fix: { type: 'remove_edge', index: 1 } },
    ]);
  });

  it('[G5] a cycle names its steps and the edge that closes it; what only follows it never runs', () => {
    expect(validate(graph('a -> b, b -> c, c -> a, c -> d, d -> e'))).toMatchObject([
      {
        code: 'cycle',
        message: 'These steps wait for each other: a → b → c → a. Remove one of the lines.',
        fix: { type: 'remove_edge', index: 2 },
      },
      { code: 'unreachable_step', stepId: 'd' },
      { code: 'unreachable_step', stepId: 'e' },
    ]);
    expect(validate(graph('a -> a'))).toMatchObject([{ code: 'cycle', stepId: 'a' }]);
  });

  it('[G5] removing the edge of each cycle in turn leaves none', () => {
    let tangled = graph('a -> b, b -> a, b -> c, c -> d, d -> b, d -> a');
    for (let round = 0; round < 6; round++) {
      const cycle = validate(tangled).find((problem) => problem.fix?.type === 'remove_edge');
      if (cycle?.fix?.type !== 'remove_edge') break;
      const { index } = cycle.fix;
      tangled = { ...tangled, edges: tangled.edges?.filter((_, at) => at !== index) ?? [] };
    }
    expect(validate(tangled)).toEqual([]);
  });
});

describe('references', () => {
  it('[G6] to a step that does not come before: an edge puts it right, unless that makes a cycle', () => {
    const value = graph('a -> b, a -> c, c -> d', {
      c: sends('{{b.id}}'),
      a: sends('{{d.id}}'),
      d: sends('{{d.x}}'),
    });
    expect(validate(value)).toMatchObject([
      {
        code: 'not_an_ancestor',
        stepId: 'a',
        message: "'d' runs after this step, so its output isn't there yet. Use a step before this one.",
      },
      {
        code: 'not_an_ancestor',
        stepId: 'c',
        path: 'request.body.value',
        fix: { type: 'add_edge', source: 'b', target: 'c' },
      },
      {
        code: 'not_an_ancestor',
        stepId: 'd',
        message: "A step can't use its own output. In its output, use response.",
      },
    ]);
    expect(
      validate({ ...value, edges: [...(value.edges ?? []), { source: 'b', target: 'c' }] }),
    ).toHaveLength(2);
  });

  it('[G7] to a root that is not there', () => {
    const value = graph('user -> b', { b: sends({ email: '{{usr.email}}', x: '{{zzzzzz}}' }) });
    expect(validate(value)).toMatchObject([
      {
        code: 'unknown_root',
        path: 'request.body.value.email',
        fix: { type: 'replace_reference', from: 'usr.email', to: 'user.email' },
      },
      { code: 'unknown_root', path: 'request.body.value.x' },
    ]);
  });

  it.each<[string, Graph, Problem['code'][]]>([
    ['item outside a loop', graph('a', { a: sends('{{item.id}}') }), ['unknown_root']],
    ['response in a request', graph('a', { a: sends('{{response.body}}') }), ['unknown_root']],
    ['response in an output', graph('a', { a: { output: { id: '{{response.body.id}}' } } }), []],
    ['error without a failure', graph('a -> b', { b: sends('{{error.message}}') }), ['unknown_root']],
    ['error that is optional', graph('a -> b', { b: sends('{{error.message | default("")}}') }), []],
    ['error after a failure', graph('a -x> b, b -> c', { c: sends('{{error.message}}') }), []],
    [
      'a credential in a request',
      graph('a', {
        a: { request: get('http://x.test/', { headers: { authorization: 'Bearer {{workspace.x}}' } }) },
      }),
      [],
    ],
    [
      'a credential with a function',
      graph('a', { a: { request: get('http://x.test/', { headers: { a: '{{workspace.x | upper}}' } }) } }),
      ['secret_outside_request'],
    ],
    [
      'a credential in an output',
      graph('a', { a: { output: { x: '{{workspace.x}}' } } }),
      ['secret_outside_request'],
    ],
    ['execution', graph('a', { a: sends('{{execution.id}}') }), []],
    ['an unknown function', graph('a', { a: sends('{{input | uper}}') }), ['unknown_function']],
    ['text that can not be read', graph('a', { a: sends(['{{input.}}', '{{']) }), ['syntax', 'syntax']],
    ['an output of the graph', { ...graph('a'), output: { x: '{{b.c}}', y: '{{a.c}}' } }, ['unknown_root']],
  ])('[G8] %s', (_name, value, expected) => {
    expect(codes(validate(value))).toEqual(expected);
  });

  it('[G9] to a field that a sample, a declared output or a schema does not have', () => {
    const value = graph('a -> b, b -> c', {
      a: { sample: { user: { email: 'x' }, items: [{ id: 1 }] } },
      b: { output: { total: 1 } },
      c: sends([
        '{{a.user.emial}}',
        '{{b.totl}}',
        '{{input.usrId}}',
        '{{a.items[3].id}}',
        '{{a.items.id}}',
        '{{a.nope | default(1)}}',
        '{{b.total}}',
      ]),
    });
    const inputSchema = { type: 'object', properties: { userId: { type: 'integer' } } };
    expect(validate(value, { inputSchema })).toMatchObject([
      {
        code: 'unknown_field',
        severity: 'warning',
        message: "a.user seems to have no 'emial'. It has 'email'.",
        fix: { from: 'a.user.emial', to: 'a.user.email' },
      },
      { code: 'unknown_field', fix: { to: 'b.total' } },
      { code: 'unknown_field', fix: { to: 'input.userId' } },
      { code: 'unknown_field', path: 'request.body.value[4]' },
    ]);
    expect(validate(value)).toHaveLength(3);
  });
});

describe('requests', () => {
  it.each([
    ['{{input.url}}', []],
    ['https://api.test', []],
    ['https://api.test/{{input.a}}?b={{input.b}}', []],
    ['http://localhost:4311/a?x=1#y', []],
    ['http://[::1]:80/a', []],
    ['https://{{input.host}}/a', ['bad_url']],
    ['https://api.{{input.host}}/a', ['bad_url']],
    ['https://api.test{{input.a}}', ['bad_url']],
    ['{{input.base}}/users', ['bad_url']],
    ['{{input.scheme}}://api.test/', ['bad_url']],
    ['https://user:pass@api.test/', ['bad_url']],
    ['https://api.test\\@evil.test/', ['bad_url']],
    ['ftp://api.test/', ['bad_url']],
    ['//api.test/', ['bad_url']],
    ['https://', ['bad_url']],
    ['https://api.test/a b', ['bad_url']],
    ['javascript:alert(1)', ['bad_url']],
  ])('[G10] %s', (url, expected) => {
    expect(codes(validate(graph('a', { a: { request: get(url) } })))).toEqual(expected);
  });

  it('[G10] a URL without a scheme is completed by a fix', () => {
    expect(validate(graph('a', { a: { request: get('api.test/users') } }))).toMatchObject([
      {
        code: 'bad_url',
        path: 'request.url',
        fix: { type: 'set_value', path: 'request.url', value: 'https://api.test/users' },
      },
    ]);
  });

  it('[G11] values and names in the URL belong together', () => {
    const value = graph('a', {
      a: { request: get('http://api.test:80/u/:id/:kind.json', { path: { id: 1, knd: 2 } }) },
    });
    expect(validate(value)).toMatchObject([
      { code: 'missing_field', path: 'request.path.kind' },
      { code: 'unknown_field', severity: 'warning', path: 'request.path.knd' },
    ]);
  });
});

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
        message: 'Ship needs Email (email). Fill it in or wire it up.',
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

describe('size', () => {
  it('[G16] work grows linearly: each text is looked at a fixed number of times', () => {
    const chain = (count: number): Graph => ({
      steps: Array.from({ length: count }, (_, index) => ({
        ...httpStep({ id: `s${index}` }),
        ...sends(
          index === 0
            ? 'x'
            : {
                all: Array.from({ length: 4 }, (_unused, back) => `{{s${Math.max(0, index - 1 - back)}.id}}`),
              },
        ),
      })),
    });
    expect(validate(chain(2_000))).toEqual([]);
  });
});
