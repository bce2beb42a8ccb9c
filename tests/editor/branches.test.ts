import { describe, expect, it } from 'vitest';
import { connectHandles } from '../../src/editor/canvas/connect-handles.js';
import { outcomeHandle, readHandle } from '../../src/editor/flow/flow-edges.js';
import { fromReactFlow, toReactFlow } from '../../src/editor/flow/react-flow.js';
import { shownWays } from '../../src/editor/nodes/way-rows.js';
import { applyEdit } from '../../src/editor/store/apply-edit.js';
import { addStep, duplicateSelection } from '../../src/editor/store/commands.js';
import { createEditor } from '../../src/editor/store/editor.js';
import { branchPreset, waitPreset } from '../../src/editor/store/step-preset.js';
import { type Graph, parseGraph } from '../../src/engine/index.js';
import { isFollowed } from '../../src/runs/is-followed.js';
import { branchStep, edgesText, graph, httpStep } from './graphs.js';

const sorted = () =>
  graph('a -> size, size -large> ship, size -small> post, size -else> ask', [
    branchStep('size', 'large', 'small'),
  ]);
const caseIds = (value: Graph) => {
  const step = value.steps.find(({ id }) => id === 'size');
  return step?.type === 'branch' ? step.cases.map(({ id }) => id) : [];
};

describe('renaming a case', () => {
  it('takes the edges along that follow it, and no others', () => {
    const before = { ...sorted(), edges: [...sorted().edges!, { source: 'a', target: 'ask', on: 'large' }] };
    const { graph: next } = applyEdit(before, {
      type: 'rename_case',
      stepId: 'size',
      from: 'large',
      to: 'huge',
    });
    expect(caseIds(next)).toEqual(['huge', 'small']);
    expect(edgesText(next)).toBe(
      'a -> size, size -huge> ship, size -small> post, size -else> ask, a -large> ask',
    );
  });

  it.each([
    ['small', 'taken_case'],
    ['else', 'bad_case'],
    ['failure', 'bad_case'],
    ['1st', 'bad_case'],
    ['', 'bad_case'],
  ])('refuses the id “%s”', (to, code) => {
    const edit = { type: 'rename_case', stepId: 'size', from: 'large', to } as const;
    expect(applyEdit(sorted(), edit).refusal).toEqual({ code, step: to });
  });

  it.each([
    ['gone', 'size'],
    ['large', 'a'],
  ])('refuses a case that is not there: %s of %s', (from, stepId) => {
    expect(applyEdit(sorted(), { type: 'rename_case', stepId, from, to: 'x' }).refusal?.code).toBe(
      'unknown_case',
    );
  });
});

describe('removing a case', () => {
  const remove = (edges: 'keep' | 'remove') =>
    ({ type: 'remove_case', stepId: 'size', caseId: 'large', edges }) as const;

  it('takes the edges that follow it with it, as one thing to undo', () => {
    const editor = createEditor({ graph: sorted() });
    editor.dispatch(remove('remove'));
    expect(caseIds(editor.store.getState().graph)).toEqual(['small']);
    expect(edgesText(editor.store.getState().graph)).toBe('a -> size, size -small> post, size -else> ask');
    editor.undo();
    expect(editor.store.getState().graph).toEqual(sorted());
  });

  it('or keeps them, and the node goes on showing where they start', () => {
    const { graph: next } = applyEdit(sorted(), remove('keep'));
    expect(edgesText(next)).toContain('size -large> ship');
    const editor = createEditor({ graph: next });
    const { steps, outcomes } = editor.store.getState();
    expect(shownWays(steps.get('size')!, outcomes.get('size')!)).toEqual(['small', 'else', 'large']);
  });

  it('leaves a chain that nobody has written down alone', () => {
    const chain: Graph = { steps: [branchStep('size', 'large'), httpStep('b')] };
    const { graph: next } = applyEdit(chain, remove('remove'));
    expect(next.edges).toBeUndefined();
    expect(caseIds(next)).toEqual([]);
  });
});

