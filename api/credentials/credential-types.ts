import { z } from 'zod';
import { type Credential, type CredentialUse, signedPartSchema } from '#engine';

/** Secrets by the names of their fields. */
export type Secrets = Readonly<Record<string, string>>;

const text = z.string().min(1).max(2_000);
const name = z.string().min(1).max(200);
const prefix = z.string().max(200).optional();
const secret = z.string().min(1).max(20_000);
/** As a placeholder names it: `{{workspace.<slot>.<field>}}`. */
const fieldName = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/);

interface CredentialTypeDefinition {
  settings: z.ZodType<object>;
  secrets: z.ZodType<Secrets>;
  /** The settings that are fields too. */
  fields(settings: unknown): Record<string, string>;
  /** As the engine uses it. Throws a `ZodError` where what is stored isn't of this type. */
  open(stored: { settings: unknown; secrets: unknown; hosts: readonly string[] }): Credential;
}

interface TypeOptions<Settings extends z.ZodType<object>> {
  /** What anybody in the workspace may see. */
  settings: Settings;
  /** What nobody sees again. */
  secrets: z.ZodType<Secrets>;
  /** How it is put into a request. */
  use(settings: z.output<Settings>): CredentialUse;
  /** Settings that are fields too, for `{{workspace.<slot>.<field>}}`. */
  fields?(settings: z.output<Settings>): Record<string, string>;
}

function defineType<Settings extends z.ZodType<object>>(
  options: TypeOptions<Settings>,
): CredentialTypeDefinition {
  const { settings, secrets, use, fields = () => ({}) } = options;
  return {
    settings,
    secrets,
    fields: (stored) => fields(settings.parse(stored)),
    open(stored) {
      const kept = settings.parse(stored.settings);
      const plain = fields(kept);
      return {
        use: use(kept),
        fields: { ...plain, ...secrets.parse(stored.secrets) },
        plain: Object.keys(plain),
        hosts: stored.hosts,
      };
    },
  };
}

/** The types of credentials: what each keeps, and where it goes. */
export const credentialTypes = {
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
};

export type CredentialType = keyof typeof credentialTypes;
export const credentialTypeNames = Object.keys(credentialTypes) as [CredentialType, ...CredentialType[]];

/** Without the members that are `undefined`: zod gives those to what is optional, and the engine has none. */
function defined<T extends object>(value: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;
}

function definedTexts(value: Record<string, string | undefined>): Secrets {
  return defined(value);
}
