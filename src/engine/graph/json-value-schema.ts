import * as z from 'zod/mini';
import type { JsonSchema, JsonValue } from '../json.js';
import { isJsonObject, placeOfNoJson } from '../json-operations.js';

/** Any JSON. */
// `z.json` would make a copy of it, with a schema for each of its values.
export const jsonValueSchema = (z.unknown() as z.ZodMiniType<JsonValue>).check(({ value, issues }) => {
  const path = placeOfNoJson(value);
  if (path) issues.push({ code: 'invalid_type', expected: 'json', input: value, path });
});

/** An object of any keys whose values are alike. `z.record` does the same, and is a twentieth of all that zod weighs. */
export function recordOf<T extends z.ZodMiniType>(values: T) {
  return z.catchall(z.object({}), values);
}

/** Refuses the key `__proto__`, which zod passes over, whatever stands there. For records of more than JSON. */
export function refuseProto<T extends z.ZodMiniType>(record: T): T {
  const { run } = record._zod;
  record._zod.run = (payload, context) => {
    const { value } = payload;
    if (isJsonObject(value) && Object.hasOwn(value, '__proto__'))
      payload.issues.push({ code: 'unrecognized_keys', keys: ['__proto__'], input: value, inst: record });
    return run(payload, context);
  };
  return record;
}

export const jsonSchemaSchema: z.ZodMiniType<JsonSchema> = recordOf(jsonValueSchema);
