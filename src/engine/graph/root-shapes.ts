import { isReference } from '../expressions/list-references.js';
import type { JsonSchema } from '../json.js';
import { ownProperty } from '../json-operations.js';
import { type KnownShape, lookUp } from './known-shape.js';
import type { StepId } from './step-id.js';
import type { Step } from './step-schema.js';

/** What is known about a root, as the expressions of `step` see it; undefined where nothing is. */
export type ShapeOf = (root: string, step?: Step) => KnownShape | undefined;

interface Sources {
  steps: ReadonlyMap<StepId, Step>;
  inputSchema: JsonSchema | undefined;
  /** The schema of what the connector or action of a step gives. */
  outputSchemaOf(step: Step): JsonSchema | undefined;
}

const TEXT: JsonSchema = { type: 'string' };

export function createRootShapes({ steps, inputSchema, outputSchemaOf }: Sources): ShapeOf {
  const shapes = new Map<string, KnownShape>([
    ['index', { schema: { type: 'integer' } }],
    ['execution', { schema: objectOf({ id: TEXT, workspaceId: TEXT }) }],
    ['error', { schema: objectOf({ code: TEXT, message: TEXT, step: {}, status: {} }) }],
  ]);
  if (inputSchema) shapes.set('input', { schema: inputSchema });
  const shapeOf: ShapeOf = (root, step) => {
    const known = shapes.get(root);
    if (known) return known;
    if (root === 'response') return step && { schema: responseSchema(step, resultSchema(step)) };
    if (root === 'item') return step && itemShape(step, shapeOf);
    const source = steps.get(root);
    const shape = source && shapeOfStep(source, resultSchema(source));
    if (shape) shapes.set(root, shape);
    return shape;
  };
  const resultSchema = (step: Step) => outputSchemaOf(step) ?? ownResult(step);
  return shapeOf;
}

function objectOf(properties: JsonSchema): JsonSchema {
  return { type: 'object', properties };
}

/** The schema of what a step gets, before its `output` makes something of it. */
function ownResult(step: Step): JsonSchema | undefined {
  if (step.type === 'branch') return objectOf({ case: TEXT });
  if (step.type === 'wait') return objectOf({ until: TEXT });
  if (step.type !== 'http') return undefined;
  if (step.pagination) return { type: 'array' };
  return step.responseType === 'text' ? TEXT : undefined;
}

function responseSchema(step: Step, body: JsonSchema = {}): JsonSchema {
  if (step.type !== 'http') return objectOf({ body });
  const answer = { status: { type: 'integer' }, headers: { type: 'object' } };
  if (!step.pagination) return objectOf({ body, ...answer });
  // A condition may look at the body of one page, an output at the list of all.
  return objectOf({ body: {}, ...answer, pages: { type: 'integer' }, hasMore: { type: 'boolean' } });
}

/** What a step gives, as far as its own output, its sample and what it calls tell. */
function shapeOfStep(step: Step, schema: JsonSchema | undefined): KnownShape {
  const { output, sample, forEach } = step;
  const template = output ?? (step.type === 'transform' ? {} : undefined);
  const once: KnownShape = template ? { template } : schema ? { schema } : {};
  if (!forEach) return { ...once, ...(sample !== undefined && { sample }) };
  // Where failures are collected, any item may be one.
  const items = forEach.onItemError === 'collect' ? {} : once;
  return { items, ...(Array.isArray(sample) && { sample }) };
}

/** Whether the same is known about what two steps give, as far as the steps themselves decide about it. */
export function isSameShape(first: Step | undefined, second: Step | undefined): boolean {
  if (first === undefined || second === undefined || first.type !== second.type) return first === second;
  return SHAPE_SOURCES.every((key) => ownProperty<unknown>(first, key) === ownProperty<unknown>(second, key));
}

const SHAPE_SOURCES = ['output', 'sample', 'forEach', 'pagination', 'responseType'];

function itemShape({ forEach }: Step, shapeOf: ShapeOf): KnownShape | undefined {
  if (!forEach) return undefined;
  const reference = isReference(forEach.items);
  if (!reference) return memberZero({ template: forEach.items });
  const shape = shapeOf(reference.root);
  const list = shape && lookUp(shape, reference.path);
  return list?.status === 'found' ? memberZero(list.shape) : undefined;
}

function memberZero(list: KnownShape): KnownShape | undefined {
  const looked = lookUp(list, [0]);
  return looked.status === 'found' ? looked.shape : undefined;
}
