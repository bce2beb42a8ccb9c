import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { englishEditorStrings } from '../../src/editor/english-strings.js';
import { inputRows } from '../../src/editor/flow/node-rows.js';
import { stepSummary } from '../../src/editor/nodes/step-summary.js';
import { applyEdit } from '../../src/editor/store/apply-edit.js';
import type { Edit } from '../../src/editor/store/edit.js';
import { createEditor } from '../../src/editor/store/editor.js';
import { applyGraphPatches } from '../../src/editor/store/graph-patches.js';
import { effectiveEdges, type Graph, getAtPlace, parseGraph, type Step } from '../../src/engine/index.js';
import { branchStep, edgesText, graph, httpStep, readingStep } from './graphs.js';

function stepOf(value: Graph, id: string) {
  return value.steps.find((step) => step.id === id);
}

describe('what no step can be without', () => {
  const get = { method: 'GET' as const, url: '{{a.url}}' };
  const draft = graph('a -> b', [
    httpStep('b', { request: { ...get, body: { type: 'json', value: '{{a}}' } } }),
  ]);

  it.each(['request.url', 'request.body.value', 'request'])('is emptied, not taken away: %s', (place) => {
    const { graph: next } = applyEdit(draft, { type: 'unwire', target: { stepId: 'b', place } });
    expect(parseGraph(next).ok).toBe(true);
    expect(getAtPlace(stepOf(next, 'b'), place)).not.toEqual(getAtPlace(stepOf(draft, 'b'), place));
  });

  it('is emptied where a step that it reads is deleted', () => {
    const { graph: next } = applyEdit(draft, { type: 'remove_steps', ids: ['a'], readers: 'clear' });
    expect(stepOf(next, 'b')).toMatchObject({ request: { url: '', body: { type: 'json', value: null } } });
  });

  it.each([
    { id: 'b', type: 'http', request: { method: 'GET' } },
    { id: 'b', type: 'http', request: {} },
    { id: 'b', type: 'http' },
    { id: 'b', type: 'connector' },
    { id: 'b', type: 'transform' },
    { id: 'b', type: 'branch' },
    { id: 'b', type: 'action' },
  ])('may be missing in what a host gives: %j', (step) => {
    const half = step as Step; // what a host without types may give
    const editor = createEditor({ graph: { steps: [half] } });
    expect(editor.store.getState().nodes).toHaveLength(1);
    expect(inputRows(half)).toEqual([]);
    expect(stepSummary(half, undefined, englishEditorStrings)).toEqual(expect.any(String));
  });
});

describe('edges', () => {
  it('writes the implied chain down before it adds a step to it', () => {
    const chain: Graph = { steps: [httpStep('a'), httpStep('b')] };
    const { graph: next } = applyEdit(chain, { type: 'add_step', step: httpStep('c'), after: 'a' });
    expect(edgesText(next)).toBe('a -> b, a -> c');
  });

  it('inserts a step into an edge and keeps the outcome on the first half', () => {
    const { graph: next } = applyEdit(graph('a !> b'), {
      type: 'insert_step',
      step: httpStep('c'),
      edge: { source: 'a', target: 'b', on: 'failure' },
    });
    expect(edgesText(next)).toBe('a !> c, c -> b');
  });

  it('bridges over a step that is removed, so that the rest stays one path', () => {
    const { graph: next } = applyEdit(graph('a -> b, b -> c'), { type: 'remove_steps', ids: ['b'] });
    expect(edgesText(next)).toBe('a -> c');
  });

  it('removes two steps in a row and bridges over both', () => {
    const { graph: next } = applyEdit(graph('a -> b, b -> c, c -> d'), {
      type: 'remove_steps',
      ids: ['b', 'c'],
    });
    expect(edgesText(next)).toBe('a -> d');
  });

  it.each([
    ['a cycle', { source: 'c', target: 'a' }, 'cycle'],
    ['an edge to itself', { source: 'a', target: 'a' }, 'self'],
    ['an edge that is there', { source: 'a', target: 'b' }, 'duplicate_edge'],
    ['an edge to nothing', { source: 'a', target: 'x' }, 'unknown_step'],
  ])('refuses %s and leaves the graph as it is', (_, edge, code) => {
    const before = graph('a -> b, b -> c');
    const result = applyEdit(before, { type: 'connect', edge });
    expect(result.refusal?.code).toBe(code);
    expect(result.graph).toBe(before);
    expect(result.patches).toEqual([]);
  });

  it('turns an edge to the failure outcome and back', () => {
    const before = graph('a -> b');
    const [edge] = effectiveEdges(before);
    const failing = applyEdit(before, { type: 'set_edge_outcome', edge: edge!, on: 'failure' }).graph;
    expect(edgesText(failing)).toBe('a !> b');
    const back = applyEdit(failing, {
      type: 'set_edge_outcome',
      edge: { ...edge!, on: 'failure' },
      on: 'success',
    });
    expect(edgesText(back.graph)).toBe('a -> b');
  });
});

