import {
  type ForEach,
  type JsonObject,
  type JsonSchema,
  type JsonValue,
  type Step,
  type StepState,
  unreachable,
} from '../../engine/index.js';
import type { ConnectorSummary } from '../connector-summary.js';

/** What is known of the value that a step gives, the surest first: what the run gave, an earlier one, a sample, a schema. */
export interface StepShape {
  value?: JsonValue;
  schema?: JsonSchema;
  origin: 'run' | 'earlier' | 'sample' | 'schema' | 'unknown';
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at `path`; `undefined` where there is none. Only own members count. */
export function valueAt(
  value: JsonValue | undefined,
  path: readonly (string | number)[],
): JsonValue | undefined {
  let at = value;
  for (const segment of path) {
    if (Array.isArray(at) && typeof segment === 'number')
      at = at[segment < 0 ? at.length + segment : segment];
    else if (isObject(at) && typeof segment === 'string' && Object.hasOwn(at, segment)) at = at[segment];
    else return undefined;
  }
  return at;
}

/** What is known of the output of a step, or of one item where it is a loop. */
function schemaOf(step: Step, connector: ConnectorSummary | undefined): JsonSchema | undefined {
  if (step.output) return objectOf(Object.fromEntries(Object.keys(step.output).map((key) => [key, {}])));
  switch (step.type) {
    case 'connector':
      return connector?.outputSchema;
    case 'branch':
      return objectOf({ case: { type: 'string' } });
    case 'wait':
      return objectOf({ until: { type: 'string' } });
    case 'http':
      return step.pagination ? { type: 'array' } : undefined;
    case 'action':
    case 'transform':
      return undefined;
    default:
      return unreachable(step);
  }
}

function objectOf(properties: JsonObject): JsonSchema {
  return { type: 'object', properties };
}

/** Where failures are collected, any item may be one. */
function listOf(items: JsonSchema | undefined, { onItemError }: ForEach): JsonSchema {
  return { type: 'array', ...(items && onItemError !== 'collect' && { items }) };
}

/** What is known of a step's output before and after it ran: of a loop, the list of what its items gave. */
export function shapeOf(
  step: Step,
  about: { state?: StepState; earlier?: JsonValue; connector?: ConnectorSummary },
): StepShape {
  const { state, earlier, connector } = about;
  const own = schemaOf(step, connector);
  const schema = step.forEach ? listOf(own, step.forEach) : own;
  const known = schema === undefined ? {} : { schema };
  if (state?.output !== undefined) return { ...known, value: state.output, origin: 'run' };
  // What is from before a step became a loop is one of an item.
  const isFit = (value: JsonValue | undefined) =>
    value !== undefined && (!step.forEach || Array.isArray(value));
  if (earlier !== undefined && isFit(earlier)) return { ...known, value: earlier, origin: 'earlier' };
  if (step.sample !== undefined && isFit(step.sample))
    return { ...known, value: step.sample, origin: 'sample' };
  return { ...known, origin: schema === undefined ? 'unknown' : 'schema' };
}

/** The names of a shape's top-level fields, as many as are known. */
export function fieldsOf(shape: StepShape): string[] {
  const names = new Set<string>();
  const properties = shape.schema?.properties;
  if (isObject(properties)) for (const key of Object.keys(properties)) names.add(key);
  if (isObject(shape.value)) for (const key of Object.keys(shape.value)) names.add(key);
  return [...names];
}
