import type { JsonSchema, JsonValue } from '../json.js';
import { isJsonObject, jsonTypeOf, ownProperty } from '../json-operations.js';
import { allowedTypes, itemSchema } from '../json-schema/check-value.js';
import type { Step } from './step-schema.js';

/** What is known before a run about the value that a root stands for. */
export interface KnownShape {
  /** The names that a step's own `output` gives. */
  fields?: readonly string[];
  sample?: JsonValue;
  schema?: JsonSchema;
}

export type Lookup =
  /** It is there, as far as is known; `types` are JSON Schema's names. */
  | { status: 'found'; types?: readonly string[] | undefined }
  /** It is not there: the first key of the path that isn't, and what stands in its place. */
  | { status: 'missing'; depth: number; names: readonly string[] }
  | { status: 'unknown' };

/** What a step gives, as far as its own output, its sample and its connector's schema tell. */
export function shapeOfStep(step: Step, outputSchema?: JsonSchema): KnownShape {
  const shape: KnownShape = {};
  if (step.sample !== undefined) shape.sample = step.sample;
  if (step.output) shape.fields = Object.keys(step.output);
  else if (step.type === 'transform') shape.fields = [];
  else if (outputSchema) shape.schema = outputSchema;
  return shape;
}

/** Follows a path into what is known. What one source doesn't know, another may. */
export function lookUp({ fields, sample, schema }: KnownShape, path: readonly (string | number)[]): Lookup {
  const [first] = path;
  const isDeclared = typeof first === 'string' && fields?.includes(first);
  if (fields && typeof first === 'string' && !isDeclared)
    return { status: 'missing', depth: 0, names: fields };
  const lookups = [
    ...(schema ? [lookUpSchema(schema, path)] : []),
    ...(sample === undefined ? [] : [lookUpSample(sample, path)]),
  ];
  const found = lookups.find((lookup) => lookup.status === 'found');
  const missing = lookups.find((lookup) => lookup.status === 'missing');
  if (found) return found;
  // A sample that is older than the step's output says nothing about a field that the output has now.
  if (missing && !(isDeclared && missing.depth === 0)) return missing;
  return { status: 'unknown' };
}

function lookUpSample(sample: JsonValue, path: readonly (string | number)[]): Lookup {
  let value = sample;
  for (const [depth, key] of path.entries()) {
    if (value === null) return { status: 'unknown' };
    if (typeof key === 'number') {
      if (!Array.isArray(value)) return { status: 'missing', depth, names: [] };
      const item = value.at(key) ?? value[0];
      if (item === undefined) return { status: 'unknown' };
      value = item;
      continue;
    }
    if (!isJsonObject(value)) return { status: 'missing', depth, names: [] };
    const member = ownProperty(value, key);
    if (member === undefined) return { status: 'missing', depth, names: Object.keys(value) };
    value = member;
  }
  if (value === null) return { status: 'found' };
  return {
    status: 'found',
    types: [typeof value === 'number' && Number.isInteger(value) ? 'integer' : jsonTypeOf(value)],
  };
}

function lookUpSchema(root: JsonSchema, path: readonly (string | number)[]): Lookup {
  let schema = root;
  for (const [depth, key] of path.entries()) {
    if (typeof key === 'number') {
      const items = itemSchema(schema);
      if (!items) return { status: 'unknown' };
      schema = items;
      continue;
    }
    const properties = ownProperty(schema, 'properties');
    if (!isJsonObject(properties) || isOpen(schema)) return { status: 'unknown' };
    const property = ownProperty(properties, key);
    if (property === undefined) {
      const more = ownProperty(schema, 'additionalProperties');
      return more === true || isJsonObject(more)
        ? { status: 'unknown' }
        : { status: 'missing', depth, names: Object.keys(properties) };
    }
    if (!isJsonObject(property)) return { status: 'unknown' };
    schema = property;
  }
  return { status: 'found', types: allowedTypes(schema) };
}

/** Schemas that describe themselves in other ways than by `properties` are not followed. */
function isOpen(schema: JsonSchema): boolean {
  return ['$ref', 'allOf', 'anyOf', 'oneOf', 'if', 'patternProperties'].some((key) =>
    Object.hasOwn(schema, key),
  );
}
