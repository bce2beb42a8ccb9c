import { useConnection } from '@xyflow/react';
import { ancestorsOf, type StepId } from '../../engine/index.js';
import { fitOf } from '../flow/fit.js';
import { readHandle } from '../flow/flow-edges.js';
import type { InputRow } from '../flow/node-rows.js';
import type { EditorState } from '../store/editor-state.js';
import { useEditorState } from '../store/use-editor.js';
import { typeOfSource } from './field-types.js';
import type { RowFit } from './input-row-view.js';
import { typeOfRow } from './row-types.js';

/** The field that a wire is being dragged from, if one is. */
export interface DragSource {
  stepId: StepId;
  field: string;
}

/** How an input row takes the field; `undefined` where the question doesn't arise. */
export function fitOfRow(
  state: EditorState,
  source: DragSource,
  target: { stepId: StepId; row: InputRow },
): RowFit | undefined {
  if (source.stepId === target.stepId) return undefined;
  if (ancestorsOf(state.graph, source.stepId).has(target.stepId)) return 'circle';
  const path = source.field === '' ? [] : [source.field];
  const type = typeOfSource(state, { root: source.stepId, path });
  return fitOf(type, { type: typeOfRow(target.row), accepts: target.row.accepts }).kind;
}

/** The fits of a node's rows with the wire that is being dragged, as text that stays equal while nothing changes. */
export function useDragFits(stepId: StepId, rows: readonly InputRow[]): readonly (RowFit | undefined)[] {
  const from = useConnection((connection) =>
    connection.inProgress ? `${connection.fromNode.id}\n${connection.fromHandle.id ?? ''}` : '',
  );
  const [fromStep = '', fromHandle] = from.split('\n');
  const handle = from === '' ? undefined : readHandle(fromHandle);
  const fits = useEditorState((state) => {
    if (handle?.kind !== 'output') return '';
    const source = { stepId: fromStep, field: handle.field };
    return rows.map((row) => fitOfRow(state, source, { stepId, row }) ?? '').join();
  });
  return fits === '' ? [] : fits.split(',').map((fit) => (fit === '' ? undefined : (fit as RowFit))); // joined above
}
