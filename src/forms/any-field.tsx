import type { FieldProps } from '@rjsf/utils';
import { useState } from 'react';
import type { JsonValue } from '../engine/index.js';
import { BaseStringField } from './base-fields.js';

/** A value of any kind: text that is JSON is what it says, any other text is itself. */
export function AnyField(props: FieldProps) {
  const { formData, onChange, schema } = props;
  const [text, setText] = useState<string | undefined>();
  const isOwnText = text !== undefined && same(readAny(text), formData);
  return (
    <BaseStringField
      {...props}
      schema={{ ...schema, type: 'string', ...(isLong(formData) && { format: 'textarea' }) }}
      formData={isOwnText ? text : writeAny(formData)}
      onChange={(value: JsonValue | undefined, path, errors, id) => {
        if (typeof value !== 'string') return onChange(value, path, errors, id);
        setText(value);
        onChange(readAny(value), path, errors, id);
      }}
    />
  );
}

export function readAny(text: string): JsonValue {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON, so it is a text: most of what people type is.
    return text;
  }
}

/** A text that would be read as something else keeps its quotes. */
export function writeAny(value: JsonValue | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'string') return readAny(value) === value ? value : JSON.stringify(value);
  return JSON.stringify(value, null, 2);
}

function isLong(value: JsonValue | undefined): boolean {
  return typeof value === 'object' && value !== null;
}

function same(one: JsonValue, other: JsonValue | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
