import { z } from 'zod';
import { signedPartSchema } from '#engine';
import {
  type CredentialTypeDefinition,
  defined,
  definedTexts,
  defineType,
  name,
  prefix,
  secret,
  text,
} from './define-type.js';
import { tokenTypes } from './token-types.js';

/** As a placeholder names it: `{{workspace.<slot>.<field>}}`. */
const fieldName = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/);

const types = {
  bearer: defineType({
    settings: z.strictObject({}),
    secrets: z.strictObject({ token: secret }),
    use: () => ({ type: 'bearer' }),
  }),
  basic: defineType({
    settings: z.strictObject({ username: z.string().max(2_000) }),
    // Some services take their key as the user name, and no password.
    secrets: z.strictObject({ password: z.string().max(20_000) }),
    use: () => ({ type: 'basic' }),
    fields: ({ username }) => ({ username }),
  }),
  api_key: defineType({
    settings: z.strictObject({ in: z.enum(['header', 'query', 'cookie']), name, prefix }),
    secrets: z.strictObject({ value: secret }),
    use: (settings) => defined({ type: 'api_key', ...settings }),
  }),
  hmac: defineType({
    settings: z.strictObject({
      algorithm: z.enum(['sha256', 'sha1', 'sha512']),
      encoding: z.enum(['hex', 'base64']),
      header: name,
      prefix,
      sign: z.array(signedPartSchema).min(1).max(20),
      separator: z.string().max(10).optional(),
      timestampHeader: name.optional(),
    }),
    secrets: z.strictObject({ secret }),
    use: (settings) => defined({ type: 'hmac', ...settings }),
  }),
  aws_sigv4: defineType({
    settings: z.strictObject({ accessKeyId: text, region: text, service: text }),
    secrets: z
      .strictObject({ secretAccessKey: secret, sessionToken: secret.optional() })
      .transform(definedTexts),
    use: ({ region, service }) => ({ type: 'aws_sigv4', region, service }),
    fields: ({ accessKeyId }) => ({ accessKeyId }),
  }),
  custom: defineType({
    settings: z.record(fieldName, z.string().max(2_000)),
    secrets: z
      .record(fieldName, secret)
      .refine((fields) => Object.keys(fields).length > 0, 'Name one field at least'),
    use: () => ({ type: 'custom' }),
    fields: (settings) => settings,
  }),
  ...tokenTypes,
};

export type CredentialType = keyof typeof types;

/** The types of credentials: what each keeps, and where it goes. */
export const credentialTypes: Readonly<Record<CredentialType, CredentialTypeDefinition>> = types;
export const credentialTypeNames = Object.keys(credentialTypes) as [CredentialType, ...CredentialType[]]; // its keys are these