describe('wires', () => {
  it('writes the expression, and the edge that it needs', () => {
    const { graph: next } = applyEdit(graph('a, b'), {
      type: 'wire',
      source: { root: 'a', path: ['user', 'odd key', 0] },
      target: { stepId: 'b', place: 'request.query.q' },
    });
    expect(getAtPlace(stepOf(next, 'b'), 'request.query.q')).toBe("{{a.user['odd key'][0]}}");
    expect(edgesText(next)).toBe('a -> b');
  });

  it('adds no edge where there is a path already', () => {
    const { graph: next } = applyEdit(graph('a -> b, b -> c'), {
      type: 'wire',
      source: { root: 'a', path: [] },
      target: { stepId: 'c', place: 'request.query.q' },
      pipe: 'first',
    });
    expect(getAtPlace(stepOf(next, 'c'), 'request.query.q')).toBe('{{a | first}}');
    expect(edgesText(next)).toBe('a -> b, b -> c');
  });

  it('reads the input without any edge', () => {
    const { graph: next } = applyEdit(graph('a'), {
      type: 'wire',
      source: { root: 'input', path: ['userId'] },
      target: { stepId: 'a', place: 'request.path.id' },
    });
    expect(getAtPlace(stepOf(next, 'a'), 'request.path.id')).toBe('{{input.userId}}');
    expect(edgesText(next)).toBe('');
  });

  it('refuses a wire back to a step that comes before', () => {
    const result = applyEdit(graph('a -> b'), {
      type: 'wire',
      source: { root: 'b', path: ['id'] },
      target: { stepId: 'a', place: 'request.query.q' },
    });
    expect(result.refusal).toEqual({ code: 'cycle', step: 'b', other: 'a' });
  });
});

describe('removing what others read', () => {
  const before = graph('a -> b', [readingStep('b', { id: '{{a.id}}', page: 1 })]);

  it('keeps the expressions unless told otherwise', () => {
    const { graph: next } = applyEdit(before, { type: 'remove_steps', ids: ['a'] });
    expect(getAtPlace(stepOf(next, 'b'), 'request.query')).toEqual({ id: '{{a.id}}', page: 1 });
  });

  it('clears the readers where asked to, and nothing else', () => {
    const { graph: next } = applyEdit(before, { type: 'remove_steps', ids: ['a'], readers: 'clear' });
    expect(getAtPlace(stepOf(next, 'b'), 'request.query')).toEqual({ page: 1 });
  });
});

describe('renaming', () => {
  it('takes every edge and every reference along', () => {
    const before = graph('a -> b', [readingStep('b', { id: '{{a.id | string}}' })]);
    const { graph: next } = applyEdit(before, { type: 'rename_step', from: 'a', to: 'user' });
    expect(edgesText(next)).toBe('user -> b');
    expect(getAtPlace(stepOf(next, 'b'), 'request.query.id')).toBe('{{user.id | string}}');
  });

  it.each([
    ['b', 'taken_id'],
    ['1st', 'bad_id'],
    ['input', 'bad_id'],
  ])('refuses the id %s', (to, code) => {
    expect(applyEdit(graph('a -> b'), { type: 'rename_step', from: 'a', to }).refusal?.code).toBe(code);
  });
});

