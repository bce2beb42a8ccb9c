import type { JsonValue } from '../engine/index.js';
import { dataTypeOf } from '../ui/data-type.js';
import { JsonView } from '../ui/json-view.js';
import { TypeDot } from '../ui/type-dot.js';
import { type UiStrings, useUiStrings } from '../ui/ui-strings.js';
import { type RunStrings, useRunStrings } from './run-strings.js';

/** A step's output: the fields that later steps can read, each with its type and value. */
export function OutputFields({ output }: { output: JsonValue }) {
  const strings = useRunStrings();
  const ui = useUiStrings();
  if (output === null || typeof output !== 'object' || Array.isArray(output)) {
    return <JsonView value={output} label={strings.output} />;
  }
  const fields = Object.entries(output);
  if (fields.length === 0) return <p className="pb-run-hint">{strings.outputEmpty}</p>;
  return (
    <dl className="pb-output">
      {fields.map(([name, value]) => (
        <div className="pb-output-row" key={name} data-nested={typeof value === 'object' && value !== null}>
          <dt className="pb-output-name">
            <TypeDot type={dataTypeOf(value)} />
            <span className="pb-output-field">{name}</span>
            <span className="pb-run-muted">{typeLabel(value, strings, ui)}</span>
          </dt>
          <dd className="pb-output-value">
            <JsonView value={value} label={name} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function typeLabel(value: JsonValue, strings: RunStrings, ui: UiStrings): string {
  return Array.isArray(value) ? strings.listOf(value.length) : ui.dataType[dataTypeOf(value)];
}
