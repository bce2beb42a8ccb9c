import { describe, expect, it } from 'vitest';
import { fitOf } from '../../src/editor/flow/fit.js';
import { layoutGraph, NODE_WIDTH } from '../../src/editor/flow/layout.js';
import { foldRows, inputRows, outputRows, pathNames } from '../../src/editor/flow/node-rows.js';
import { fromReactFlow, toReactFlow } from '../../src/editor/flow/react-flow.js';
import { shapeOf } from '../../src/editor/flow/step-shape.js';
import { soleReference } from '../../src/editor/nodes/reference-chip.js';
import { changedPlace } from '../../src/editor/panels/changed-place.js';
import { createEditor } from '../../src/editor/store/editor.js';
import type { Graph, Step } from '../../src/engine/index.js';
import { graph, httpStep, readingStep } from './graphs.js';

function wiresOf(value: Graph, connectors: Parameters<typeof createEditor>[0]['connectors'] = []) {
  const editor = createEditor({ graph: value, connectors });
  return editor.store
    .getState()
    .edges.filter((edge) => edge.type === 'wire')
    .map(
      ({ source, sourceHandle, target, targetHandle }) =>
        `${source} ${sourceHandle} -> ${target} ${targetHandle}`,
    );
}

describe('wires', () => {
  it('are read from the expressions, one for each source and place', () => {
    const value = graph('a -> b', [
      readingStep('b', {
        id: '{{a.id}}',
        twice: '{{a.id}}-{{a.id}}',
        deep: '{{a.address.city}}',
        all: '{{a}}',
      }),
    ]);
    expect(wiresOf(value)).toEqual([
      'a out:id -> b in:request.query.id',
      'a out:id -> b in:request.query.twice',
      'a out:address -> b in:request.query.deep',
      'a out -> b in:request.query.all',
    ]);
  });

  it('end at the row that holds the place, however deep it lies', () => {
    const step: Step = {
      id: 'b',
      type: 'connector',
      connector: 'invoice',
      input: { lines: [{ sku: '{{a.items[0].sku}}' }] },
    };
    expect(wiresOf(graph('a -> b', [step]))).toEqual(['a out:items -> b in:input.lines']);
  });

  it('start at no step for the input, and at none for a step that is gone', () => {
    expect(wiresOf(graph('b', [readingStep('b', { id: '{{input.id}}', old: '{{gone.id}}' })]))).toEqual([]);
  });
});

describe('rows', () => {
  it('of an HTTP step: path names of the URL, then what it has, then what reads something elsewhere', () => {
    const step = httpStep('a', {
      request: {
        method: 'POST',
        url: '{{input.base}}/users/:id/orders?x=:no',
        query: { page: 1 },
        headers: { 'X-Trace': '{{input.trace}}', Accept: 'text/plain' },
        body: { type: 'json', value: { email: '' } },
      },
    });
    expect(inputRows(step).map(({ place, label }) => [place, label])).toEqual([
      ['request.path.id', 'id'],
      ['request.query.page', 'page'],
      ['request.body.value.email', 'email'],
      ['request.url', 'URL'],
      ["request.headers['X-Trace']", 'X-Trace'],
    ]);
    expect(pathNames('https://h:8080/a/:b/:b/c')).toEqual(['b']);
  });

  it('of a connector: what its schema names, the needed first, then what is given beside it', () => {
    const step: Step = { id: 'a', type: 'connector', connector: 'x', input: { extra: 1 } };
    const rows = inputRows(step, {
      id: '1',
      slug: 'x',
      name: 'X',
      stepCount: 1,
      inputSchema: {
        properties: { note: { type: 'string' }, email: { type: 'string' } },
        required: ['email'],
      },
    });
    expect(rows.map((row) => row.label)).toEqual(['email', 'note', 'extra']);
  });

  it('of the output: a run beats a sample, and a field that is read is there even when nobody knows it', () => {
    const step = httpStep('a', { sample: { id: 1, name: 'x' } });
    const sampled = outputRows(shapeOf(step, {}), { total: 2 });
    expect(sampled.map((row) => [row.field, row.uses])).toEqual([
      ['', 0],
      ['id', 0],
      ['name', 0],
      ['total', 2],
    ]);
    const ran = shapeOf(step, {
      state: { path: 'a', status: 'succeeded', output: { fresh: true }, attempts: [] },
    });
    expect(outputRows(ran, {}).map((row) => row.field)).toEqual(['', 'fresh']);
  });

  it('fold when there are many, but never one that is in use', () => {
    const rows = Array.from({ length: 20 }, (_, index) => index);
    const { shown, more } = foldRows(rows, (row) => row === 19);
    expect(shown).toContain(19);
    expect(shown).toHaveLength(8);
    expect(more).toBe(12);
  });
});

describe('what fits', () => {
  it.each([
    ['number', 'number', 'any', 'fits'],
    ['number', 'string', 'any', 'converts'],
    ['array', 'string', 'any', 'choose'],
    ['object', 'string', 'any', 'choose'],
    ['string', 'number', 'any', 'converts'],
    ['array', 'any', 'scalar', 'choose'],
    ['array', 'any', 'scalar_or_list', 'fits'],
    ['object', 'any', 'scalar_or_list', 'choose'],
    ['any', 'array', 'any', 'fits'],
  ] as const)('%s into %s (%s): %s', (from, type, accepts, kind) => {
    expect(fitOf(from, { type, accepts }).kind).toBe(kind);
  });
});

