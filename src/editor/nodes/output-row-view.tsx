import { memo } from 'react';
import { outputHandle } from '../flow/flow-edges.js';
import type { OutputRow } from '../flow/node-rows.js';
import { useStrings } from '../strings-context.js';
import { FieldHandle } from './field-handle.js';
import { typeOfOutput } from './row-types.js';
import { previewOf } from './value-preview.js';

export interface OutputRowViewProps {
  row: OutputRow;
  /** True while something that reads it is pointed at. */
  isHighlighted: boolean;
}

/** An output of a step's node: what it is now, or who uses it, its name and its handle. */
export const OutputRowView = memo(function OutputRowView({ row, isHighlighted }: OutputRowViewProps) {
  const strings = useStrings();
  const isWhole = row.field === '';
  const name = isWhole ? strings.whole : row.field;
  const preview =
    row.value !== undefined && !row.isEarlier && !isWhole ? previewOf(row.value, 14) : undefined;
  const uses = row.uses > 0 ? strings.usedBy(row.uses) : undefined;
  return (
    <div
      className="pb-row"
      data-side="out"
      data-highlighted={isHighlighted || undefined}
      title={[preview, uses].filter(Boolean).join(' · ') || undefined}
    >
      {(preview ?? uses) && <span className="pb-row-value">{preview ?? uses}</span>}
      <span className="pb-row-name">{name}</span>
      <FieldHandle
        id={outputHandle(row.field)}
        side="out"
        type={isWhole ? 'any' : typeOfOutput(row)}
        label={strings.outputOf(name)}
      />
    </div>
  );
});
