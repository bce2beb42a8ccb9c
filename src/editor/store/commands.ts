import { type Edge, effectiveEdges, graphSchema, type StepId } from '../../engine/index.js';
import { heightOfNode } from '../flow/flow-nodes.js';
import { layoutGraph, NODE_WIDTH } from '../flow/layout.js';
import type { Point } from './edit.js';
import type { Editor } from './editor.js';
import type { EditorState } from './editor-state.js';
import { nextStepId, readersOf } from './graph-queries.js';
import { copySteps, readClipboardText, writeClipboardText } from './paste.js';
import { type StepPreset, stepFromPreset } from './step-preset.js';

const GAP = 96;
const PASTE_OFFSET: Point = { x: 48, y: 48 };

/** The step that a new one comes after: the selected one, else the only one that nothing follows. */
function stepToFollow({ graph, selectedIds }: EditorState): StepId | undefined {
  if (selectedIds.length === 1) return selectedIds[0];
  const followed = new Set(effectiveEdges(graph).map((edge) => edge.source));
  const leaves = graph.steps.filter((step) => !followed.has(step.id));
  return leaves.length === 1 ? leaves[0]?.id : undefined;
}

/** The first free place at or below `wish`. */
function freePlace(state: EditorState, wish: Point): Point {
  const heightOf = heightOfNode(state.nodes);
  const point = { ...wish };
  const hits = () =>
    state.nodes.find(
      ({ id, position }) =>
        Math.abs(position.x - point.x) < NODE_WIDTH &&
        point.y < position.y + heightOf(id) + 24 &&
        point.y + 120 > position.y,
    );
  for (let node = hits(); node !== undefined; node = hits()) {
    point.y = node.position.y + heightOf(node.id) + 40;
  }
  return point;
}

/** Adds a step to the right of the one it comes after, connects the two, and selects it. */
export function addStep(editor: Editor, preset: StepPreset): StepId | undefined {
  const state = editor.store.getState();
  const after = stepToFollow(state);
  const beside = state.nodes.find((node) => node.id === after);
  const rightmost = state.nodes.reduce(
    (right, node) => Math.max(right, node.position.x),
    Number.NEGATIVE_INFINITY,
  );
  const wish =
    beside !== undefined
      ? { x: beside.position.x + NODE_WIDTH + GAP, y: beside.position.y }
      : { x: Number.isFinite(rightmost) ? rightmost + NODE_WIDTH + GAP : 0, y: 0 };
  return placeStep(editor, preset, {
    position: freePlace(state, wish),
    ...(after !== undefined && { after }),
  });
}

/** Adds a step at a point, after another step or on an edge where one is given, and selects it. */
export function placeStep(
  editor: Editor,
  preset: StepPreset,
  at: { position: Point; after?: StepId; edge?: Edge },
): StepId | undefined {
  const state = editor.store.getState();
  const id = nextStepId(state.steps.keys());
  const step = stepFromPreset(preset, id, at.position);
  const refusal =
    at.edge !== undefined
      ? editor.dispatch({ type: 'insert_step', step, edge: at.edge })
      : editor.dispatch({ type: 'add_step', step, ...(at.after !== undefined && { after: at.after }) });
  if (refusal !== undefined || state.readOnly) return undefined;
  editor.selectNew(id);
  return id;
}

/** Deletes what is selected; asks first where others read it. */
export function deleteSelection(editor: Editor): void {
  const { readOnly, selectedIds, selectedEdgeId, edges, graph } = editor.store.getState();
  if (readOnly) return;
  if (selectedIds.length > 0) {
    const readers = readersOf(graph, selectedIds);
    if (readers.length > 0) editor.openDialog({ type: 'delete', ids: selectedIds, readers });
    else editor.dispatch({ type: 'remove_steps', ids: selectedIds });
    return;
  }
  const edge = edges.find((each) => each.id === selectedEdgeId);
  if (edge?.type === 'sequence' && edge.data)
    editor.dispatch({ type: 'disconnect', edges: [edge.data.edge] });
  if (edge?.type === 'wire' && edge.data) {
    editor.dispatch({ type: 'unwire', target: { stepId: edge.data.stepId, place: edge.data.place } });
  }
}

/** The selected steps as clipboard text; `undefined` where none is selected. */
export function copySelection(editor: Editor): string | undefined {
  const { graph, selectedIds } = editor.store.getState();
  if (selectedIds.length === 0) return undefined;
  editor.announce('copied');
  return writeClipboardText(copySteps(graph, selectedIds));
}

/** Pastes steps and selects them; `false` where the text holds none. */
export function pasteText(editor: Editor, text: string): boolean {
  const raw = readClipboardText(text);
  if (raw === undefined) return false;
  const parsed = graphSchema.safeParse(raw);
  if (!parsed.success) return false;
  return paste(editor, { steps: parsed.data.steps, edges: parsed.data.edges ?? [] });
}

export function duplicateSelection(editor: Editor): boolean {
  const { graph, selectedIds } = editor.store.getState();
  return selectedIds.length > 0 && paste(editor, copySteps(graph, selectedIds));
}

function paste(editor: Editor, fragment: ReturnType<typeof copySteps>): boolean {
  const before = editor.store.getState().steps;
  if (editor.dispatch({ type: 'paste', fragment, offset: PASTE_OFFSET }) !== undefined) return false;
  editor.select([...editor.store.getState().steps.keys()].filter((id) => !before.has(id)));
  return true;
}

/** Moves every step to where the layout puts it, as one change. */
export function arrange(editor: Editor): void {
  const { graph, nodes } = editor.store.getState();
  const positions = layoutGraph(graph, heightOfNode(nodes));
  editor.dispatch({ type: 'move_steps', positions }, { origin: 'layout', key: 'layout' });
}
