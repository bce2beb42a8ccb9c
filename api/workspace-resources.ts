import { z } from 'zod';
import { roleSchema } from './resources.js';

/** The shapes of what a workspace's administration takes and gives: its members, its API keys, its audit log. */

const timestamp = z.iso.datetime();
const name = z.string().min(1).max(200);

export const memberSchema = z.object({
  userId: z.uuid(),
  /** A label: what was given when they were added, then what their own token says. */
  email: z.string().nullable(),
  role: roleSchema,
  createdAt: timestamp,
});
export type Member = z.infer<typeof memberSchema>;

export const memberCreateSchema = z.strictObject({
  userId: z.uuid(),
  role: roleSchema,
  email: z.email().max(320).optional(),
});
export type MemberCreate = z.infer<typeof memberCreateSchema>;

export const memberUpdateSchema = z.strictObject({ role: roleSchema });
export type MemberUpdate = z.infer<typeof memberUpdateSchema>;

const keyScopes = ['read', 'execute', 'write'] as const;
const scope = z.enum(keyScopes);
export type KeyScope = z.infer<typeof scope>;

export const apiKeySchema = z.object({
  id: z.uuid(),
  name,
  /** Its first and last characters, by which its owner knows it again. */
  hint: z.string(),
  scopes: z.array(scope),
  createdAt: timestamp,
  /** The user who made it. */
  createdBy: z.uuid().nullable(),
  /** To the minute. */
  lastUsedAt: timestamp.nullable(),
  expiresAt: timestamp.nullable(),
  revokedAt: timestamp.nullable(),
});
export type ApiKey = z.infer<typeof apiKeySchema>;

export const apiKeyCreateSchema = z.strictObject({
  name,
  scopes: z
    .array(scope)
    .min(1)
    .max(keyScopes.length)
    .refine((scopes) => new Set(scopes).size === scopes.length, 'Name each scope once'),
  expiresAt: z.iso.datetime({ offset: true }).optional(),
});
export type ApiKeyCreate = z.infer<typeof apiKeyCreateSchema>;

/** The only answer that ever holds the token. */
export const createdApiKeySchema = apiKeySchema.extend({ token: z.string() });
export type CreatedApiKey = z.infer<typeof createdApiKeySchema>;

export const auditEntrySchema = z.object({
  id: z.uuid(),
  at: timestamp,
  /** What happened, as in `flow.updated`. */
  action: z.string(),
  actor: z.object({
    type: z.enum(['user', 'api_key', 'runtime', 'service']),
    id: z.string().nullable(),
    /** A member's email, a key's name. */
    name: z.string().nullable(),
  }),
  subject: z.object({
    type: z.string(),
    /** Null for what was never saved, such as the test of a draft. */
    id: z.string().nullable(),
    /** Its name at that time. */
    name: z.string().nullable(),
  }),
  /** Which fields changed, versions, roles; never the content of a document, never a secret. */
  detail: z.record(z.string(), z.json()),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;
