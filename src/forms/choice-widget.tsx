import type { WidgetProps } from '@rjsf/utils';
import type { JsonValue } from '../engine/index.js';
import { SegmentedControl } from '../ui/segmented-control.js';
import { Select } from '../ui/select.js';
import { describedBy, useField } from './field-context.js';
import { useFormContext } from './form-context.js';
import { useFormStrings } from './form-strings.js';

/** So many options, and so many letters in all, still stand side by side in a narrow panel. */
const FEW = 3;
const SHORT = 24;
const NOT_SET = 'not-set';

/** One of several values: side by side where they are few and short, else as a list. */
export function ChoiceWidget(props: WidgetProps) {
  const { id, value, options, onChange, required, schema, label } = props;
  const field = useField();
  const form = useFormContext();
  const strings = useFormStrings();
  // The choice of a union's branch is no field of its own.
  const isUnion = id !== field.id;

  const choices = (options.enumOptions ?? []).map((option, index) => ({
    value: String(index),
    label: option.label,
    data: option.value as JsonValue, // what stands in `enum` or `const`, which is JSON
  }));
  const chosen = choices.find((choice) => same(choice.data, value))?.value;
  const canClear = !required && !isUnion && schema.default === undefined;
  const offered = canClear
    ? [...choices, { value: NOT_SET, label: strings.notSet, data: undefined }]
    : choices;
  const choose = (next: string) => {
    const choice = offered.find((candidate) => candidate.value === next);
    if (choice) onChange(choice.data);
  };
  const about = {
    'aria-describedby': describedBy(field.id, {
      hint: schema.description !== undefined,
      error: field.invalid,
    }),
    'aria-invalid': field.invalid,
  };
  const letters = offered.reduce((sum, choice) => sum + choice.label.length, 0);
  if (choices.length <= FEW && letters <= SHORT + FEW) {
    return (
      <SegmentedControl
        {...(isUnion ? {} : about)}
        id={id}
        className="pb-choice"
        label={isUnion ? `${field.label} ${strings.kind}` : field.label || label}
        value={chosen ?? (canClear ? NOT_SET : undefined)}
        segments={offered}
        disabled={form.readOnly || props.disabled === true}
        onValueChange={choose}
      />
    );
  }
  return (
    <Select
      {...(isUnion ? {} : about)}
      id={id}
      label={isUnion ? `${field.label} ${strings.kind}` : field.label || label}
      value={chosen}
      options={offered}
      placeholder={strings.choose}
      disabled={form.readOnly || props.disabled === true}
      aria-required={required ?? false}
      onValueChange={choose}
    />
  );
}

function same(one: JsonValue, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
