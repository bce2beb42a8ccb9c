import { X } from 'lucide-react';
import type { CSSProperties } from 'react';
import { classNames } from './class-names.js';
import { type DataType, typeColor } from './data-type.js';
import { useUiStrings } from './ui-strings.js';

export interface DataChipProps {
  type: DataType;
  /** The field, like `address.zip`, and what is done to it, like `| upper`; absent: the source's whole output. */
  field?: string | undefined;
  /** The name of the step it comes from, as people see it. */
  source?: string | undefined;
  /** The raw text, like `{{step_1.address.zip}}`: the title, and read out after the words. */
  expression?: string | undefined;
  /** Marks a reference to something that isn't there. */
  missing?: boolean | undefined;
  /** Shows a button that takes it away. */
  onRemove?: (() => void) | undefined;
  className?: string | undefined;
}

/** A reference to data: a dot in the type's colour and `Step › field`. */
export function DataChip(props: DataChipProps) {
  const { type, field, source, expression, missing = false, onRemove, className } = props;
  const strings = useUiStrings();
  const words = [source, field].filter(Boolean).join(field?.startsWith('|') ? ' ' : ' › ');
  return (
    <span
      className={classNames('pb-chip', className)}
      data-missing={missing || undefined}
      style={
        { '--pb-chip': missing ? 'var(--pb-bad)' : typeColor(type) } as CSSProperties /* custom property */
      }
      title={expression}
    >
      <span className="pb-chip-text">{words}</span>
      {expression && expression !== words && <span className="pb-visually-hidden"> {expression}</span>}
      {onRemove && (
        <button
          type="button"
          className="pb-chip-remove"
          aria-label={`${strings.remove} ${words}`}
          onClick={onRemove}
        >
          <X />
        </button>
      )}
    </span>
  );
}
