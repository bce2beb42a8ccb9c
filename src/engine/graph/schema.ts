import * as z from 'zod/mini';
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

const jsonValue: z.ZodMiniType<JsonValue> = z.json() as z.ZodMiniType<JsonValue>; // same shape; zod's own type is not ours by name

/** Literals of the expression language, which a step can't be named after either. */
const LITERAL_WORDS = ['true', 'false', 'null'] as const;

const TAKEN_WORDS: ReadonlySet<string> = new Set([...RESERVED_ROOTS, ...LITERAL_WORDS]);

/** A step's id: a letter, then letters, digits and `_`, at most 64. It is also its root in expressions. */
export const stepIdSchema = z.string().check(
  z.regex(
    /^[A-Za-z][A-Za-z0-9_]{0,63}$/,
    'A step id starts with a letter and has only letters, digits and _ (64 at most).',
  ),
  z.refine(
    // Ids are keys of plain objects everywhere, where `constructor` and its like are there before they are set.
    (id) => !TAKEN_WORDS.has(id) && !(id in Object.prototype),
    'This name is taken; choose another.',
  ),
);
export type StepId = z.infer<typeof stepIdSchema>;

export const httpMethodSchema = z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']);
export type HttpMethod = z.infer<typeof httpMethodSchema>;

/** How a failed attempt is tried again. Absent fields take the defaults of SPEC.md [R]. */
export const retryPolicySchema = z.strictObject({
  attempts: z.optional(z.int().check(z.gte(1), z.lte(10))),
  backoff: z.optional(z.enum(['exponential', 'fixed'])),
  initialDelayMs: z.optional(z.int().check(z.gte(0), z.lte(3_600_000))),
  maxDelayMs: z.optional(z.int().check(z.gte(0), z.lte(3_600_000))),
  jitter: z.optional(z.boolean()),
});
export type RetryPolicy = z.infer<typeof retryPolicySchema>;

const stepBase = {
  id: stepIdSchema,
  name: z.optional(z.string().check(z.maxLength(200))),
  position: z.optional(z.object({ x: z.number(), y: z.number() })),
  notes: z.optional(z.string().check(z.maxLength(10_000))),
  retry: z.optional(retryPolicySchema),
  /** Deadline of one attempt, in milliseconds. */
  timeoutMs: z.optional(z.int().check(z.gte(1), z.lte(900_000))),
  /** The step's result, field by field; absent: the response body (http) or the connector's output. */
  output: z.optional(z.record(z.string(), jsonValue)),
  /** A pinned output, used only at design time. */
  sample: z.optional(jsonValue),
};

export const httpBodySchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('none') }),
  z.strictObject({ type: z.literal('json'), value: jsonValue }),
  z.strictObject({ type: z.literal('form'), fields: z.record(z.string(), jsonValue) }),
  z.strictObject({ type: z.literal('text'), text: z.string(), contentType: z.optional(z.string()) }),
]);
export type HttpBody = z.infer<typeof httpBodySchema>;

export const httpRequestSchema = z.strictObject({
  method: httpMethodSchema,
  /**
   * May hold `:name` segments, filled from `path`, and expressions (each one percent-encoded in its place).
   * Empty in a draft: `validateGraph` reports it.
   */
  url: z.string().check(z.maxLength(8_192)),
  path: z.optional(z.record(z.string(), jsonValue)),
  query: z.optional(z.record(z.string(), jsonValue)),
  headers: z.optional(z.record(z.string(), jsonValue)),
  body: z.optional(httpBodySchema),
  /** How a list in the query is written: `a=1&a=2` (repeat), `a[]=1` (brackets), `a[0]=1` (indices), `a=1,2` (comma). */
  queryArrays: z.optional(z.enum(['repeat', 'brackets', 'indices', 'comma'])),
});
export type HttpRequestTemplate = z.infer<typeof httpRequestSchema>;

export const httpStepSchema = z.strictObject({
  ...stepBase,
  type: z.literal('http'),
  request: httpRequestSchema,
  /** How the response body is read; auto: by its content type. */
  responseType: z.optional(z.enum(['auto', 'json', 'text', 'base64'])),
});
export type HttpStep = z.infer<typeof httpStepSchema>;

export const connectorStepSchema = z.strictObject({
  ...stepBase,
  type: z.literal('connector'),
  /** The connector's slug or id. */
  connector: z.string().check(z.minLength(1), z.maxLength(200)),
  /** A pinned version; absent: the newest when the execution is created. */
  version: z.optional(z.int().check(z.gte(1), z.lte(2_147_483_647))),
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
  on: z.optional(z.enum(['success', 'failure'])),
});
export type Edge = z.infer<typeof edgeSchema>;

/** The document that everything is about: steps, the edges between them, and what comes out. */
export const graphSchema = z.strictObject({
  steps: z.array(stepSchema).check(z.maxLength(MAX_STEPS)),
  /** Absent: the steps run one after another in the order given. */
  edges: z.optional(z.array(edgeSchema)),
  /** The run's output; absent: the outputs of the steps nothing follows (one: its output itself). */
  output: z.optional(jsonValue),
});
export type Graph = z.infer<typeof graphSchema>;

export const jsonSchemaSchema: z.ZodMiniType<JsonSchema> = z.record(z.string(), jsonValue);

/** What a version of a connector or flow holds: its input form and its graph. */
export const definitionSchema = z.strictObject({
  inputSchema: z.optional(jsonSchemaSchema),
  outputSchema: z.optional(jsonSchemaSchema),
  graph: graphSchema,
});
export type Definition = z.infer<typeof definitionSchema>;

export const slugSchema = z.string().check(
  z.regex(
    /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/,
    'A slug has lower-case letters, digits and -, 64 at most, and no - at its ends.',
  ),
  // Steps and addresses name a connector by either, so one must never be taken for the other.
  z.refine(
    (slug) => !/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(slug),
    'A slug must not look like an id.',
  ),
);

/** A flow as a file (`*.flow.json`): self-contained, with the connectors it uses. */
export const flowFileSchema = z.strictObject({
  $schema: z.optional(z.string()),
  name: z.string().check(z.minLength(1), z.maxLength(200)),
  description: z.optional(z.string().check(z.maxLength(2_000))),
  ...definitionSchema.shape,
  connectors: z.optional(
    z.array(
      z.strictObject({
        slug: slugSchema,
        name: z.string().check(z.minLength(1), z.maxLength(200)),
        description: z.optional(z.string().check(z.maxLength(2_000))),
        icon: z.optional(z.string().check(z.maxLength(200))),
        ...definitionSchema.shape,
      }),
    ),
  ),
});
export type FlowFile = z.infer<typeof flowFileSchema>;
