import { getDefaultRegistry } from '@rjsf/core';
import type { Field } from '@rjsf/utils';

const { fields } = getDefaultRegistry();

/** rjsf's own field for any schema, which ours wraps. */
export const BaseSchemaField = present('SchemaField');

/** rjsf's own field for everything that one widget edits. */
export const BaseStringField = present('StringField');

/** rjsf's own field for lists, which ours wraps. */
export const BaseArrayField = present('ArrayField');

function present(name: string): Field {
  const field = fields[name];
  if (!field) throw new Error(`This version of @rjsf/core has no ${name}.`);
  return field;
}
