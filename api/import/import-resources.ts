import { z } from 'zod';
import { definitionSchema, slotSchema, slugSchema } from '#engine';

/** What an import takes and gives. */

export const importSchema = z.strictObject({
  format: z.enum(['curl', 'openapi', 'postman', 'har']),
  /** The text of the command or document, as it was copied. */
  source: z.string(),
});
export type ImportRequest = z.infer<typeof importSchema>;

/** A credential that a draft asks for. Its secret is never in here, also where the source had it. */
const draftSlotSchema = z.object({
  slot: slotSchema,
  type: z.enum(['bearer', 'basic', 'api_key', 'oauth2_authorization_code', 'oauth2_client_credentials']),
  /** Where it is to be sent, as a credential lists its hosts. */
  hosts: z.array(z.string()),
  /** What of the credential's settings the source told, such as the name of the header. */
  settings: z.record(z.string(), z.string()),
});
export type DraftSlot = z.infer<typeof draftSlotSchema>;

/** A connector that nobody has saved: `slug`, `name`, `description` and `definition` are what `POST /connectors` takes. */
export const draftSchema = z.object({
  slug: slugSchema,
  name: z.string(),
  description: z.string(),
  definition: definitionSchema,
  slots: z.array(draftSlotSchema),
  /** What was not carried over, or has to be looked at, in sentences. */
  notes: z.array(z.string()),
});
export type ConnectorDraft = z.infer<typeof draftSchema>;

export const importResultSchema = z.object({
  drafts: z.array(draftSchema),
  /** What holds for the source as a whole, such as requests that were left out. */
  notes: z.array(z.string()),
});
export type ImportResult = z.infer<typeof importResultSchema>;
