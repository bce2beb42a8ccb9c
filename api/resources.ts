import { z } from 'zod';
import { definitionSchema, slugSchema } from '#engine';

/** The shapes that the API takes and gives. Timestamps are RFC 3339 in UTC; ids are UUIDs except a workspace's. */

const timestamp = z.iso.datetime();

export const roleSchema = z.enum(['owner', 'admin', 'editor', 'viewer']);
export type Role = z.infer<typeof roleSchema>;

export const sessionSchema = z.object({
  user: z.object({ id: z.string(), email: z.string().nullable() }),
  workspaces: z.array(z.object({ id: z.string(), name: z.string(), role: roleSchema })),
  capabilities: z.object({ runtime: z.literal('embedded'), embedded: z.boolean() }),
});
export type Session = z.infer<typeof sessionSchema>;

export const devSessionSchema = z.object({
  token: z.string(),
  expiresAt: timestamp,
  workspaceId: z.string(),
});
export type DevSession = z.infer<typeof devSessionSchema>;

const document = {
  id: z.uuid(),
  name: z.string().min(1).max(200),
  description: z.string().max(2_000),
  definition: definitionSchema,
  /** Every save is a version, from 1. */
  version: z.int(),
  createdAt: timestamp,
  updatedAt: timestamp,
};

export const connectorSchema = z.object({
  ...document,
  slug: slugSchema,
  icon: z.string().nullable(),
  type: z.enum(['single-step', 'multi-step']),
  stats: z.object({
    executions: z.int(),
    succeeded: z.int(),
    failed: z.int(),
    averageDurationMs: z.number().nullable(),
    lastExecutedAt: timestamp.nullable(),
  }),
});
export type Connector = z.infer<typeof connectorSchema>;

export const connectorCreateSchema = z.strictObject({
  slug: slugSchema,
  name: document.name,
  description: document.description.optional(),
  icon: z.string().max(200).nullable().optional(),
  definition: definitionSchema,
});
export const connectorUpdateSchema = connectorCreateSchema.partial();
export type ConnectorCreate = z.infer<typeof connectorCreateSchema>;
export type ConnectorUpdate = z.infer<typeof connectorUpdateSchema>;

export const flowSchema = z.object(document);
export type Flow = z.infer<typeof flowSchema>;
export const flowCreateSchema = z.strictObject({
  name: document.name,
  description: document.description.optional(),
  definition: definitionSchema,
});
export const flowUpdateSchema = flowCreateSchema.partial();
export type FlowCreate = z.infer<typeof flowCreateSchema>;
export type FlowUpdate = z.infer<typeof flowUpdateSchema>;

/** One save of a flow or connector. */
export const versionSummarySchema = z.object({
  version: document.version,
  name: document.name,
  createdAt: timestamp,
  /** The user who saved it; null: nobody that is known. */
  createdBy: z.uuid().nullable(),
});
export type VersionSummary = z.infer<typeof versionSummarySchema>;
export const versionSchema = versionSummarySchema.extend({ definition: definitionSchema });
export type Version = z.infer<typeof versionSchema>;

export const executeSchema = z.strictObject({
  input: z.json().optional(),
  /** Seconds to wait for the end, at most 30; it then answers 200, else 202. */
  wait: z.number().min(0).max(30).optional(),
});
export type Execute = z.infer<typeof executeSchema>;

/** `waiting`: nothing is left to do before a time that its steps name. */
export const executionStatusSchema = z.enum([
  'queued',
  'running',
  'waiting',
  'succeeded',
  'failed',
  'cancelled',
]);
export type ExecutionStatus = z.infer<typeof executionStatusSchema>;

const stepErrorSchema = z.object({
  code: z.string(),
  message: z.string(),
  step: z.string().optional(),
  path: z.string().optional(),
  status: z.int().optional(),
  detail: z.json().optional(),
});

/** One run in a list. `flowId` or `connectorId` is set, and neither once that flow or connector was deleted. */
export const executionSummarySchema = z.object({
  id: z.uuid(),
  /** Counts the workspace's executions, from 1: "Run #128". */
  number: z.int(),
  flowId: z.uuid().nullable(),
  connectorId: z.uuid().nullable(),
  /** The name of the flow or connector when it ran. */
  name: z.string(),
  version: z.int(),
  status: executionStatusSchema,
  trigger: z.enum(['manual', 'api']),
  error: stepErrorSchema.nullable(),
  createdAt: timestamp,
  startedAt: timestamp.nullable(),
  finishedAt: timestamp.nullable(),
  durationMs: z.number().nullable(),
});
export type ExecutionSummary = z.infer<typeof executionSummarySchema>;

const attemptSchema = z.object({
  number: z.int(),
  startedAt: z.number(),
  durationMs: z.number(),
  request: z
    .object({
      method: z.string(),
      url: z.string(),
      headers: z.record(z.string(), z.string()),
      body: z.json().optional(),
      truncated: z.literal(true).optional(),
    })
    .optional(),
  response: z
    .object({
      status: z.int(),
      headers: z.record(z.string(), z.string()),
      body: z.json().optional(),
      size: z.int(),
      truncated: z.literal(true).optional(),
    })
    .optional(),
  error: stepErrorSchema.optional(),
  /** How far it came, where there is no whole answer. */
  phase: z.enum(['connect', 'sent', 'first_byte', 'body']).optional(),
  /** Which page it asked for, from 1. */
  page: z.int().optional(),
  /** It only looked whether an earlier attempt took effect. */
  reconcile: z.literal(true).optional(),
  retryInMs: z.number().optional(),
});

/** What a step waits for, until when, and what it has so far. */
const waitingSchema = z.object({
  until: z.number(),
  reason: z.enum(['retry', 'wait', 'poll']),
  tries: z.int().optional(),
  polls: z.int().optional(),
  pages: z.json().optional(),
});

/** The same shape as the engine's `StepState`; instants are milliseconds since the epoch. */
export const stepExecutionSchema = z.object({
  /** `step_2`, an item of its loop `step_2[3]`, a step inside of a connector step `step_2/step_1`. */
  path: z.string(),
  /** The step's name when it ran, where it had one. */
  name: z.string().optional(),
  status: z.enum(['queued', 'running', 'waiting', 'succeeded', 'failed', 'skipped', 'cancelled']),
  queuedAt: z.number().optional(),
  startedAt: z.number().optional(),
  finishedAt: z.number().optional(),
  durationMs: z.number().optional(),
  input: z.json().optional(),
  output: z.json().optional(),
  error: stepErrorSchema.optional(),
  handled: z.boolean().optional(),
  reason: z.string().optional(),
  waiting: waitingSchema.optional(),
  /** How many items its loop has; each is a step of its own. */
  items: z.int().optional(),
  /** The way that a branch took: the id of a case, or `else`. */
  case: z.string().optional(),
  attempts: z.array(attemptSchema),
});
export type StepExecution = z.infer<typeof stepExecutionSchema>;

/** One run, whole: its input, output and steps. `seq` is the last event's, for following on from here. */
export const executionSchema = executionSummarySchema.extend({
  input: z.json(),
  output: z.json(),
  seq: z.int(),
  steps: z.array(stepExecutionSchema),
});
export type Execution = z.infer<typeof executionSchema>;

/** RFC 9457. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  requestId: z.string(),
});
export type ProblemDocument = z.infer<typeof problemSchema>;
