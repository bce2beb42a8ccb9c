import { useMemo } from 'react';
import { listReferences, RESERVED_ROOTS } from '../../engine/index.js';
import { DataChip } from '../../ui/data-chip.js';
import type { DataType } from '../../ui/data-type.js';
import { fieldOf } from '../flow/step-reads.js';
import { pathText } from '../store/reference-text.js';
import { useEditor, useEditorState } from '../store/use-editor.js';
import { useStrings } from '../strings-context.js';
import { typeOfSource } from './field-types.js';
import { stepName } from './step-summary.js';

export interface ReferenceChipProps {
  /** The whole template, e.g. `{{step_1.id}}`; one that is more than one expression shows as text. */
  template: string;
  /** The type that the input wants: shown where functions change what the reference gives. */
  wanted: DataType;
}

/** The one reference that a template consists of, with the functions that follow it. */
export function soleReference(template: string) {
  const inner = /^\{\{(.*)\}\}$/.exec(template.trim())?.[1];
  const [reference, ...more] = listReferences(template);
  if (inner === undefined || reference === undefined || more.length > 0) return undefined;
  const text = inner.trim();
  if (!text.startsWith(reference.text)) return undefined;
  return { root: reference.root, path: reference.path, rest: text.slice(reference.text.length).trim() };
}

/** What an input reads, as a chip in its type's colour. Pointing at it lights its source up. */
export function ReferenceChip({ template, wanted }: ReferenceChipProps) {
  const reference = useMemo(() => soleReference(template), [template]);
  const editor = useEditor();
  const strings = useStrings();
  const type = useEditorState((state) => (reference ? typeOfSource(state, reference) : 'any'));
  const name = useEditorState((state) => {
    if (reference === undefined) return undefined;
    if (reference.root === 'input') return strings.flowInput;
    if (reference.root === 'item') return strings.loopItem;
    if (reference.root === 'index') return strings.loopIndex;
    if (RESERVED_ROOTS.some((root) => root === reference.root)) return reference.root;
    const step = state.steps.get(reference.root);
    if (step === undefined) return undefined;
    return stepName(step, step.type === 'connector' ? state.connectorOf.get(step.connector) : undefined);
  });
  if (reference === undefined) return <code className="pb-row-template">{template}</code>;
  const path = pathText({ root: '', path: reference.path }).replace(/^\./, '');
  const field = [path, reference.rest].filter(Boolean).join(' ');
  return (
    // Only lights the source up; what it says stands in the chip itself.
    // biome-ignore lint/a11y/noStaticElementInteractions: hovering repeats what the chip's words say
    <span
      className="pb-row-chip"
      onMouseEnter={() => editor.setHighlight({ root: reference.root, field: fieldOf(reference.path) })}
      onMouseLeave={() => editor.setHighlight(undefined)}
    >
      <DataChip
        type={reference.rest === '' ? type : wanted}
        source={name ?? reference.root}
        {...(field !== '' && { field })}
        expression={template}
        missing={name === undefined}
      />
    </span>
  );
}