describe('pasting', () => {
  it('gives free ids and lets the copies read each other, not the originals', () => {
    const before = graph('step_1 -> step_2', [readingStep('step_2', { id: '{{step_1.id}}' })]);
    const { graph: next } = applyEdit(before, {
      type: 'paste',
      fragment: { steps: before.steps, edges: before.edges ?? [] },
      offset: { x: 10, y: 10 },
    });
    expect(next.steps.map((step) => step.id)).toEqual(['step_1', 'step_2', 'step_3', 'step_4']);
    expect(getAtPlace(stepOf(next, 'step_4'), 'request.query.id')).toBe('{{step_3.id}}');
    expect(edgesText(next)).toBe('step_1 -> step_2, step_3 -> step_4');
  });

  it('keeps what a copied step reads of steps that were not copied', () => {
    const before = graph('step_1 -> step_2', [readingStep('step_2', { id: '{{step_1.id}}' })]);
    const { graph: next } = applyEdit(before, {
      type: 'paste',
      fragment: { steps: [before.steps[1]!], edges: [] },
      offset: { x: 0, y: 0 },
    });
    expect(getAtPlace(stepOf(next, 'step_3'), 'request.query.id')).toBe('{{step_1.id}}');
  });
});

describe('fixes', () => {
  it('replaces the reference that a problem names', () => {
    const before = graph('a -> b', [readingStep('b', { mail: '{{a.emial}}' })]);
    const { graph: next } = applyEdit(before, {
      type: 'apply_fix',
      fix: { type: 'replace_reference', label: 'Use email', from: 'a.emial', to: 'a.email', at: 2 },
      stepId: 'b',
      path: 'request.query.mail',
    });
    expect(getAtPlace(stepOf(next, 'b'), 'request.query.mail')).toBe('{{a.email}}');
  });

  it('replaces nothing else that looks like it, and nothing in a text that has changed since', () => {
    const text = '{{a.id2}} {{a.id}}';
    const before = graph('a -> b', [readingStep('b', { mail: text })]);
    const edit = (at: number): Edit => ({
      type: 'apply_fix',
      fix: { type: 'replace_reference', label: 'Use key', from: 'a.id', to: 'a.key', at },
      stepId: 'b',
      path: 'request.query.mail',
    });
    const { graph: next } = applyEdit(before, edit(text.lastIndexOf('a.id')));
    expect(getAtPlace(stepOf(next, 'b'), 'request.query.mail')).toBe('{{a.id2}} {{a.key}}');
    expect(applyEdit(before, edit(1)).refusal).toEqual({ code: 'nothing_to_fix' });
  });

  it('mends the graph itself where the problem is in no step', () => {
    const before = { ...graph('a -> b'), output: { id: '{{a.id}}' } };
    const { graph: next } = applyEdit(before, {
      type: 'apply_fix',
      fix: { type: 'set_value', label: 'Follow failure', path: 'edges[0].on', value: 'failure' },
    });
    expect(next.edges).toEqual([{ source: 'a', target: 'b', on: 'failure' }]);
    expect(next.steps).toBe(before.steps);
    const { graph: last } = applyEdit(next, {
      type: 'apply_fix',
      fix: { type: 'replace_reference', label: 'Use b.id', from: 'a.id', to: 'b.id', at: 2 },
      path: 'output.id',
    });
    expect(last.output).toEqual({ id: '{{b.id}}' });
  });
});

