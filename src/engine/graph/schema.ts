import { z } from 'zod';
import type { JsonSchema, JsonValue } from '../json.js';

/** Most steps one graph may have. */
export const MAX_STEPS = 2_000;

/** Roots of expressions that a step can't be named after. */
export const RESERVED_ROOTS = [
  'input',
  'workspace',
  'item',
  'index',
  'execution',
  'error',
  'response',
] as const;

const jsonValue: z.ZodType<JsonValue> = z.json() as z.ZodType<JsonValue>; // same shape; zod's own type is not ours by name

/** Literals of the expression language, which a step can't be named after either. */
const LITERAL_WORDS = ['true', 'false', 'null'] as const;

/** A step's id: a letter, then letters, digits and `_`, at most 64. It is also its root in expressions. */
export const stepIdSchema = z
  .string()
  .regex(
    /^[A-Za-z][A-Za-z0-9_]{0,63}$/,
    'A step id starts with a letter and has only letters, digits and _ (64 at most).',
  )
  .refine(
    (id) => ![...RESERVED_ROOTS, ...LITERAL_WORDS].some((word) => word === id),
    'This name is taken by an expression root; choose another.',
  );
export type StepId = z.infer<typeof stepIdSchema>;

export const httpMethodSchema = z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']);
export type HttpMethod = z.infer<typeof httpMethodSchema>;

/** How a failed attempt is tried again. Absent fields take the defaults of SPEC.md [R]. */
export const retryPolicySchema = z.strictObject({
  attempts: z.int().min(1).max(10).optional(),
  backoff: z.enum(['exponential', 'fixed']).optional(),
  initialDelayMs: z.int().min(0).max(3_600_000).optional(),
  maxDelayMs: z.int().min(0).max(3_600_000).optional(),
  jitter: z.boolean().optional(),
});
export type RetryPolicy = z.infer<typeof retryPolicySchema>;

const stepBase = {
  id: stepIdSchema,
  name: z.string().max(200).optional(),
  position: z.object({ x: z.number(), y: z.number() }).optional(),
  notes: z.string().max(10_000).optional(),
  retry: retryPolicySchema.optional(),
  /** Deadline of one attempt, in milliseconds. */
  timeoutMs: z.int().min(1).max(900_000).optional(),
  /** The step's result, field by field; absent: the response body (http) or the connector's output. */
  output: z.record(z.string(), jsonValue).optional(),
  /** A pinned output, used only at design time. */
  sample: jsonValue.optional(),
};

export const httpBodySchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('none') }),
  z.strictObject({ type: z.literal('json'), value: jsonValue }),
  z.strictObject({ type: z.literal('form'), fields: z.record(z.string(), jsonValue) }),
  z.strictObject({ type: z.literal('text'), text: z.string(), contentType: z.string().optional() }),
]);
export type HttpBody = z.infer<typeof httpBodySchema>;

export const httpRequestSchema = z.strictObject({
  method: httpMethodSchema,
  /** May hold `:name` segments, filled from `path`, and expressions (each one percent-encoded in its place). */
  url: z.string().min(1).max(8_192),
  path: z.record(z.string(), jsonValue).optional(),
  query: z.record(z.string(), jsonValue).optional(),
  headers: z.record(z.string(), jsonValue).optional(),
  body: httpBodySchema.optional(),
  /** How a list in the query is written: `a=1&a=2` (repeat), `a[]=1` (brackets), `a[0]=1` (indices), `a=1,2` (comma). */
  queryArrays: z.enum(['repeat', 'brackets', 'indices', 'comma']).optional(),
});
export type HttpRequestTemplate = z.infer<typeof httpRequestSchema>;

export const httpStepSchema = z.strictObject({
  ...stepBase,
  type: z.literal('http'),
  request: httpRequestSchema,
  /** How the response body is read; auto: by its content type. */
  responseType: z.enum(['auto', 'json', 'text', 'base64']).optional(),
});
export type HttpStep = z.infer<typeof httpStepSchema>;

export const connectorStepSchema = z.strictObject({
  ...stepBase,
  type: z.literal('connector'),
  /** The connector's slug or id. */
  connector: z.string().min(1).max(200),
  /** A pinned version; absent: the newest when the execution is created. */
  version: z.int().min(1).optional(),
  input: jsonValue,
});
export type ConnectorStep = z.infer<typeof connectorStepSchema>;

export const transformStepSchema = z.strictObject({ ...stepBase, type: z.literal('transform') });
export type TransformStep = z.infer<typeof transformStepSchema>;

export const stepSchema = z.discriminatedUnion('type', [
  httpStepSchema,
  connectorStepSchema,
  transformStepSchema,
]);
export type Step = z.infer<typeof stepSchema>;
export type StepType = Step['type'];

export const edgeSchema = z.strictObject({
  source: stepIdSchema,
  target: stepIdSchema,
  /** The outcome of `source` that this edge follows; default `success`. */
  on: z.enum(['success', 'failure']).optional(),
});
export type Edge = z.infer<typeof edgeSchema>;

/** The document that everything is about: steps, the edges between them, and what comes out. */
export const graphSchema = z.strictObject({
  steps: z.array(stepSchema).max(MAX_STEPS),
  /** Absent: the steps run one after another in the order given. */
  edges: z.array(edgeSchema).optional(),
  /** The run's output; absent: the outputs of the steps nothing follows (one: its output itself). */
  output: jsonValue.optional(),
});
export type Graph = z.infer<typeof graphSchema>;

export const jsonSchemaSchema: z.ZodType<JsonSchema> = z.record(z.string(), jsonValue);

/** What a version of a connector or flow holds: its input form and its graph. */
export const definitionSchema = z.strictObject({
  inputSchema: jsonSchemaSchema.optional(),
  outputSchema: jsonSchemaSchema.optional(),
  graph: graphSchema,
});
export type Definition = z.infer<typeof definitionSchema>;

export const slugSchema = z
  .string()
  .regex(
    /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/,
    'A slug has lower-case letters, digits and -, 64 at most, and no - at its ends.',
  );

/** A flow as a file (`*.flow.json`): self-contained, with the connectors it uses. */
export const flowFileSchema = z.strictObject({
  $schema: z.string().optional(),
  name: z.string().min(1).max(200),
  description: z.string().max(2_000).optional(),
  ...definitionSchema.shape,
  connectors: z
    .array(
      z.strictObject({
        slug: slugSchema,
        name: z.string().min(1).max(200),
        description: z.string().max(2_000).optional(),
        icon: z.string().max(200).optional(),
        ...definitionSchema.shape,
      }),
    )
    .optional(),
});
export type FlowFile = z.infer<typeof flowFileSchema>;
