import { describe, expect, it, vi } from 'vitest';
import { shapeOfRoot } from '../../src/editor/nodes/field-types.js';
import { addStep, copySelection, deleteSelection, pasteText } from '../../src/editor/store/commands.js';
import { createEditor } from '../../src/editor/store/editor.js';
import { COALESCE_WINDOW_MS } from '../../src/editor/store/history.js';
import { httpPreset } from '../../src/editor/store/step-preset.js';
import type { Graph, JsonValue, RunState } from '../../src/engine/index.js';
import { edgesText, graph, readingStep } from './graphs.js';

function editorOf(value: Graph) {
  const clock = { at: 0 };
  const onChange = vi.fn();
  const editor = createEditor({ graph: value, onChange, now: () => clock.at });
  return { editor, clock, onChange, graph: () => editor.store.getState().graph };
}

const typing = (value: string) => ({ type: 'update_step', id: 'a', place: 'request.url', value }) as const;

describe('undo and redo', () => {
  it('takes back typing in one place as one thing', () => {
    const { editor, graph: now, clock } = editorOf(graph('a'));
    for (const text of ['h', 'ht', 'htt']) {
      clock.at += 200;
      editor.dispatch(typing(text));
    }
    expect(editor.store.getState().history.undo).toHaveLength(1);
    editor.undo();
    expect(now()).toEqual(graph('a'));
    editor.redo();
    expect(now().steps[0]).toMatchObject({ request: { url: 'htt' } });
  });

  it('keeps typing apart that lies further apart in time, in place, or across a sealed gesture', () => {
    const { editor, clock } = editorOf(graph('a'));
    editor.dispatch(typing('x'));
    clock.at += COALESCE_WINDOW_MS + 1;
    editor.dispatch(typing('xy'));
    editor.dispatch({ type: 'update_step', id: 'a', place: 'name', value: 'n' });
    editor.seal();
    editor.dispatch({ type: 'update_step', id: 'a', place: 'name', value: 'na' });
    expect(editor.store.getState().history.undo).toHaveLength(4);
  });

  it('takes back all edits of a transaction at once', () => {
    const { editor, graph: now } = editorOf(graph('a -> b'));
    editor.transact(() => {
      editor.dispatch({ type: 'remove_steps', ids: ['b'] });
      editor.dispatch({ type: 'rename_step', from: 'a', to: 'c' });
    });
    editor.dispatch({ type: 'set_output', value: 1 });
    editor.undo();
    editor.undo();
    expect(now()).toEqual(graph('a -> b'));
  });

  it('tells the host the patches, what takes them back, and who made the change', () => {
    const { editor, onChange } = editorOf(graph('a'));
    editor.dispatch(typing('x'));
    editor.undo();
    const [, made] = onChange.mock.calls[0]!;
    const [, undone] = onChange.mock.calls[1]!;
    expect(made).toMatchObject({ origin: 'user' });
    expect(undone).toMatchObject({ origin: 'undo', patches: made.inverse, inverse: made.patches });
  });

  it('says so where there is nothing to take back', () => {
    const { editor, onChange } = editorOf(graph('a'));
    editor.undo();
    expect(editor.store.getState().notice).toMatchObject({ kind: 'nothing_to_undo' });
    expect(onChange).not.toHaveBeenCalled();
  });
});

describe('the host', () => {
  it('gives back the graph it was told: history and selection stay', () => {
    const { editor, graph: now } = editorOf(graph('a'));
    editor.select(['a']);
    editor.dispatch(typing('x'));
    editor.receive(JSON.parse(JSON.stringify(now())));
    expect(editor.store.getState().history.undo).toHaveLength(1);
    expect(editor.store.getState().selectedIds).toEqual(['a']);
  });

  it('gives another graph: it is shown, silently, and what is gone is no longer selected', () => {
    const { editor, graph: now, onChange } = editorOf(graph('a'));
    editor.select(['a']);
    editor.receive(graph('b'));
    expect(now()).toEqual(graph('b'));
    expect(editor.store.getState().selectedIds).toEqual([]);
    expect(onChange).not.toHaveBeenCalled();
  });

  it('applies patches from elsewhere and is told that they are remote', () => {
    const { editor, graph: now, onChange } = editorOf(graph('a'));
    editor.applyPatches([{ op: 'replace', path: ['steps', 0, 'name'], value: 'Ada' }]);
    expect(now().steps[0]?.name).toBe('Ada');
    expect(onChange.mock.calls[0]?.[1]).toMatchObject({ origin: 'remote' });
  });

  it('locks it: no edit, no undo', () => {
    const { editor, graph: now } = editorOf(graph('a'));
    editor.dispatch(typing('x'));
    editor.setProps({ readOnly: true });
    editor.dispatch(typing('y'));
    editor.undo();
    expect(now().steps[0]).toMatchObject({ request: { url: 'x' } });
  });
});

