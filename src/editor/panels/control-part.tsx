import type { ReactNode } from 'react';
import { type Segment, SegmentedControl } from '../../ui/segmented-control.js';
import { useEditorState } from '../store/use-editor.js';

export interface ControlPartProps<Value extends string> {
  label: string;
  value: Value;
  segments: readonly Segment<NoInfer<Value>>[];
  onValueChange(value: NoInfer<Value>): void;
  children: ReactNode;
}

/** A choice, and below it what there is to say about what was chosen. */
export function ControlPart<Value extends string>({ label, children, ...choice }: ControlPartProps<Value>) {
  const isReadOnly = useEditorState((state) => state.readOnly);
  return (
    <section className="pb-control-part" aria-label={label}>
      <div className="pb-control-head">
        <span className="pb-label">{label}</span>
        <SegmentedControl<Value> {...choice} label={label} size="small" disabled={isReadOnly} />
      </div>
      {children}
    </section>
  );
}
