import type { JsonSchema, JsonValue } from '../engine/index.js';

/** The schema of what stands at a path, as far as properties, items and local `$ref`s tell; undefined where they don't. */
export function schemaAt(root: JsonSchema, path: readonly (string | number)[]): JsonSchema | undefined {
  let schema: JsonSchema | undefined = root;
  for (const key of path) {
    schema = schema && followReference(schema, root);
    if (!schema) return undefined;
    schema = typeof key === 'number' ? itemSchema(schema, key) : asSchema(own(schema.properties, key));
  }
  return schema && followReference(schema, root);
}

/** The schema that a local `$ref` stands for; the schema itself where it has none. */
export function followReference(schema: JsonSchema, root: JsonSchema): JsonSchema | undefined {
  let current: JsonSchema | undefined = schema;
  for (let hops = 0; current && typeof current.$ref === 'string'; hops++) {
    if (hops > 16 || !current.$ref.startsWith('#')) return undefined;
    current = asSchema(atPointer(root, current.$ref.slice(1)));
  }
  return current;
}

/** The value at a JSON pointer (RFC 6901), which may be percent-encoded as in a `$ref`. */
function atPointer(document: JsonValue, pointer: string): JsonValue | undefined {
  let value: JsonValue | undefined = document;
  for (const part of pointer.split('/').slice(1)) {
    const key = decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~');
    value = own(value, key);
  }
  return value;
}

export function asSchema(value: JsonValue | undefined): JsonSchema | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
}

function itemSchema(schema: JsonSchema, index: number): JsonSchema | undefined {
  const fixed = schema.prefixItems ?? schema.items;
  if (Array.isArray(fixed)) return asSchema(fixed[index] ?? schema.additionalItems);
  return asSchema(schema.items);
}

function own(value: JsonValue | undefined, key: string): JsonValue | undefined {
  if (Array.isArray(value)) return value[Number(key)];
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? value[key] : undefined;
}
