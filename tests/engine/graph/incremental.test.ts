import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Edge, type Graph, type Step, type ValidationContext, validateGraph } from '#engine';
import { httpStep } from '../../support/engine.js';

const IDS = ['a', 'b', 'c', 'd', 'e'];
const FIELDS = ['id', 'total'];
const id = fc.constantFrom(...IDS);
const field = fc.constantFrom(...FIELDS);

/** One change to a graph or to what surrounds it. */
type Change = (graph: Graph, context: ValidationContext) => { graph?: Graph; context?: ValidationContext };

const changeStep =
  (index: number, change: (step: Step) => Step): Change =>
  (graph) => ({
    graph: { ...graph, steps: graph.steps.map((step, at) => (at === index ? change(step) : step)) },
  });
const at = fc.nat(IDS.length - 1);
const template = fc
  .tuple(fc.constantFrom(...IDS, 'input', 'item', 'nope', 'workspace.x'), field)
  .map(([root, name]) => `{{${root}.${name}}}`);

/** The same objects every time, so that one can stay while another changes. */
const TAKES = [{ required: ['id'] }, { required: ['total'] }];
const GIVES = [{ properties: { id: { type: 'string' } } }, { properties: { total: {} } }, { type: 'number' }];
const SLOTS = [['x'], ['y']];

const changes: fc.Arbitrary<Change> = fc.oneof(
  fc.tuple(at, template).map(([index, value]) =>
    changeStep(index, (step) => ({
      ...step,
      ...(step.type === 'http' && { request: { ...step.request, headers: { x: value } } }),
    })),
  ),
  fc
    .tuple(at, template)
    .map(([index, left]) => changeStep(index, (step) => ({ ...step, when: { left, op: 'gt', right: 5 } }))),
  fc
    .tuple(at, fc.constantFrom('{{response.body.id}}', '{{error.message}}'))
    .map(([index, value]) => changeStep(index, (step) => ({ ...step, output: { id: value } }))),
  fc
    .tuple(at, fc.option(field))
    .map(([index, name]) =>
      changeStep(index, ({ output: _, ...step }) => (name ? { ...step, output: { [name]: 1 } } : step)),
    ),
  fc
    .tuple(at, field, fc.constantFrom('text', 5, null))
    .map(([index, name, value]) => changeStep(index, (step) => ({ ...step, sample: { [name]: value } }))),
  fc
    .tuple(at, fc.option(template))
    .map(([index, items]) =>
      changeStep(index, ({ forEach: _, ...step }) => (items ? { ...step, forEach: { items } } : step)),
    ),
  at.map((index) =>
    changeStep(index, ({ id: own }) => ({
      id: own,
      type: 'connector',
      connector: 'ship',
      input: { id: '{{input.id}}' },
      credentials: { x: 'x' },
    })),
  ),
  at.map((index) => changeStep(index, ({ id: own }) => httpStep({ id: own }))),
  fc.constant<Change>((graph) => ({ graph: { ...graph, steps: [...graph.steps].reverse() } })),
  fc.tuple(id, id, fc.constantFrom('success', 'failure')).map(
    ([source, target, on]): Change =>
      (graph) => ({
        graph: { ...graph, edges: [...(graph.edges ?? []), { source, target, on }] },
      }),
  ),
  fc.nat(5).map(
    (index): Change =>
      (graph) => ({
        graph: { ...graph, edges: (graph.edges ?? []).filter((_: Edge, place) => place !== index) },
      }),
  ),
  field.map(
    (name): Change =>
      (_graph, context) => ({
        context: { ...context, inputSchema: { type: 'object', properties: { [name]: { type: 'string' } } } },
      }),
  ),
  fc.tuple(fc.constantFrom(...TAKES), fc.constantFrom(...GIVES), fc.constantFrom(undefined, ...SLOTS)).map(
    ([inputSchema, outputSchema, slots]): Change =>
      (_graph, context) => ({
        context: {
          ...context,
          connectors: () => ({ name: 'Ship', definition: { inputSchema, outputSchema }, slots }),
        },
      }),
  ),
  fc
    .constantFrom<ValidationContext['connectors']>(
      () => undefined,
      () => ({ name: 'Ship', definition: {} }),
    )
    .map(
      (connectors): Change =>
        (_graph, context) => ({ context: { ...context, connectors } }),
    ),
  fc.constantFrom('api.test', 'other.test').map(
    (host): Change =>
      (_graph, context) => ({
        context: { ...context, permissions: { hosts: [host] } },
      }),
  ),
  fc.constantFrom(...SLOTS).map(
    (slots): Change =>
      (_graph, context) => ({ context: { ...context, slots } }),
  ),
);

