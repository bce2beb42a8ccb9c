import { isReference, listReferences } from '../expressions/list-references.js';
import { parseTemplateText } from '../expressions/parse-expression.js';
import type { JsonObject, JsonSchema, Template } from '../json.js';
import { isJsonObject, ownProperty } from '../json-operations.js';
import {
  allowedTypes,
  checkValue,
  itemSchema,
  nameTypes,
  propertySchema,
  requiredNames,
} from '../json-schema/check-value.js';
import type { FindName } from '../nearest-name.js';
import { placeWithin } from '../place.js';
import { type KnownShape, lookUp } from './known-shape.js';
import type { Problem } from './problem.js';
import type { Graph } from './schema.js';
import type { ConnectorStep } from './step-schema.js';
import type { KnownConnector } from './validate-graph.js';

export interface ConnectorCheck {
  graph: Graph;
  connectors: (slugOrId: string) => KnownConnector | undefined;
  shapeOf: (root: string) => KnownShape | undefined;
  nearestName: FindName;
}

/** Problems of connector steps: connectors that aren't there, and inputs that their schemas refuse. */
export function checkConnectors(check: ConnectorCheck): Problem[] {
  return check.graph.steps.flatMap((step): Problem[] => {
    if (step.type !== 'connector') return [];
    const known = check.connectors(step.connector);
    if (!known) {
      const message = `There is no connector '${step.connector}' in this workspace. Choose another, or create it.`;
      return [{ code: 'unknown_connector', severity: 'error', stepId: step.id, path: 'connector', message }];
    }
    const { inputSchema } = known.definition;
    if (!inputSchema) return [];
    const walk: Walk = { check, step, name: known.name, problems: [] };
    checkInput(walk, inputSchema, step.input, 'input');
    return walk.problems;
  });
}

interface Walk {
  check: ConnectorCheck;
  step: ConnectorStep;
  name: string;
  problems: Problem[];
}

function checkInput(walk: Walk, schema: JsonSchema, template: Template, place: string): void {
  const types = allowedTypes(schema);
  if (typeof template === 'string' && template.includes('{{')) {
    checkExpression(walk, schema, template, place);
  } else if (isJsonObject(template) && (!types || types.includes('object'))) {
    checkObject(walk, schema, template, place);
  } else if (Array.isArray(template) && (!types || types.includes('array'))) {
    const items = itemSchema(schema);
    if (!items) return;
    for (const [index, item] of template.entries()) checkInput(walk, items, item, placeWithin(place, index));
  } else {
    const [issue] = checkValue(schema, template);
    if (!issue) return;
    const message = issue.message.replace(/^The input/, place);
    report(walk, { code: 'type_mismatch', severity: 'error', place, message });
  }
}

function checkObject(walk: Walk, schema: JsonSchema, template: JsonObject, place: string): void {
  for (const name of requiredNames(schema)) {
    const property = propertySchema(schema, name);
    if (Object.hasOwn(template, name) || (property && Object.hasOwn(property, 'default'))) continue;
    const title = property && ownProperty(property, 'title');
    const label = typeof title === 'string' ? `${title} (${name})` : `'${name}'`;
    report(walk, {
      code: 'missing_field',
      severity: 'error',
      place: placeWithin(place, name),
      message: `${walk.name} needs ${label}. Fill it in or wire it up.`,
    });
  }
  const properties = ownProperty(schema, 'properties');
  for (const key of Object.keys(template)) {
    const property = propertySchema(schema, key);
    const where = placeWithin(place, key);
    if (property) checkInput(walk, property, template[key] ?? null, where);
    else if (isJsonObject(properties) && isClosed(schema)) {
      const near = walk.check.nearestName(key, Object.keys(properties));
      const message = `${walk.name} doesn't know '${key}'.${near ? ` Did you mean '${near}'?` : ''}`;
      report(walk, { code: 'unknown_field', severity: 'warning', place: where, message });
    }
  }
}

/** Only what `properties` lists may be there, and nothing else in the schema says otherwise. */
function isClosed(schema: JsonSchema): boolean {
  const more = ownProperty(schema, 'additionalProperties');
  if (more === true || isJsonObject(more)) return false;
  return !['$ref', 'allOf', 'anyOf', 'oneOf', 'if', 'patternProperties'].some((key) =>
    Object.hasOwn(schema, key),
  );
}

/** A wire from a value whose type is known to a field of another type. The value may still fit, so it is a warning. */
function checkExpression(walk: Walk, schema: JsonSchema, text: string, place: string): void {
  const expected = allowedTypes(schema);
  if (!expected) return;
  const given = typesOf(walk, text);
  if (!given || given.some((type) => expected.some((allowed) => fits(type, allowed)))) return;
  const message = `This field wants ${nameTypes(expected)}, and ${text} gives ${nameTypes(given)}.`;
  report(walk, { code: 'type_mismatch', severity: 'warning', place, message });
}

function typesOf({ check }: Walk, text: string): readonly string[] | undefined {
  const reference = isReference(text);
  if (reference) {
    const shape = check.shapeOf(reference.root);
    const looked = shape && lookUp(shape, reference.path);
    return looked?.status === 'found' ? looked.types : undefined;
  }
  // Text around holes makes text; what functions give isn't known here, and broken text is reported elsewhere.
  const isText = listReferences(text).length > 0 && parseTemplateText(text).whole === undefined;
  return isText ? ['string'] : undefined;
}

function fits(type: string, allowed: string): boolean {
  return (
    type === allowed ||
    (type === 'integer' && allowed === 'number') ||
    (type === 'number' && allowed === 'integer')
  );
}

interface Report {
  code: Problem['code'];
  severity: Problem['severity'];
  place: string;
  message: string;
}

function report({ step, problems }: Walk, { code, severity, place, message }: Report): void {
  problems.push({ code, severity, stepId: step.id, path: place, message });
}
