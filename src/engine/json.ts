/** Any value that JSON can carry. */
export type JsonValue = null | boolean | number | string | JsonValue[] | JsonObject;

/** A JSON object. Only own enumerable properties count as its members. */
export interface JsonObject {
  [key: string]: JsonValue;
}

/** A JSON value whose strings may hold `{{ expressions }}`. */
export type Template = JsonValue;

/** A JSON Schema document (draft-07 or 2020-12), kept as plain data. */
export type JsonSchema = JsonObject;