describe('validating again', () => {
  it.each([0, 1, 2])('[G16] after any changes finds what validating a copy finds (seed %i)', (seed) => {
    fc.assert(
      fc.property(fc.array(changes, { minLength: 1, maxLength: 40 }), (list) => {
        let graph: Graph = {
          steps: IDS.map((step) => httpStep({ id: step })),
          edges: IDS.slice(1).map((target, index) => ({ source: IDS[index] ?? '', target })),
        };
        let context: ValidationContext = {};
        for (const change of list) {
          const next = change(graph, context);
          graph = next.graph ?? graph;
          context = next.context ?? context;
          expect(validateGraph(graph, context)).toEqual(validateGraph(structuredClone(graph), context));
        }
      }),
      { seed, numRuns: 150 },
    );
  });

  const called: Step = {
    id: 'b',
    type: 'connector',
    connector: 'ship',
    input: { id: 1 },
    credentials: { x: 'x' },
    output: { id: '{{response.body.id}}' },
  };
  const ship = (definition: object, slots = SLOTS[0]): ValidationContext => ({
    connectors: () => ({ name: 'Ship', definition, slots }),
  });
  const id = { properties: { id: {} } };
  const total = { properties: { total: {} } };
  const reader = (value: string) => httpStep({ id: 'c', output: { x: value } });

  it.each<[string, Step, [ValidationContext, Edge['on']], [ValidationContext, Edge['on']]]>([
    ['the way to it', reader('{{error.message}}'), [{}, 'failure'], [{}, 'success']],
    [
      'what its connector takes',
      called,
      [ship({ inputSchema: id }), 'success'],
      [ship({ inputSchema: total }), 'success'],
    ],
    [
      'what its connector gives',
      called,
      [ship({ outputSchema: id }), 'success'],
      [ship({ outputSchema: total }), 'success'],
    ],
    ['the slots of its connector', called, [ship({}), 'success'], [ship({}, ['y']), 'success']],
    [
      'what another connector gives',
      reader('{{a.id}}'),
      [ship({ outputSchema: id }), 'success'],
      [ship({ outputSchema: total }), 'success'],
    ],
  ])('[G16] a sound step is looked at again where %s has changed', (_name, step, before, after) => {
    const { output: _, credentials: __, ...more } = called;
    const source: Step = { ...more, id: 'a', input: '{{input}}' };
    const problems = ([context, on = 'success']: typeof before) =>
      validateGraph(
        {
          steps: [source, step],
          edges: [{ source: 'a', target: step.id, on }],
        },
        context,
      );
    expect(problems(before)).toEqual([]);
    expect(problems(after)).toMatchObject([{ stepId: step.id }]);
    expect(problems(before)).toEqual([]);
  });

  it('[G16] a sound step is looked at again where what it reads has changed', () => {
    const first = httpStep({ id: 'a', output: { id: 1 } });
    const second = httpStep({ id: 'b', output: { x: '{{a.id}}' } });
    expect(validateGraph({ steps: [first, second] })).toEqual([]);
    expect(validateGraph({ steps: [{ ...first, output: { key: 1 } }, second] })).toMatchObject([
      { code: 'unknown_field', stepId: 'b' },
    ]);
    expect(validateGraph({ steps: [second, first] })).toMatchObject([
      { code: 'not_an_ancestor', stepId: 'b' },
    ]);
    expect(validateGraph({ steps: [first, second] })).toEqual([]);
  });
});
