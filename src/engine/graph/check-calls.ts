import type { JsonObject, JsonSchema, Template } from '../json.js';
import { isJsonObject, ownProperty } from '../json-operations.js';
import {
  allowedTypes,
  checkValue,
  itemSchema,
  propertySchema,
  requiredNames,
} from '../json-schema/check-value.js';
import { didYouMean } from '../nearest-name.js';
import { placeWithin } from '../place.js';
import { checkType } from './check-types.js';
import { hasHoles, isClosed } from './known-shape.js';
import { type Report, writeValue } from './problem.js';
import type { ActionStep, ConnectorStep, Step } from './step-schema.js';
import { typedAt } from './typed-texts.js';
import type { Called, GraphCheck } from './validation-context.js';

/** Problems of steps that call a connector or an action: one that isn't there, and inputs that its schema refuses. */
export function checkCall(check: GraphCheck, step: Step, report: Report): void {
  if (step.type !== 'connector' && step.type !== 'action') return;
  const { connectors, actions } = check.context;
  if (!(step.type === 'connector' ? connectors : actions)) return;
  const called = check.calledBy(step);
  if (!called) {
    if (step.type === 'connector') {
      const message = `There is no connector '${step.connector}' here. Choose another, or add it.`;
      report('unknown_connector', 'connector', message);
    } else {
      const message = `There is no action '${step.action}' here. Choose another.`;
      report('unknown_action', 'action', message);
    }
    return;
  }
  const { inputSchema } = called;
  if (inputSchema) checkInput({ check, step, called, report }, inputSchema, step.input ?? {}, 'input');
}

interface Walk {
  check: GraphCheck;
  step: ConnectorStep | ActionStep;
  called: Called;
  report: Report;
}

function checkInput(walk: Walk, schema: JsonSchema, template: Template, place: string): void {
  const { check, step, report } = walk;
  const types = allowedTypes(schema);
  if (hasHoles(template)) {
    // A value from a run may still fit, so it is a warning.
    if (types) checkType(typedAt(check, step, place, template), types, report);
  } else if (isJsonObject(template) && (!types || types.includes('object'))) {
    checkObject(walk, schema, template, place);
  } else if (Array.isArray(template) && (!types || types.includes('array'))) {
    const items = itemSchema(schema);
    if (!items) return;
    for (const [index, item] of template.entries()) checkInput(walk, items, item, placeWithin(place, index));
  } else {
    const [issue] = checkValue(schema, template);
    if (issue) report('type_mismatch', place, issue.message.replace(/^The input/, place));
  }
}

function checkObject(walk: Walk, schema: JsonSchema, template: JsonObject, place: string): void {
  const { check, called, report } = walk;
  for (const name of requiredNames(schema)) {
    const property = propertySchema(schema, name);
    if (Object.hasOwn(template, name) || (property && Object.hasOwn(property, 'default'))) continue;
    const title = property && ownProperty(property, 'title');
    const label = typeof title === 'string' ? `${title} (${name})` : `'${name}'`;
    report('missing_field', placeWithin(place, name), `${called.name} needs ${label}. Fill it in.`);
  }
  const properties = ownProperty(schema, 'properties');
  for (const key of Object.keys(template)) {
    const property = propertySchema(schema, key);
    const where = placeWithin(place, key);
    if (property) checkInput(walk, property, template[key] ?? null, where);
    else if (isJsonObject(properties) && isClosed(schema)) {
      const near = check.nearestName(key, Object.keys(properties));
      const isFree = near !== undefined && !Object.hasOwn(template, near);
      const message = `${called.name} doesn't know '${key}'.${didYouMean(near)}`;
      report('unknown_field', where, message, {
        severity: 'warning',
        fix: isFree ? writeValue(place, renamedKey(template, key, near), `Use ${near}`) : undefined,
      });
    }
  }
}

/** The object with one key called otherwise, at the same place. */
function renamedKey(object: JsonObject, from: string, to: string): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key === from ? to : key, value]));
}
