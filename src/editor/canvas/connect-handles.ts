import type { Connection } from '@xyflow/react';
import { readHandle } from '../flow/flow-edges.js';
import type { Editor } from '../store/editor.js';
import { firstFreeOutcome, makesCycle, storedEdge } from '../store/graph-queries.js';
import { fitAt, rowAt } from './connection-hint.js';

/** May this line be drawn at all? What doesn't fit may: it is asked how. */
export function isAllowed(
  editor: Editor,
  connection: Pick<Connection, 'source' | 'target' | 'sourceHandle' | 'targetHandle'>,
): boolean {
  const { graph } = editor.store.getState();
  const from = readHandle(connection.sourceHandle);
  const to = readHandle(connection.targetHandle);
  if (from === undefined || to === undefined) return false;
  if (to.kind !== 'input' && to.kind !== 'sequence_in') return false;
  return !makesCycle(graph, connection.source, connection.target);
}

/** Makes the edit that a drawn line stands for: an edge between headers, a wire between fields. */
export function connectHandles(editor: Editor, connection: Connection): void {
  const { source, target } = connection;
  const from = readHandle(connection.sourceHandle);
  const to = readHandle(connection.targetHandle);
  if (from?.kind === 'sequence_out') {
    editor.dispatch({ type: 'connect', edge: storedEdge({ source, target, on: from.on }) });
    return;
  }
  if (from?.kind !== 'output') return;
  if (to?.kind !== 'input') {
    const { graph, steps } = editor.store.getState();
    const on = firstFreeOutcome(graph, steps.get(source));
    editor.dispatch({ type: 'connect', edge: storedEdge({ source, target, on }) });
    return;
  }
  wireField(editor, { stepId: source, field: from.field }, { stepId: target, place: to.place });
}

/** Wires a field to a place; where it doesn't fit, asks how it should. */
export function wireField(
  editor: Editor,
  from: { stepId: string; field: string },
  target: { stepId: string; place: string },
): void {
  const state = editor.store.getState();
  const source = { root: from.stepId, path: from.field === '' ? [] : [from.field] };
  const row = rowAt(state, target.stepId, target.place);
  const fit = row === undefined ? undefined : fitAt(state, from, row);
  if (fit?.kind === 'choose') {
    editor.openDialog({ type: 'convert', source, target, options: fit.options });
    return;
  }
  const pipe = fit?.kind === 'converts' ? { pipe: fit.pipe } : {};
  editor.dispatch({ type: 'wire', source, target, ...pipe });
}
