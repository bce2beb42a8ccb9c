import type { JsonSchema, JsonValue } from '../engine/index.js';
import { typeOfSchema } from '../ui/data-type.js';

/**
 * What a list's new item starts as, which JSON has no way to leave open: an empty text, list or object. Numbers and
 * choices are `undefined`: nobody has made them yet.
 */
export function newItem(schema: JsonSchema): JsonValue | undefined {
  if ('enum' in schema || 'const' in schema || 'anyOf' in schema || 'oneOf' in schema) return undefined;
  switch (typeOfSchema(schema)) {
    case 'string':
    case 'any':
      return '';
    case 'array':
      return [];
    case 'object':
      return {};
    default:
      return undefined;
  }
}
