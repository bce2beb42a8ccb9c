import { z } from 'zod';
import type { Credential, CredentialUse } from '#engine';

/** Secrets by the names of their fields. */
export type Secrets = Readonly<Record<string, string>>;

export const text = z.string().min(1).max(2_000);
export const name = z.string().min(1).max(200);
export const prefix = z.string().max(200).optional();
export const secret = z.string().min(1).max(20_000);

/** What is stored of a credential, opened. */
interface StoredCredential {
  settings: unknown;
  secrets: unknown;
  hosts: readonly string[];
  /** The newest token; of types that have none, nothing. */
  token?: string | undefined;
}

export interface CredentialTypeDefinition<Settings extends z.ZodType<object> = z.ZodType<object>> {
  settings: Settings;
  secrets: z.ZodType<Secrets>;
  /** Whose doing its tokens are: a person's in a browser, or the server's alone. Absent: it has none. */
  tokens?: 'person' | 'server';
  /** The settings that say where its secrets are sent: they change only together with the secrets. */
  destinations: readonly string[];
  /** The names for `{{workspace.<slot>.<field>}}`. */
  fieldNames(settings: unknown, secretNames: readonly string[]): string[];
  /** As the engine uses it. Throws a `ZodError` where what is stored isn't of this type. */
  open(stored: StoredCredential): Credential;
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

/** A type whose secrets go into requests themselves. */
export function defineType<Settings extends z.ZodType<object>>(
  options: TypeOptions<Settings>,
): CredentialTypeDefinition<Settings> {
  const { settings, secrets, use, fields = () => ({}) } = options;
  return {
    settings,
    secrets,
    destinations: [],
    fieldNames: (stored, secretNames) => [...Object.keys(fields(settings.parse(stored))), ...secretNames],
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

interface TokenTypeOptions<Settings extends z.ZodType<object>> {
  settings: Settings;
  secrets: z.ZodType<Secrets>;
  tokens: 'person' | 'server';
  destinations: readonly string[];
  /** How its token is put into a request, and the name of the field that it is then. */
  use(settings: z.output<Settings>): { use: CredentialUse; field: 'token' | 'value' };
}

/** A type whose secrets only fetch a token, which goes into requests. */
export function defineTokenType<Settings extends z.ZodType<object>>(
  options: TokenTypeOptions<Settings>,
): CredentialTypeDefinition<Settings> {
  const { settings, secrets, tokens, destinations } = options;
  const placement = (stored: unknown) => options.use(settings.parse(stored));
  return {
    settings,
    secrets,
    tokens,
    destinations,
    fieldNames: (stored) => [placement(stored).field],
    open(stored) {
      const { use, field } = placement(stored.settings);
      return {
        use,
        fields: stored.token === undefined ? {} : { [field]: stored.token },
        plain: [],
        hosts: stored.hosts,
      };
    },
  };
}

/** Without the members that are `undefined`: zod gives those to what is optional, and the engine has none. */
export function defined<T extends object>(value: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T; // the rest is as T has it
}

export function definedTexts(value: Record<string, string | undefined>): Secrets {
  return defined(value);
}
