import * as z from 'zod/mini';
import type { JsonSchema, JsonValue } from '../json.js';
import { placeOfNoJson } from '../json-operations.js';

/** Any JSON. */
// `z.json` would make a copy of it, with a schema for each of its values.
export const jsonValueSchema = z.custom<JsonValue>().check(({ value, issues }) => {
  const path = placeOfNoJson(value);
  if (path) issues.push({ code: 'invalid_type', expected: 'json', input: value, path });
});

/** An object of any keys whose values are alike. `z.record` does the same, and is a twentieth of all that zod weighs. */
export function recordOf<T extends z.ZodMiniType>(values: T) {
  return z.catchall(z.object({}), values);
}

export const jsonSchemaSchema: z.ZodMiniType<JsonSchema> = recordOf(jsonValueSchema);
