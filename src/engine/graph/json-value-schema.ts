import * as z from 'zod/mini';
import type { JsonSchema, JsonValue } from '../json.js';

export const jsonValueSchema: z.ZodMiniType<JsonValue> = z.json() as z.ZodMiniType<JsonValue>; // same shape; zod's own type is not ours by name

export const jsonSchemaSchema: z.ZodMiniType<JsonSchema> = z.record(z.string(), jsonValueSchema);
