import type { JsonObject, JsonSchema, JsonValue } from '../json.js';
import { isJsonObject, ownProperty, setOwnProperty } from '../json-operations.js';

/**
 * The value with the `default`s of its schema where fields are absent, also in nested objects that are there.
 * What is given stays, `null` too. The value itself is not changed.
 */
export function withDefaults(schema: JsonSchema | undefined, value: JsonValue): JsonValue {
  const properties = schema && ownProperty(schema, 'properties');
  if (!isJsonObject(properties) || !isJsonObject(value)) return value;
  const filled: JsonObject = { ...value };
  for (const [key, property] of Object.entries(properties)) {
    if (!isJsonObject(property)) continue;
    const given = ownProperty(value, key);
    const result = given === undefined ? ownProperty(property, 'default') : withDefaults(property, given);
    if (result !== undefined) setOwnProperty(filled, key, result);
  }
  return filled;
}
