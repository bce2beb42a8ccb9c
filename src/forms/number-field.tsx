import type { FieldProps } from '@rjsf/utils';
import { useState } from 'react';
import type { JsonValue } from '../engine/index.js';
import { BaseStringField } from './base-fields.js';

/**
 * A number is typed as text, so that `1.`, `-` and `{{` can be written on the way. What isn't a number is passed on as the text
 * it is, and the schema says what is wrong with it.
 */
export function NumberField(props: FieldProps) {
  const { formData, onChange } = props;
  const [text, setText] = useState<string | undefined>();
  const shown = text !== undefined && readNumber(text) === formData ? text : formData;
  return (
    <BaseStringField
      {...props}
      formData={shown}
      onChange={(value: JsonValue | undefined, path, errors, id) => {
        if (typeof value !== 'string') return onChange(value, path, errors, id);
        setText(value);
        onChange(readNumber(value), path, errors, id);
      }}
    />
  );
}

/** The number that a text is in JSON's notation, a lone decimal point at its end overlooked; else the text. */
export function readNumber(text: string): number | string {
  const trimmed = text.trim();
  return /^-?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(trimmed) ? Number(trimmed) : text;
}
