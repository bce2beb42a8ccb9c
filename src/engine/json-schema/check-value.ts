import type { JsonObject, JsonSchema, JsonValue } from '../json.js';
import { isJsonEqual, isJsonObject, jsonTypeOf, ownProperty } from '../json-operations.js';

/** One way in which a value is not what its schema asks for. */
export interface SchemaIssue {
  kind: 'missing' | 'type' | 'enum';
  /** Where in the value. */
  path: readonly (string | number)[];
  /** Whole sentence for people, naming the field by its title. */
  message: string;
}

/** A value that is wrong all over is not described in full. */
const MAX_ISSUES = 20;

/**
 * The engine's guard: it checks `type`, `required`, `enum`, `const`, `properties` and `items`, which is what
 * keeps a graph from running on the wrong kind of input. Other keywords (formats, bounds, `anyOf`, `$ref`)
 * pass; forms check those with a whole JSON Schema validator.
 */
export function checkValue(schema: JsonSchema, value: JsonValue): SchemaIssue[] {
  const issues: SchemaIssue[] = [];
  check(schema, value, [], issues);
  return issues;
}

/** The JSON types that a schema allows; undefined where it names none. `integer` stands beside `number`. */
export function allowedTypes(schema: JsonSchema): readonly string[] | undefined {
  const type = ownProperty(schema, 'type');
  if (typeof type === 'string') return [type];
  return Array.isArray(type) ? type.filter((name): name is string => typeof name === 'string') : undefined;
}

/** The names in `required`. */
export function requiredNames(schema: JsonSchema): readonly string[] {
  const required = ownProperty(schema, 'required');
  return Array.isArray(required) ? required.filter((name): name is string => typeof name === 'string') : [];
}

/** The schema of one field, where it has one. */
export function propertySchema(schema: JsonSchema, key: string): JsonSchema | undefined {
  const properties = ownProperty(schema, 'properties');
  const property = isJsonObject(properties) ? ownProperty(properties, key) : undefined;
  return isJsonObject(property) ? property : undefined;
}

/** The schema of the items of a list, where there is one for all. */
export function itemSchema(schema: JsonSchema): JsonSchema | undefined {
  const items = ownProperty(schema, 'items');
  return isJsonObject(items) ? items : undefined;
}

function check(
  schema: JsonSchema,
  value: JsonValue,
  path: readonly (string | number)[],
  issues: SchemaIssue[],
): void {
  if (issues.length >= MAX_ISSUES) return;
  const types = allowedTypes(schema);
  if (types && !types.some((type) => isOfSchemaType(value, type))) {
    issues.push({
      kind: 'type',
      path,
      message: `${nameOf(schema, path)} must be ${nameTypes(types)}, not ${nameType(value)}.`,
    });
    return;
  }
  checkChoices(schema, value, path, issues);
  if (Array.isArray(value)) {
    const items = itemSchema(schema);
    if (items) for (const [index, item] of value.entries()) check(items, item, [...path, index], issues);
  } else if (isJsonObject(value)) {
    checkFields(schema, value, path, issues);
  }
}

function checkFields(
  schema: JsonSchema,
  value: JsonObject,
  path: readonly (string | number)[],
  issues: SchemaIssue[],
): void {
  for (const name of requiredNames(schema)) {
    if (Object.hasOwn(value, name)) continue;
    const where = [...path, name];
    issues.push({
      kind: 'missing',
      path: where,
      message: `${nameOf(propertySchema(schema, name), where)} is missing.`,
    });
  }
  for (const key of Object.keys(value)) {
    const property = propertySchema(schema, key);
    const field = value[key];
    if (property && field !== undefined) check(property, field, [...path, key], issues);
  }
}

function checkChoices(
  schema: JsonSchema,
  value: JsonValue,
  path: readonly (string | number)[],
  issues: SchemaIssue[],
): void {
  const only = ownProperty(schema, 'const');
  const listed = ownProperty(schema, 'enum');
  const choices = Array.isArray(listed) ? listed : only === undefined ? undefined : [only];
  if (!choices || choices.some((choice) => isJsonEqual(choice, value))) return;
  const list = choices.map((choice) => JSON.stringify(choice)).join(', ');
  issues.push({ kind: 'enum', path, message: `${nameOf(schema, path)} must be one of ${list}.` });
}

function isOfSchemaType(value: JsonValue, type: string): boolean {
  const actual = jsonTypeOf(value);
  return type === actual || (type === 'integer' && Number.isInteger(value));
}

/** Types in words, with their article: `text or a number`. */
export function nameTypes(types: readonly string[]): string {
  return types.map((type) => ownProperty(TYPE_NAMES, type) ?? type).join(' or ');
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  json: 'text, a number, true or false, null, a list or an object',
  null: 'null',
};

function nameType(value: JsonValue): string {
  if (typeof value === 'number') return `the number ${value}`;
  if (typeof value === 'boolean') return String(value);
  return nameTypes([jsonTypeOf(value)]);
}

function nameOf(schema: JsonSchema | undefined, path: readonly (string | number)[]): string {
  const title = schema && ownProperty(schema, 'title');
  const key = path.length === 0 ? 'The input' : path.join('.');
  return typeof title === 'string' && path.length > 0 ? `${title} (${key})` : key;
}
