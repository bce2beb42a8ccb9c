import type { WidgetProps } from '@rjsf/utils';
import type { JsonValue } from '../engine/index.js';
import { useField } from './field-context.js';
import { useFormContext } from './form-context.js';

/** Any number of several values, kept in the order of the options. */
export function CheckboxesWidget({ id, value, options, onChange }: WidgetProps) {
  const field = useField();
  const form = useFormContext();
  const chosen: readonly JsonValue[] = Array.isArray(value) ? value : [];
  const choices = options.enumOptions ?? [];
  const toggle = (data: JsonValue, on: boolean) =>
    onChange(
      choices
        .map((choice) => choice.value as JsonValue) // what stands in `enum`, which is JSON
        .filter((candidate) => (candidate === data ? on : chosen.includes(candidate))),
    );
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset can't shrink below its content's width
    <div role="group" id={id} aria-labelledby={`${field.id}-label`} className="pb-checkboxes">
      {choices.map((choice) => (
        <label key={String(choice.value)} className="pb-checkbox">
          <input
            type="checkbox"
            className="pb-checkbox-input"
            checked={chosen.includes(choice.value)}
            disabled={form.readOnly}
            onChange={(event) => toggle(choice.value, event.target.checked)}
          />
          {choice.label}
        </label>
      ))}
    </div>
  );
}
