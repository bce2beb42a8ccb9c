import type { FieldProps } from '@rjsf/utils';
import type { JsonSchema } from '../engine/index.js';
import { BaseArrayField } from './base-fields.js';
import { newItem } from './new-item.js';

/** A list, in which what rjsf adds without a value is empty and not `null`. */
export function ListField(props: FieldProps) {
  const { schema, registry, fieldPathId, onChange } = props;
  const filled = (value: unknown) => {
    if (!Array.isArray(value) || !value.includes(undefined)) return value;
    const items = Array.isArray(schema.items) ? schema.additionalItems : schema.items;
    const known = typeof items === 'object' && !Array.isArray(items) ? items : {};
    const each = registry.schemaUtils.retrieveSchema(known) as JsonSchema; // JSON as it was passed in
    return value.map((item) => item ?? newItem(each));
  };
  return (
    <BaseArrayField
      {...props}
      onChange={(value, path, errors, id) =>
        onChange(path.length === fieldPathId.path.length ? filled(value) : value, path, errors, id)
      }
    />
  );
}
