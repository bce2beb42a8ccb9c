import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';
import { conditionSchema } from '../src/engine/graph/condition-schema.js';
import {
  authSchema,
  httpBodySchema,
  httpRequestSchema,
  slotSchema,
} from '../src/engine/graph/http-request-schema.js';
import {
  classificationSchema,
  httpStepSchema,
  paginationSchema,
  pollSchema,
} from '../src/engine/graph/http-step-schema.js';
import { jsonSchemaSchema, jsonValueSchema } from '../src/engine/graph/json-value-schema.js';
import {
  edgeSchema,
  flowFileSchema,
  graphSchema,
  permissionsSchema,
  slugSchema,
} from '../src/engine/graph/schema.js';
import { forEachSchema, retryPolicySchema } from '../src/engine/graph/step-base.js';
import { stepIdSchema } from '../src/engine/graph/step-id.js';
import {
  actionStepSchema,
  branchCaseSchema,
  branchStepSchema,
  connectorStepSchema,
  stepSchema,
  transformStepSchema,
  waitStepSchema,
} from '../src/engine/graph/step-schema.js';
import { type Documented, readDocComments } from './read-doc-comments.js';

/** The part of JSON Schema that zod writes. */
export interface Schema {
  $ref?: string;
  $defs?: Record<string, Schema>;
  type?: string;
  const?: unknown;
  enum?: string[];
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: Schema | boolean;
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  pattern?: string;
}

/** Parts that have a name of their own in the schema, and the const of the engine that each is. */
const parts = {
  Graph: { schema: graphSchema, source: 'graphSchema' },
  Edge: { schema: edgeSchema, source: 'edgeSchema' },
  Permissions: { schema: permissionsSchema, source: 'permissionsSchema' },
  Step: { schema: stepSchema, source: 'stepSchema' },
  HttpStep: { schema: httpStepSchema, source: 'httpStepSchema' },
  ConnectorStep: { schema: connectorStepSchema, source: 'connectorStepSchema' },
  BranchStep: { schema: branchStepSchema, source: 'branchStepSchema' },
  TransformStep: { schema: transformStepSchema, source: 'transformStepSchema' },
  WaitStep: { schema: waitStepSchema, source: 'waitStepSchema' },
  ActionStep: { schema: actionStepSchema, source: 'actionStepSchema' },
  Request: { schema: httpRequestSchema, source: 'httpRequestSchema' },
  Auth: { schema: authSchema, source: 'authSchema' },
  Body: { schema: httpBodySchema, source: 'httpBodySchema' },
  Classification: { schema: classificationSchema, source: 'classificationSchema' },
  Pagination: { schema: paginationSchema, source: 'paginationSchema' },
  Poll: { schema: pollSchema, source: 'pollSchema' },
  Retry: { schema: retryPolicySchema, source: 'retryPolicySchema' },
  ForEach: { schema: forEachSchema, source: 'forEachSchema' },
  Case: { schema: branchCaseSchema, source: 'branchCaseSchema' },
  Condition: { schema: conditionSchema, source: 'conditionSchema' },
  StepId: { schema: stepIdSchema, source: 'stepIdSchema' },
  Slot: { schema: slotSchema, source: 'slotSchema' },
  Slug: { schema: slugSchema, source: 'slugSchema' },
  JsonSchema: { schema: jsonSchemaSchema, source: 'jsonSchemaSchema' },
  Template: { schema: jsonValueSchema, source: 'jsonValueSchema' },
};
export type PartName = keyof typeof parts;

const SOURCES = [
  'condition-schema',
  'http-request-schema',
  'http-step-schema',
  'json-value-schema',
  'schema',
  'step-base',
  'step-id',
  'step-schema',
];

/** What the sources of the schemas say about their consts. */
export const documented: ReadonlyMap<string, Documented> = new Map(
  SOURCES.flatMap((name) => [...readDocComments(readSource(`graph/${name}.ts`))]),
);

export function readSource(file: string): string {
  return readFileSync(new URL(`../src/engine/${file}`, import.meta.url), 'utf8');
}

/** The JSON Schema of flow files, with the doc comments of the engine's schemas as its descriptions. */
export function flowSchema(): Schema {
  const names = z.registry<{ id: string }>();
  for (const [id, { schema }] of Object.entries(parts)) names.add(schema, { id });
  const schema = z.toJSONSchema(flowFileSchema, {
    metadata: names,
    io: 'input',
    // The only one is any JSON.
    unrepresentable: 'any',
  }) as Schema; // the keywords that it writes
  for (const [name, { source }] of Object.entries(parts)) {
    const part = schema.$defs?.[name];
    if (part) describe(part, documented.get(source));
  }
  for (const part of [schema, ...Object.values(schema.$defs ?? {})]) dropEmptyProperties(part);
  const { $defs, ...file } = schema;
  const described = { title: 'A flow of Patchbay', ...file };
  describe(described, documented.get('flowFileSchema'));
  return { ...described, ...($defs && { $defs }) };
}

/** An object of any keys comes with a list of none. */
function dropEmptyProperties(schema: Schema): void {
  const { properties = {}, additionalProperties, items, anyOf = [], oneOf = [] } = schema;
  if (Object.keys(properties).length === 0) delete schema.properties;
  const inside = [...Object.values(properties), ...anyOf, ...oneOf];
  if (items) inside.push(items);
  if (typeof additionalProperties === 'object') inside.push(additionalProperties);
  for (const part of inside) dropEmptyProperties(part);
}

/** Puts what a source says about a value, and about all that is in it, into its schema. */
function describe(schema: Schema, value: Documented | undefined): void {
  if (!value) return;
  const doc = value.doc ?? usedBy(value).find(({ doc }) => doc !== undefined)?.doc;
  // Of a part that has a name, the general is said where the part is; here is what it is for.
  if (doc !== undefined && (!schema.$ref || value.doc !== undefined)) schema.description = doc;
  for (const [name, property] of Object.entries(schema.properties ?? {}))
    describe(property, memberOf(value, name));
  const alternatives = schema.oneOf ?? schema.anyOf;
  for (const [index, alternative] of alternatives?.entries() ?? [])
    describe(alternative, itemOf(value, index, alternatives?.length ?? 0));
  // Of what a list or record holds, the source says nothing where the list stands.
  const { doc: _, ...inside } = value;
  if (schema.items) describe(schema.items, inside);
  if (typeof schema.additionalProperties === 'object') describe(schema.additionalProperties, inside);
}

function usedBy({ uses, spreads }: Documented): Documented[] {
  return [...spreads, ...uses].flatMap((name) => documented.get(name) ?? []);
}

function memberOf(value: Documented, name: string): Documented | undefined {
  const own = value.members.get(name);
  if (own) return own;
  for (const used of usedBy(value)) {
    const member = memberOf(used, name);
    if (member) return member;
  }
  return undefined;
}

function itemOf(value: Documented, index: number, count: number): Documented | undefined {
  if (value.items.length === count) return value.items[index];
  for (const used of usedBy(value)) {
    const item = itemOf(used, index, count);
    if (item) return item;
  }
  return undefined;
}
