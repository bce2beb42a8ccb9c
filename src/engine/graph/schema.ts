import * as z from 'zod/mini';
import { DECLARED_HOST } from '../http/declared-host.js';
import { httpMethodSchema } from './http-request-schema.js';
import { jsonSchemaSchema, jsonValueSchema } from './json-value-schema.js';
import { lengthUpTo, lengthWithin, matching, refuseText } from './schema-checks.js';
import { stepIdSchema } from './step-id.js';
import { stepSchema } from './step-schema.js';

/** Most steps one graph may have. */
export const MAX_STEPS = 2_000;

/** A line from one step to another. */
export const edgeSchema = z.strictObject({
  /** The step that it starts at. */
  source: stepIdSchema,
  /** The step that waits for it. */
  target: stepIdSchema,
  /** What of `source` this edge follows: `success` (default), `failure`, a case of a branch, or its `else`. */
  on: z.optional(
    z
      .string()
      .check(
        matching(
          /^[A-Za-z][A-Za-z0-9_]{0,63}$/,
          'An edge follows success, failure, else or the id of a case.',
        ),
      ),
  ),
});
export type Edge = z.infer<typeof edgeSchema>;

/** The document that everything is about: steps, the edges between them, and what comes out. */
export const graphSchema = z.strictObject({
  /** What is done. */
  steps: z.array(stepSchema).check(lengthUpTo(MAX_STEPS)),
  /** Absent: the steps run one after another in the order given. */
  edges: z.optional(z.array(edgeSchema)),
  /** The run's output; absent: the outputs of the steps nothing follows (one: its output itself). */
  output: z.optional(jsonValueSchema),
});
export type Graph = z.infer<typeof graphSchema>;

const declaredHostSchema = z
  .string()
  .check(
    lengthUpTo(260),
    matching(DECLARED_HOST, 'A host is a name such as api.example.com, with a port, or *.example.com.'),
  );

/** Where a graph's requests may go at all, whatever its steps say. Held at run time, on every hop. */
export const permissionsSchema = z.strictObject({
  /** Host names, with a port where it isn't the scheme's own; `*.example.com` is any name below it. */
  hosts: z.array(declaredHostSchema).check(lengthUpTo(100)),
  /** Absent: any. */
  methods: z.optional(z.array(httpMethodSchema)),
});
export type Permissions = z.infer<typeof permissionsSchema>;

/** What a version of a connector or flow holds: its input form and its graph. */
export const definitionSchema = z.strictObject({
  /** The JSON Schema of its input, from which its form is made. */
  inputSchema: z.optional(jsonSchemaSchema),
  /** The JSON Schema of its output, by which what reads it is checked. */
  outputSchema: z.optional(jsonSchemaSchema),
  permissions: z.optional(permissionsSchema),
  /** What it does. */
  graph: graphSchema,
});
export type Definition = z.infer<typeof definitionSchema>;

export const slugSchema = z.string().check(
  matching(
    /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/,
    'A slug has lower-case letters, digits and -, 64 at most, and no - at its ends.',
  ),
  // Steps and addresses name a connector by either, so one must never be taken for the other.
  refuseText(
    (slug) => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(slug),
    'A slug must not look like an id.',
  ),
);

/** A flow as a file (`*.flow.json`): self-contained, with the connectors it uses. */
export const flowFileSchema = z.strictObject({
  /** Where editors find the schema of these files. */
  $schema: z.optional(z.string()),
  /** What people call it. */
  name: z.string().check(lengthWithin(1, 200)),
  /** What it is for, in a sentence. */
  description: z.optional(z.string().check(lengthUpTo(2_000))),
  ...definitionSchema.shape,
  /** The connectors that its steps name. */
  connectors: z.optional(
    z.array(
      z.strictObject({
        /** What steps call it. */
        slug: slugSchema,
        /** What people call it. */
        name: z.string().check(lengthWithin(1, 200)),
        /** What it is for, in a sentence. */
        description: z.optional(z.string().check(lengthUpTo(2_000))),
        /** The name of a Lucide icon. */
        icon: z.optional(z.string().check(lengthUpTo(200))),
        ...definitionSchema.shape,
      }),
    ),
  ),
});
export type FlowFile = z.infer<typeof flowFileSchema>;
