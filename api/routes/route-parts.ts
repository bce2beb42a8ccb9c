import { OpenAPIHono } from '@hono/zod-openapi';
import { z } from 'zod';
import type { ApiEnv } from '../context.js';
import type { Database } from '../db/database.js';
import { toValidationProblem } from '../map-error.js';
import { problemSchema } from '../resources.js';
import type { HostSteps } from '../runtime/host-steps.js';
import { isStorableText, unstorable } from '../storable-text.js';

/** What routes need that follow runs. */
export interface RunRoutesOptions {
  database: Database;
  /** Aborts when the server stops. */
  closing: AbortSignal | undefined;
}

/** What routes need that start runs. */
export interface StartRoutesOptions extends RunRoutesOptions {
  /** What the runtime does in steps of type `action`; absent: not known. */
  steps: HostSteps | undefined;
}

/** A sub-app whose failed validations are problems. */
export function createRoutes(): OpenAPIHono<ApiEnv> {
  return new OpenAPIHono<ApiEnv>({
    defaultHook: (result) => {
      if (!result.success) throw toValidationProblem(result.error);
    },
  });
}

/** `?flag`, `?flag=true` or `?flag=false`. */
const flag = z.enum(['', 'true', 'false']).transform((value) => value !== 'false');

/** Of a delete that refuses while something is in use. */
export const forceQuery = z.strictObject({
  force: flag.optional().meta({ description: 'Deletes although it is in use.' }),
});

export const shortText = z.string().max(200).refine(isStorableText, unstorable);

export const idParam = z.object({ id: shortText.meta({ description: 'A UUID.' }) });
export const idOrSlugParam = z.object({ id: shortText.meta({ description: 'A UUID or the slug.' }) });

export const searchQuery = shortText
  .optional()
  .meta({ description: 'Words to look for in the name, slug and description.' });

export const ifMatchHeader = z.object({
  'if-match': z
    .string()
    .optional()
    .meta({ description: 'The ETag of the version that is changed. Required.' }),
});

/** Security of a route that works inside a workspace. */
export const workspaceSecurity = [{ bearer: [], workspace: [] }];

export const problemResponse = {
  default: {
    description: 'A refusal; its code says which.',
    content: { 'application/problem+json': { schema: problemSchema } },
  },
};

export function json<Schema extends z.ZodType>(schema: Schema) {
  return { 'application/json': { schema } };
}

/** The answer of a list. */
export function pageOf<Schema extends z.ZodType>(schema: Schema) {
  return json(z.object({ items: z.array(schema), nextCursor: z.string().nullable() }));
}
