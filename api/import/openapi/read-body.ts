import type { HttpBody, JsonObject, JsonValue } from '#engine';
import type { InputSet } from '../input-set.js';
import { isObject, memberOf } from '../read-json-source.js';
import { resolveObject } from './resolve-reference.js';
import type { SchemaReader } from './schema-reader.js';

interface BodyOptions {
  inputs: InputSet;
  schemas: SchemaReader;
  notes: string[];
}

/** The body of an operation: JSON as one input, the fields of a form as one each. */
export function readBody(
  document: JsonObject,
  operation: JsonObject,
  { inputs, schemas, notes }: BodyOptions,
): HttpBody | undefined {
  const body = resolveObject(document, memberOf(operation, 'requestBody'));
  const content = memberOf(body, 'content');
  if (!isObject(content)) return undefined;
  const types = Object.keys(content);
  const find = (pattern: RegExp) => types.find((type) => pattern.test(type));
  const json = find(/^[^;]*(?:\/|\+)json\b/i);
  const form = find(/^application\/x-www-form-urlencoded/i);
  const multipart = find(/^multipart\/form-data/i);
  const type = json ?? form ?? multipart;
  if (type === undefined) {
    const text = find(/^text\//i);
    if (text === undefined) {
      if (types.length > 0)
        notes.push('The body was left out: it is neither JSON nor a form. Add one in the step.');
      return undefined;
    }
    return { type: 'text', text: `{{${inputs.add('body', { type: 'string' })}}}` };
  }
  const schema = schemas.read(memberOf(memberOf(content, type), 'schema'), notes);
  if (json !== undefined) {
    const required = memberOf(body, 'required') === true;
    const reference = inputs.add('body', schema, { required });
    return { type: 'json', value: required ? `{{${reference}}}` : `{{${reference} | default({})}}` };
  }
  const properties = isObject(schema.properties) ? Object.entries(schema.properties) : [];
  const required = Array.isArray(schema.required) ? schema.required : [];
  const fields: Record<string, JsonValue> = {};
  for (const [name, property] of properties.slice(0, 100)) {
    if (!isObject(property)) continue;
    if (form === undefined && (property.format === 'binary' || property.format === 'base64')) {
      notes.push('A file of the body was left out. Add it in the step, under Files.');
      continue;
    }
    const isRequired = required.includes(name);
    const reference = inputs.add(name, property, { required: isRequired });
    fields[name] = isRequired ? `{{${reference}}}` : `{{${reference} | default(null)}}`;
  }
  return { type: form === undefined ? 'multipart' : 'form', fields };
}