const ids = ['step_1', 'step_2', 'step_3', 'step_4', 'step_5'];
const anyId = fc.constantFrom(...ids);
const anyPlace = fc.constantFrom('request.query.a', 'request.path.id', 'name', 'sample.deep[1].x');
const anyWay = fc.constantFrom('success', 'failure', 'else', 'one', 'two', 'gone');
const anyCase = fc.constantFrom('one', 'two', 'three');
const anyEdit: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({
    type: fc.constant('connect' as const),
    edge: fc.record({ source: anyId, target: anyId, on: anyWay }),
  }),
  fc.record({
    type: fc.constant('set_edge_outcome' as const),
    edge: fc.record({ source: anyId, target: anyId, on: anyWay }),
    on: anyWay,
  }),
  fc.record({
    type: fc.constant('rename_case' as const),
    stepId: fc.constant('step_2'),
    from: anyCase,
    to: anyCase,
  }),
  fc.record({
    type: fc.constant('remove_case' as const),
    stepId: fc.constant('step_2'),
    caseId: anyCase,
    edges: fc.constantFrom('keep' as const, 'remove' as const),
  }),
  fc.record({ type: fc.constant('add_step' as const), step: anyId.map((id) => httpStep(id)), after: anyId }),
  fc.record({
    type: fc.constant('remove_steps' as const),
    ids: fc.uniqueArray(anyId, { minLength: 1, maxLength: 3 }),
    readers: fc.constantFrom('keep' as const, 'clear' as const),
  }),
  fc.record({
    type: fc.constant('move_steps' as const),
    positions: fc.dictionary(anyId, fc.record({ x: fc.integer(), y: fc.integer() })),
  }),
  fc.record({
    type: fc.constant('update_step' as const),
    id: anyId,
    place: anyPlace,
    value: fc.constantFrom('{{step_1.id}}', 'text', undefined),
  }),
  fc.record({
    type: fc.constant('rename_step' as const),
    from: anyId,
    to: fc.constantFrom(...ids, 'renamed'),
  }),
  fc.record({
    type: fc.constant('connect' as const),
    edge: fc.record({ source: anyId, target: anyId }),
  }),
  fc.record({
    type: fc.constant('disconnect' as const),
    edges: fc.array(fc.record({ source: anyId, target: anyId }), { maxLength: 2 }),
  }),
  fc.record({
    type: fc.constant('wire' as const),
    source: fc.record({ root: anyId, path: fc.constantFrom(['id'], [], ['list', 0]) }),
    target: fc.record({ stepId: anyId, place: fc.constantFrom('request.query.b', 'request.path.id') }),
  }),
  fc.record({ type: fc.constant('set_output' as const), value: fc.constantFrom('{{step_1}}', undefined) }),
  fc.record({
    type: fc.constant('paste' as const),
    fragment: fc.record({
      steps: fc
        .uniqueArray(anyId, { minLength: 1, maxLength: 3 })
        .map((some) => some.map((id) => httpStep(id))),
      edges: fc.constant([]),
    }),
    offset: fc.record({ x: fc.integer(), y: fc.integer() }),
  }),
);

it('any edits, taken back one by one, give the graph from before, and done again the one from after (seed 7)', () => {
  fc.assert(
    fc.property(fc.boolean(), fc.array(anyEdit, { minLength: 1, maxLength: 12 }), (isExplicit, edits) => {
      const start: Graph = isExplicit
        ? graph('step_1 -> step_2, step_2 -one> step_3', [
            branchStep('step_2', 'one', 'two'),
            readingStep('step_3', { q: '{{step_1.id}}' }),
          ])
        : { steps: [httpStep('step_1'), readingStep('step_2', { q: '{{step_1.id}}' })] };
      const frozen = JSON.stringify(start);
      const results = [];
      let current = start;
      for (const edit of edits) {
        const result = applyEdit(current, edit);
        expect(applyGraphPatches(current, result.patches)).toEqual(result.graph);
        results.push({ before: current, inverse: result.inverse });
        current = result.graph;
      }
      for (const { before, inverse } of results.reverse()) {
        current = applyGraphPatches(current, inverse);
        expect(current).toEqual(before);
      }
      expect(JSON.stringify(start)).toBe(frozen);
    }),
    { seed: 7, numRuns: 400 },
  );
});