describe('layout', () => {
  it('puts every step to the right of those that lead to it, and none on another', () => {
    const value = graph('a -> b, a -> c, b -> d, c -> d, e');
    const places = layoutGraph(value, () => 100);
    for (const { source, target } of value.edges ?? []) {
      expect(places[target]!.x).toBeGreaterThanOrEqual(places[source]!.x + NODE_WIDTH);
    }
    expect(new Set(Object.values(places).map(({ x, y }) => `${x},${y}`)).size).toBe(5);
    expect(layoutGraph(value, () => 100)).toEqual(places);
  });

  it('comes to an end on a circle', () => {
    expect(Object.keys(layoutGraph(graph('a -> b, b -> a'), () => 100))).toHaveLength(2);
  });
});

describe("a host's own React Flow", () => {
  it('gets nodes and edges, and its moves and ids come back as a graph', () => {
    const value = graph('a -> b, a !> c');
    const { nodes, edges } = toReactFlow(value);
    const back = fromReactFlow(nodes, edges);
    expect(back.edges).toEqual(value.edges);
    expect(back.steps.map((step) => step.id)).toEqual(['a', 'b', 'c']);
  });

  it('may hold nodes of other kinds: they and their edges stay out', () => {
    const { nodes, edges } = toReactFlow(graph('a -> b'));
    const note = { id: 'note', position: { x: 0, y: 0 }, data: { text: 'hi' } };
    const back = fromReactFlow([...nodes, note], [...edges, { id: 'x', source: 'note', target: 'a' }]);
    expect(back.steps).toHaveLength(2);
    expect(back.edges).toEqual([{ source: 'a', target: 'b' }]);
  });
});

describe("a host's connector nodes", () => {
  const invoice = {
    id: '1',
    slug: 'create-invoice',
    name: 'Create invoice',
    inputSchema: { properties: { email: {}, lines: {} } },
  };
  const issue = { id: '2', slug: 'open-issue', name: 'Open issue' };
  const nodes = [
    { id: 'node-1', position: { x: 1, y: 2 }, data: { connector: issue } },
    { id: '2', position: { x: 3, y: 4 }, data: { connector: invoice, input: { email: 'ada@example.com' } } },
  ];

  it('become steps, and a line between two fields becomes an expression', () => {
    const value = fromReactFlow(nodes, [
      { id: 'e', source: 'node-1', target: '2', sourceHandle: 'out:items', targetHandle: 'in:input.lines' },
      { id: 'f', source: '2', target: 'node-1', sourceHandle: 'out', targetHandle: 'in:input.title' },
    ]);
    expect(value.edges).toEqual([{ source: 'node_1', target: 'step_2' }]);
    expect(value.steps[1]).toEqual({
      id: 'step_2',
      type: 'connector',
      name: 'Create invoice',
      connector: 'create-invoice',
      position: { x: 3, y: 4 },
      input: { email: 'ada@example.com', lines: '{{node_1.items}}' },
    });
  });

  it('come out of a graph and go back into the same one', () => {
    const value: Graph = {
      steps: [
        {
          id: 'a',
          type: 'connector',
          name: 'Open issue',
          connector: 'open-issue',
          input: {},
          position: { x: 0, y: 0 },
        },
        {
          id: 'b',
          type: 'connector',
          name: 'Create invoice',
          connector: 'create-invoice',
          input: { email: '{{a.author.email}}', lines: [] },
          position: { x: 9, y: 9 },
        },
      ],
      edges: [{ source: 'a', target: 'b' }],
    };
    const drawn = toReactFlow(value, { connectors: [invoice, issue] });
    expect(drawn.nodes.map((node) => node.type)).toEqual(['connectorAction', 'connectorAction']);
    expect(drawn.edges.map((edge) => [edge.sourceHandle, edge.targetHandle])).toEqual([
      ['seq:out', 'seq:in'],
      ['out:author', 'in:input.email'],
    ]);
    expect(fromReactFlow(drawn.nodes, drawn.edges)).toEqual(value);
  });
});

describe('a chip', () => {
  it.each([
    ['{{a.items | join(", ")}}', { root: 'a', path: ['items'], rest: '| join(", ")' }],
    ['{{ a.id }}', { root: 'a', path: ['id'], rest: '' }],
    ['Hello {{a.name}}', undefined],
    ['{{a.name}} {{b.name}}', undefined],
    ['{{a.name | default(b.name)}}', undefined],
    ['{{"x" | upper}}', undefined],
  ])('for %s', (template, expected) => {
    expect(soleReference(template)).toEqual(expected);
  });
});

describe('what a form changed', () => {
  it('is the smallest place that holds all of it', () => {
    expect(changedPlace({ a: { b: 1, c: 2 } }, { a: { b: 1, c: 3 } }, 'input')).toEqual({
      place: 'input.a.c',
      value: 3,
    });
    expect(changedPlace({ a: 1, b: 2 }, { a: 2, b: 3 }, 'input')).toEqual({
      place: 'input',
      value: { a: 2, b: 3 },
    });
    expect(changedPlace({ 'odd key': 1 }, {}, 'input')).toEqual({
      place: "input['odd key']",
      value: undefined,
    });
    expect(changedPlace({ a: [1] }, { a: [1] }, 'input')).toBeUndefined();
  });
});
