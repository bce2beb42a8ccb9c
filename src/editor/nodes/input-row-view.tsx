import { memo } from 'react';
import { isReference } from '../../engine/index.js';
import type { Fit } from '../flow/fit.js';
import { inputHandle } from '../flow/flow-edges.js';
import type { InputRow } from '../flow/node-rows.js';
import { useEditorState } from '../store/use-editor.js';
import { useStrings } from '../strings-context.js';
import { FieldHandle } from './field-handle.js';
import { typeOfSource } from './field-types.js';
import { ReferenceChip } from './reference-chip.js';
import { rowLabel } from './row-label.js';
import { previewOfRow, typeOfRow } from './row-types.js';

/** How a row stands to the wire that is being dragged. */
export type RowFit = Fit['kind'] | 'circle';

export interface InputRowViewProps {
  row: InputRow;
  fit?: RowFit | undefined;
}

function RowValue({ row }: { row: InputRow }) {
  const strings = useStrings();
  const { value, required } = row;
  if (value === undefined || value === '') {
    return required ? <span className="pb-row-missing">{strings.missing}</span> : null;
  }
  if (typeof value === 'string' && value.includes('{{'))
    return <ReferenceChip template={value} wanted={typeOfRow(row)} />;
  return <span className="pb-row-value">{previewOfRow(row)}</span>;
}

/** An input of a step's node: its handle, its name, and what it is given. */
export const InputRowView = memo(function InputRowView({ row, fit }: InputRowViewProps) {
  const strings = useStrings();
  const reference = typeof row.value === 'string' ? isReference(row.value) : undefined;
  const carried = useEditorState((state) => (reference ? typeOfSource(state, reference) : 'any'));
  const wanted = typeOfRow(row);
  const type = wanted === 'any' ? carried : wanted;
  const label = rowLabel(row, strings);
  return (
    <div className="pb-row" data-side="in" data-fit={fit}>
      {!row.isFixed && (
        <FieldHandle
          id={inputHandle(row.place)}
          side="in"
          type={type}
          isEmpty={row.value === undefined && wanted === 'any'}
          label={strings.inputOf(label)}
        />
      )}
      <span className="pb-row-name" data-word={row.word && true}>
        {label}
      </span>
      <RowValue row={row} />
    </div>
  );
});
