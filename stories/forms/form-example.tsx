import { useState } from 'react';
import type { JsonValue } from '../../src/engine/index.js';
import { DynamicForm, type DynamicFormProps } from '../../src/forms/dynamic-form.js';
import { StoryFrame } from '../ui/story-frame.js';

export interface FormExampleProps extends Omit<DynamicFormProps, 'onChange'> {
  onChange?: (value: JsonValue) => void;
  /** Of the panel, in pixels. */
  width?: number;
}

/** A form in a panel of the width that the inspector gives it, holding its own value. */
export function FormExample({ value, onChange, width = 364, ...rest }: FormExampleProps) {
  const [current, setCurrent] = useState(value);
  return (
    <StoryFrame width={width}>
      <DynamicForm
        {...rest}
        value={current}
        onChange={(next) => {
          setCurrent(next);
          onChange?.(next);
        }}
      />
      <output data-testid="value" hidden>
        {JSON.stringify(current)}
      </output>
    </StoryFrame>
  );
}
