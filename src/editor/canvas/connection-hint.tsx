import { EdgeLabelRenderer, useConnection } from '@xyflow/react';
import { type ReactNode, useMemo } from 'react';
import { type Fit, fitOf } from '../flow/fit.js';
import { readHandle } from '../flow/flow-edges.js';
import { type InputRow, inputRows } from '../flow/node-rows.js';
import { typeOfSource } from '../nodes/field-types.js';
import { rowLabel } from '../nodes/row-label.js';
import { typeOfRow } from '../nodes/row-types.js';
import { fitOfRow } from '../nodes/use-drag-fit.js';
import type { EditorState } from '../store/editor-state.js';
import { useEditor } from '../store/use-editor.js';
import type { EditorStrings } from '../strings.js';
import { useStrings } from '../strings-context.js';

/** The row of a step's node that a place belongs to. */
export function rowAt(state: EditorState, stepId: string, place: string): InputRow | undefined {
  const step = state.steps.get(stepId);
  if (step === undefined) return undefined;
  const connector = step.type === 'connector' ? state.connectorOf.get(step.connector) : undefined;
  return inputRows(step, connector).find((row) => row.place === place);
}

/** How a field fits a row, with the ways to make it fit. */
export function fitAt(state: EditorState, source: { stepId: string; field: string }, row: InputRow): Fit {
  const path = source.field === '' ? [] : [source.field];
  const type = typeOfSource(state, { root: source.stepId, path });
  return fitOf(type, { type: typeOfRow(row), accepts: row.accepts });
}

function hintFor(
  state: EditorState,
  strings: EditorStrings,
  ends: { from: { stepId: string; field: string }; stepId: string; place: string },
): ReactNode {
  const row = rowAt(state, ends.stepId, ends.place);
  if (row === undefined) return undefined;
  if (fitOfRow(state, ends.from, { stepId: ends.stepId, row }) === 'circle') return strings.wouldCircle;
  const fit = fitAt(state, ends.from, row);
  if (fit.kind === 'fits') return undefined;
  if (fit.kind === 'converts') return strings.willConvert(fit.pipe);
  const wanted = row.accepts === 'any' ? typeOfRow(row) : 'string';
  return strings.unfitting(
    ends.from.field || strings.whole,
    rowLabel(row, strings),
    strings.typeName(wanted),
    fit.options.flatMap(({ id }) => (id === 'as_is' ? [] : [strings.conversion(id)])),
  );
}

/** While a wire is dragged over an input: whether it fits, and what to do where it doesn't. */
export function ConnectionHint() {
  const editor = useEditor();
  const strings = useStrings();
  const connection = useConnection();
  const toStep = connection.toHandle?.nodeId;
  const toHandle = connection.toHandle?.id;
  const fromStep = connection.fromHandle?.nodeId;
  const fromHandle = connection.fromHandle?.id;
  const text = useMemo(() => {
    const from = readHandle(fromHandle);
    const to = readHandle(toHandle);
    if (from?.kind !== 'output' || to?.kind !== 'input' || !fromStep || !toStep) return undefined;
    return hintFor(editor.store.getState(), strings, {
      from: { stepId: fromStep, field: from.field },
      stepId: toStep,
      place: to.place,
    });
  }, [editor, strings, fromStep, fromHandle, toStep, toHandle]);
  if (text === undefined || connection.to === null) return null;
  const { x, y } = connection.to;
  return (
    <EdgeLabelRenderer>
      <div className="pb-connection-hint" style={{ transform: `translate(${x + 18}px, ${y + 14}px)` }}>
        {text}
      </div>
    </EdgeLabelRenderer>
  );
}