describe('edges out of a branch', () => {
  it('start at the handle of the way that they follow', () => {
    const handles = createEditor({ graph: sorted() })
      .store.getState()
      .edges.map((edge) => edge.sourceHandle);
    expect(handles).toEqual(
      expect.arrayContaining(['seq:out', 'seq:way:large', 'seq:way:small', 'seq:way:else']),
    );
    for (const on of ['success', 'failure', 'else', 'large'])
      expect(readHandle(outcomeHandle(on))).toEqual({ kind: 'sequence_out', on });
  });

  it('are written with their way when they are drawn from its handle', () => {
    const editor = createEditor({ graph: graph('size, ship', [branchStep('size', 'large')]) });
    connectHandles(editor, {
      source: 'size',
      target: 'ship',
      sourceHandle: outcomeHandle('large'),
      targetHandle: 'seq:in',
    });
    expect(edgesText(editor.store.getState().graph)).toBe('size -large> ship');
  });

  it('may lead to one step by several ways, and change from one way to another', () => {
    const edge = { source: 'size', target: 'ship', on: 'large' };
    const two = applyEdit(sorted(), { type: 'connect', edge: { ...edge, on: 'small' } }).graph;
    expect(edgesText(two)).toContain('size -small> ship');
    const turned = applyEdit(sorted(), { type: 'set_edge_outcome', edge, on: 'else' }).graph;
    expect(edgesText(turned)).toBe('a -> size, size -else> ship, size -small> post, size -else> ask');
    const plain = applyEdit(sorted(), { type: 'set_edge_outcome', edge, on: 'success' }).graph;
    expect(edgesText(plain)).toBe('a -> size, size -> ship, size -small> post, size -else> ask');
  });

  it('stay one path when the branch is removed', () => {
    const { graph: next } = applyEdit(sorted(), { type: 'remove_steps', ids: ['size'] });
    expect(edgesText(next)).toBe('a -> ship, a -> post, a -> ask');
  });

  it('keep their way when a step is put on them', () => {
    const edit = {
      type: 'insert_step',
      step: httpStep('check'),
      edge: { source: 'size', target: 'ship', on: 'large' },
    } as const;
    expect(edgesText(applyEdit(sorted(), edit).graph)).toBe(
      'a -> size, size -small> post, size -else> ask, size -large> check, check -> ship',
    );
  });

  it('follow the first case of a branch that is put on an edge', () => {
    const step = { id: 'size', ...branchPreset('Branch') };
    const edit = { type: 'insert_step', step, edge: { source: 'a', target: 'b' } } as const;
    expect(edgesText(applyEdit(graph('a -> b'), edit).graph)).toBe('a -> size, size -case_1> b');
  });

  it('take the ways one by one as steps are added after the branch', () => {
    const editor = createEditor({ graph: graph('size', [branchStep('size', 'large', 'small')]) });
    for (let count = 0; count < 4; count += 1) {
      editor.select(['size']);
      addStep(editor, waitPreset('Wait'));
    }
    expect(edgesText(editor.store.getState().graph)).toBe(
      'size -large> step_1, size -small> step_2, size -else> step_3, size -large> step_4',
    );
  });

  it('go along when the branch and what follows are copied', () => {
    const editor = createEditor({ graph: graph('size -large> ship', [branchStep('size', 'large')]) });
    editor.select(['size', 'ship']);
    duplicateSelection(editor);
    expect(edgesText(editor.store.getState().graph)).toBe('size -large> ship, step_1 -large> step_2');
  });

  it("come back from a host's canvas with their ways", () => {
    const { nodes, edges } = toReactFlow(sorted());
    expect(fromReactFlow(nodes, edges).edges).toEqual(sorted().edges);
    const drawn = { id: 'e', source: 'a', target: 'b', sourceHandle: outcomeHandle('large') };
    const two = toReactFlow(graph('a, b')).nodes;
    expect(fromReactFlow(two, [drawn]).edges).toEqual([{ source: 'a', target: 'b', on: 'large' }]);
  });

  it('are followed in a run where the branch took their way', () => {
    const state = { path: 'size', status: 'succeeded' as const, attempts: [], case: 'large' };
    const edge = (on?: string) => ({ source: 'size', target: 'x', ...(on && { on }) });
    expect(['large', undefined].map((on) => isFollowed(edge(on), state))).toEqual([true, true]);
    expect(['small', 'else', 'failure'].map((on) => isFollowed(edge(on), state))).toEqual([
      false,
      false,
      false,
    ]);
    expect(isFollowed(edge('failure'), { ...state, status: 'failed' })).toBe(true);
    expect(isFollowed(edge(), undefined)).toBe(false);
  });
});

it.each([branchPreset('Branch'), waitPreset('Wait')])(
  'what the library adds can be saved: $type',
  (preset) => {
    expect(parseGraph({ steps: [{ ...preset, id: 'step_1' }] }).ok).toBe(true);
  },
);
