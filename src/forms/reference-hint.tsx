import type { JsonValue } from '../engine/index.js';
import { DataChip } from '../ui/data-chip.js';
import { useUiStrings } from '../ui/ui-strings.js';
import { describeReference, valueNow } from './describe-reference.js';
import { useFormContext } from './form-context.js';
import { useFormStrings } from './form-strings.js';
import { previewOf } from './preview.js';
import { referencesIn, wholeExpression } from './template-text.js';

export interface ReferenceHintProps {
  /** A text that holds at least one expression. */
  text: string;
}

/** What a text with expressions comes to: the data it uses, and the value it has with the samples. */
export function ReferenceHint({ text }: ReferenceHintProps) {
  const { sources } = useFormContext();
  const strings = useFormStrings();
  const whole = wholeExpression(text);
  const described = whole === undefined ? undefined : describeReference(whole, sources);
  if (described?.missing) return <span className="pb-hint-problem">{strings.gone}</span>;
  const outcome = valueNow(text, sources);
  return (
    <>
      {whole === undefined && <Uses text={text} />}
      {outcome && 'now' in outcome && <Now value={outcome.now} />}
      {outcome && 'problem' in outcome && <span className="pb-hint-problem">{outcome.problem}</span>}
    </>
  );
}

function Uses({ text }: ReferenceHintProps) {
  const { sources } = useFormContext();
  const strings = useFormStrings();
  const references = referencesIn(text);
  if (references.length === 0) return null;
  return (
    <span className="pb-hint-row">
      {strings.uses}
      {references.map((reference) => (
        <DataChip key={reference} {...describeReference(reference, sources)} />
      ))}
    </span>
  );
}

function Now({ value }: { value: JsonValue }) {
  const ui = useUiStrings();
  const strings = useFormStrings();
  return (
    <span className="pb-hint-row">
      {strings.isNow} <code className="pb-hint-value">{previewOf(value, ui)}</code>
    </span>
  );
}
