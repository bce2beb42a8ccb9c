import type { JsonSchema, JsonValue } from '../engine/index.js';

/** What kind of JSON a value is. `any`: not known. Integers count as numbers. */
export type DataType = 'string' | 'number' | 'boolean' | 'array' | 'object' | 'null' | 'any';

export function dataTypeOf(value: unknown): DataType {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'boolean':
    case 'object':
      return typeof value as DataType; // the four cases above are all data types
    default:
      return 'any';
  }
}

const named: Readonly<Record<string, DataType>> = {
  string: 'string',
  number: 'number',
  integer: 'number',
  boolean: 'boolean',
  array: 'array',
  object: 'object',
  null: 'null',
};

/** The one type a schema allows, `null` beside it not counted; `any` where it allows several or says nothing. */
export function typeOfSchema(schema: JsonValue | JsonSchema | undefined): DataType {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return 'any';
  const { type, enum: choices, anyOf, oneOf } = schema;
  if (typeof type === 'string') return named[type] ?? 'any';
  if (Array.isArray(type)) return only(type.map((name) => named[String(name)] ?? 'any'));
  if ('const' in schema) return dataTypeOf(schema.const);
  if (Array.isArray(choices)) return only(choices.map(dataTypeOf));
  const branches = anyOf ?? oneOf;
  if (Array.isArray(branches)) return only(branches.map((branch) => typeOfSchema(branch)));
  if ('properties' in schema || 'additionalProperties' in schema) return 'object';
  if ('items' in schema || 'prefixItems' in schema) return 'array';
  return 'any';
}

function only(types: readonly DataType[]): DataType {
  const distinct = new Set(types.length > 1 ? types.filter((type) => type !== 'null') : types);
  const [first] = distinct;
  return distinct.size === 1 && first ? first : 'any';
}

/** The colour that chips, dots, wires and handles of this type have. */
export function typeColor(type: DataType): string {
  return `var(--pb-type-${type})`;
}
