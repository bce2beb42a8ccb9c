import type { JsonSchema, JsonValue, Template } from '../json.js';
import { isJsonObject, jsonTypeOf, ownProperty } from '../json-operations.js';
import { allowedTypes, itemSchema } from '../json-schema/check-value.js';

/** What is known before a run about a value. What one source doesn't know, another may; all may know nothing. */
export interface KnownShape {
  /** What gives the value, e.g. a step's own `output`. It has the last word on what is there. */
  template?: Template;
  schema?: JsonSchema;
  sample?: JsonValue;
  /** It is a list whose items have this shape. */
  items?: KnownShape;
}

export type Lookup =
  | { status: 'found'; shape: KnownShape }
  /** It is not there: the first key of the path that isn't, and what stands in its place. */
  | { status: 'missing'; depth: number; names: readonly string[]; isList: boolean };

/** Follows a path into what is known. */
export function lookUp(root: KnownShape, path: readonly (string | number)[]): Lookup {
  let shape = root;
  for (const [depth, key] of path.entries()) {
    const member = memberOf(shape, key);
    if ('names' in member) return { status: 'missing', depth, ...member };
    shape = member;
  }
  return { status: 'found', shape };
}

/** The types that a value may have, by JSON Schema's names; undefined where that isn't known. */
export function typesOf({ template, schema, sample, items }: KnownShape): readonly string[] | undefined {
  if (items) return ['array'];
  const known = template === undefined || hasHoles(template) ? undefined : exactType(template);
  if (known) return [known];
  // A sample of null says nothing: the field is there, and empty for once.
  return (
    (schema && allowedTypes(schema)) ??
    (sample === undefined || sample === null ? undefined : [exactType(sample)])
  );
}

/** JSON Schema's name for the type of a value. */
export function exactType(value: JsonValue): string {
  return typeof value === 'number' && Number.isInteger(value) ? 'integer' : jsonTypeOf(value);
}

/** Names of members that are known. */
export function namesOf({ template, schema, sample }: KnownShape): string[] {
  const properties = schema && ownProperty(schema, 'properties');
  return [template, properties, sample].flatMap((value) => (isJsonObject(value) ? Object.keys(value) : []));
}

/** Only what `properties` lists may be there, and nothing else in the schema says otherwise. */
export function isClosed(schema: JsonSchema): boolean {
  const more = ownProperty(schema, 'additionalProperties');
  if (more === true || isJsonObject(more)) return false;
  return !['$ref', 'allOf', 'anyOf', 'oneOf', 'if', 'patternProperties'].some((key) =>
    Object.hasOwn(schema, key),
  );
}

/** True for a text that may stand for something else than itself, which is only known when it runs. */
export function hasHoles(template: Template): boolean {
  return typeof template === 'string' && template.includes('{{');
}

/** What is there instead. */
interface Missing {
  names: readonly string[];
  isList: boolean;
}

function memberOf(
  { template, schema, sample, items }: KnownShape,
  key: string | number,
): KnownShape | Missing {
  if (items && typeof key === 'string') return { names: [], isList: true };
  const given = template === undefined || hasHoles(template) ? undefined : inValue(template, key);
  if (given && 'names' in given) return given;
  const described = schema && inSchema(schema, key);
  const pinned = sample === undefined || sample === null ? undefined : inValue(sample, key);
  const isDescribed = described && 'schema' in described;
  const isPinned = pinned && 'value' in pinned;
  // A sample that is older than the output says nothing about a field that the output has now.
  if (!given && !isDescribed && !isPinned && !items) return described ?? pinned ?? NOTHING;
  const shape: KnownShape = items ? { ...items } : {};
  if (given) shape.template = given.value;
  if (isDescribed) shape.schema = described.schema;
  if (isPinned) shape.sample = pinned.value;
  return shape;
}

const NOTHING: KnownShape = {};

/** Undefined: not known. */
function inValue(value: JsonValue, key: string | number): { value: JsonValue } | Missing | undefined {
  if (typeof key === 'number') {
    if (!Array.isArray(value)) return { names: [], isList: false };
    const item = value.at(key) ?? value[0];
    return item === undefined ? undefined : { value: item };
  }
  if (!isJsonObject(value)) return { names: [], isList: Array.isArray(value) };
  const member = ownProperty(value, key);
  return member === undefined ? { names: Object.keys(value), isList: false } : { value: member };
}

function inSchema(schema: JsonSchema, key: string | number): { schema: JsonSchema } | Missing | undefined {
  const types = allowedTypes(schema);
  const holder = typeof key === 'number' ? 'array' : 'object';
  if (types && !types.includes(holder)) return { names: [], isList: types.includes('array') };
  if (typeof key === 'number') {
    const items = itemSchema(schema);
    return items && { schema: items };
  }
  const properties = ownProperty(schema, 'properties');
  if (!isJsonObject(properties)) return undefined;
  const property = ownProperty(properties, key);
  if (property === undefined)
    return isClosed(schema) ? { names: Object.keys(properties), isList: false } : undefined;
  return isJsonObject(property) ? { schema: property } : { schema: {} };
}
