import { z } from 'zod';
import { slotSchema } from '#engine';
import { credentialTypeNames } from './credential-types.js';
import { testRequestSchema } from './test-request.js';

/** The shapes in which credentials come in and go out. Secrets only ever come in. */

const timestamp = z.iso.datetime();
const name = z.string().min(1).max(200);
/** `api.example.com`, `api.example.com:8443`, or for an unencrypted one `http://localhost:3000`. */
const host = z
  .string()
  .max(300)
  .regex(
    /^(?:http:\/\/)?(?:[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])(?::\d{1,5})?$/,
    'Write a host as in api.example.com or api.example.com:8443, in lower case and without a path',
  );
const hosts = z.array(host).min(1).max(50);

export const credentialSchema = z.object({
  id: z.uuid(),
  /** The slot that it fills: `{{workspace.<slot>}}`. */
  slot: slotSchema,
  name,
  type: z.enum(credentialTypeNames),
  /** What of it is no secret; what there is depends on its type. */
  settings: z.record(z.string(), z.json()),
  /** What is a secret: that it is there, and its last characters, by which its owner knows it again. */
  secrets: z.record(z.string(), z.object({ set: z.literal(true), hint: z.string().nullable() })),
  /** The only hosts that it is sent to. */
  hosts,
  /**
   * Of a type whose token is fetched: whether there is one, or was never, or somebody has to connect it again. Null: the
   * type has no tokens.
   */
  status: z.enum(['connected', 'not_connected', 'reconnect']).nullable(),
  /** Why there is no token, or no newer one; null: nothing is known to be wrong. */
  problem: z.string().nullable(),
  /** When its token expires; null: there is none, or nobody said. Expired ones are renewed when they are needed. */
  expiresAt: timestamp.nullable(),
  /** The request of `/test`. */
  test: testRequestSchema.nullable(),
  version: z.int(),
  lastUsedAt: timestamp.nullable(),
  createdAt: timestamp,
  updatedAt: timestamp,
});
export type WorkspaceCredential = z.infer<typeof credentialSchema>;

export const credentialCreateSchema = z.strictObject({
  slot: slotSchema,
  name,
  type: z.enum(credentialTypeNames),
  settings: z.record(z.string(), z.json()).optional(),
  secrets: z.record(z.string(), z.string()),
  hosts,
  test: testRequestSchema.nullable().optional(),
});
export type CredentialCreate = z.infer<typeof credentialCreateSchema>;

/** What is left out stays. Secrets are replaced all together; where they are sent changes only together with them. */
export const credentialUpdateSchema = credentialCreateSchema.omit({ type: true }).partial();
export type CredentialUpdate = z.infer<typeof credentialUpdateSchema>;

/** What came of trying a credential. */
export const credentialTestSchema = z.object({
  ok: z.boolean(),
  /** Whose it is, as the service says. */
  identity: z.string().optional(),
  /** What its token may do, where the service says so. */
  scopes: z.array(z.string()).optional(),
  expiresAt: timestamp.optional(),
  /** How long the test request took, or without one the token, in milliseconds. */
  latencyMs: z.int(),
  /** What is wrong and what to do, where it isn't ok. */
  problem: z.string().optional(),
});
export type CredentialTest = z.infer<typeof credentialTestSchema>;

export const credentialUseSchema = z.object({
  kind: z.enum(['flow', 'connector']),
  id: z.uuid(),
  name: z.string(),
});
export type CredentialUser = z.infer<typeof credentialUseSchema>;