describe('commands', () => {
  it('a step that is added follows the selected one and is selected itself', () => {
    const { editor, graph: now } = editorOf(graph('a, b'));
    editor.select(['a']);
    addStep(editor, httpPreset('HTTP request'));
    expect(edgesText(now())).toBe('a -> step_1');
    expect(editor.store.getState().selectedIds).toEqual(['step_1']);
  });

  it('new steps never lie on top of each other', () => {
    const { editor } = editorOf(graph('a'));
    for (let index = 0; index < 3; index += 1) {
      editor.select(['a']);
      addStep(editor, httpPreset('HTTP request'));
    }
    const places = editor.store.getState().nodes.map(({ position }) => `${position.x},${position.y}`);
    expect(new Set(places).size).toBe(4);
  });

  it('deleting asks first where others read the step', () => {
    const { editor, graph: now } = editorOf(graph('a -> b', [readingStep('b', { id: '{{a.id}}' })]));
    editor.select(['a']);
    deleteSelection(editor);
    expect(now().steps).toHaveLength(2);
    expect(editor.store.getState().dialog).toMatchObject({
      type: 'delete',
      readers: [{ stepId: 'b', place: 'request.query.id' }],
    });
  });

  it('deleting a selected wire takes the expression away and leaves the edge', () => {
    const { editor, graph: now } = editorOf(graph('a -> b', [readingStep('b', { id: '{{a.id}}' })]));
    const wire = editor.store.getState().edges.find((edge) => edge.type === 'wire');
    editor.selectEdge(wire?.id);
    deleteSelection(editor);
    expect(now().steps[1]).toMatchObject({ request: { query: {} } });
    expect(edgesText(now())).toBe('a -> b');
  });

  it('an edge that is selected stays so when it follows something else', () => {
    const { editor } = editorOf(graph('a -> b'));
    editor.selectEdge('seq:a:success:b');
    editor.dispatch({ type: 'set_edge_outcome', edge: { source: 'a', target: 'b' }, on: 'failure' });
    expect(editor.store.getState().selectedEdgeId).toBe('seq:a:failure:b');
  });

  it('copies as text and pastes into another editor', () => {
    const { editor } = editorOf(graph('a -> b', [readingStep('b', { id: '{{a.id}}' })]));
    editor.select(['a', 'b']);
    const other = editorOf(graph('a'));
    expect(pasteText(other.editor, copySelection(editor) ?? '')).toBe(true);
    expect(other.graph().steps.map((step) => step.id)).toEqual(['a', 'step_1', 'b']);
    expect(other.graph().steps[2]).toMatchObject({ request: { query: { id: '{{step_1.id}}' } } });
    expect(pasteText(other.editor, '{"kind":"patchbay/steps","steps":[{"id":"x"}]}')).toBe(false);
    expect(pasteText(other.editor, 'hello')).toBe(false);
  });
});

describe('positions', () => {
  it('stay out of the graph while a step is dragged and come in once, when it is let go', () => {
    const { editor, onChange } = editorOf(graph('a'));
    for (let x = 0; x < 5; x += 1) {
      editor.changeNodes([{ type: 'position', id: 'a', position: { x, y: 0 }, dragging: true }]);
    }
    expect(onChange).not.toHaveBeenCalled();
    editor.changeNodes([{ type: 'position', id: 'a', position: { x: 5, y: 0 }, dragging: false }]);
    expect(onChange).toHaveBeenCalledTimes(1);
    expect(editor.store.getState().steps.get('a')?.position).toEqual({ x: 5, y: 0 });
  });

  it('an edit of one step leaves the nodes, reads and lines of the others the same objects', () => {
    const { editor } = editorOf(graph('a -> b, b -> c', [readingStep('c', { id: '{{b.id}}' })]));
    const before = editor.store.getState();
    editor.dispatch(typing('x'));
    const after = editor.store.getState();
    expect(after.nodes.every((node, index) => node === before.nodes[index])).toBe(true);
    expect(after.edges.every((edge, index) => edge === before.edges[index])).toBe(true);
    expect(after.steps.get('c')).toBe(before.steps.get('c'));
    expect(after.uses.get('b')).toBe(before.uses.get('b'));
  });
});

describe('what is known of the steps', () => {
  const run = (seq: number, steps: Record<string, JsonValue | undefined>): RunState => ({
    status: 'running',
    seq,
    steps: Object.fromEntries(
      Object.entries(steps).map(([id, output]) => [
        id,
        {
          status: output === undefined ? 'failed' : 'succeeded',
          path: id,
          attempts: [],
          ...(output !== undefined && { output }),
        },
      ]),
    ),
  });

  it('stays while a newer run has nothing of a step, and gives way to what it has', () => {
    const { editor } = editorOf(graph('a -> b'));
    const known = (id: string) => shapeOfRoot(editor.store.getState(), id);
    editor.setProps({ run: run(1, { a: { name: 'Ada' }, b: { sum: 1 } }) });
    expect(known('b')).toEqual({ value: { sum: 1 }, origin: 'run' });
    editor.setProps({ run: undefined });
    editor.setProps({ run: run(2, { a: undefined }) });
    expect(known('a')).toEqual({ value: { name: 'Ada' }, origin: 'earlier' });
    expect(known('b')).toEqual({ value: { sum: 1 }, origin: 'earlier' });
    editor.setProps({ run: run(3, { a: { name: 'Bea' } }) });
    expect(known('a')).toEqual({ value: { name: 'Bea' }, origin: 'run' });
  });

  it('is no other flow’s', () => {
    const { editor } = editorOf(graph('a'));
    editor.setProps({ run: run(1, { a: { name: 'Ada' } }) });
    editor.setProps({ run: undefined });
    editor.receive(graph('a -> c'));
    expect(shapeOfRoot(editor.store.getState(), 'a')).toEqual({ origin: 'unknown' });
  });
});
