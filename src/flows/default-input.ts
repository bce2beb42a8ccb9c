import type { JsonObject, JsonSchema, JsonValue } from '../engine/index.js';

/**
 * The input that a flow can run with before anyone gave one: the defaults of its schema. `undefined` where a required
 * field has no default, so that it has to be asked for.
 */
export function defaultInput(schema: JsonSchema | undefined): JsonObject | undefined {
  if (!schema) return {};
  const required = Array.isArray(schema.required) ? schema.required : [];
  const properties = isObject(schema.properties) ? schema.properties : {};
  const input: JsonObject = {};
  for (const [name, property] of Object.entries(properties)) {
    if (isObject(property) && property.default !== undefined) input[name] = property.default;
  }
  return required.every((name) => typeof name === 'string' && Object.hasOwn(input, name)) ? input : undefined;
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
