import { z } from 'zod';
import { type HostPort, normalHost } from './http/target.js';

/** The settings of an embedded server, read once from the environment. docs/configuration.md lists them. */
export interface Config {
  port: number;
  host: string;
  /** Where the embedded database and the secrets live. */
  dataDir: string;
  /** A PostgreSQL to use in place of the embedded database. */
  databaseUrl?: string;
  /** As `readKeyRing` takes them. */
  encryptionKeys?: string;
  allowPrivateHosts: HostPort[];
  allowHttp: boolean;
  corsOrigins: string[];
  /** Where browsers reach this server; absent: at `localhost` and its port. */
  publicUrl?: string;
  demoPort: number;
}

/** Settings that can't be used; the message has a line for each, with what to write instead. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

const port = z
  .string()
  .regex(/^\d{1,5}$/)
  .transform(Number)
  .refine((value) => value <= 65_535);

const list = z.string().transform((text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== ''),
);

const settings = {
  PORT: { schema: port, says: 'must be a port from 0 to 65535 (0: any free one)' },
  HOST: { schema: z.string().regex(/^[\w.:-]+$/), says: 'must be an address to listen on, like 127.0.0.1' },
  PATCHBAY_DATA_DIR: { schema: z.string().min(1), says: 'must be a folder' },
  DATABASE_URL: {
    schema: z.url({ protocol: /^postgres(ql)?$/ }),
    says: 'must be like postgres://user:password@host:5432/name',
  },
  PATCHBAY_ENCRYPTION_KEYS: {
    schema: z.string().regex(/^[\w-]+:\S/),
    says: 'must be keys with commas between them, like k1:… with 32 bytes in base64 (openssl rand -base64 32)',
  },
  PATCHBAY_ALLOW_PRIVATE_HOSTS: {
    schema: list.transform((entries, context) =>
      entries.map((entry) => parseHostPort(entry) ?? fail(context)),
    ),
    says: 'must be host:port pairs with commas between them, like localhost:8080,10.0.0.5:443',
  },
  PATCHBAY_ALLOW_HTTP: {
    schema: z.enum(['true', 'false']).transform((value) => value === 'true'),
    says: 'must be true or false',
  },
  PATCHBAY_CORS_ORIGINS: {
    schema: list.transform((entries, context) => entries.map((entry) => parseOrigin(entry) ?? fail(context))),
    says: 'must be origins with commas between them, like https://app.example.com',
  },
  PATCHBAY_PUBLIC_URL: {
    schema: z
      .url({ protocol: /^https?$/ })
      .refine((url) => !/[?#@]/.test(url))
      .transform((url) => url.replace(/\/+$/, '')),
    says: 'must be the address at which browsers reach this server, like https://patchbay.example.com',
  },
  PATCHBAY_DEMO_PORT: { schema: port, says: 'must be a port from 0 to 65535 (0: any free one)' },
} as const;

type Settings = typeof settings;

/** What these are set to is never shown. */
const holdsSecrets: ReadonlySet<keyof Settings> = new Set(['DATABASE_URL', 'PATCHBAY_ENCRYPTION_KEYS']);

/** Reads the settings out of `env`; an empty value counts as absent. Throws a `ConfigError` that names each wrong one. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const wrong: string[] = [];
  const read = <Name extends keyof Settings>(name: Name): z.output<Settings[Name]['schema']> | undefined => {
    const text = env[name];
    if (text === undefined || text.trim() === '') return undefined;
    const result = settings[name].schema.safeParse(text.trim());
    // TypeScript loses which of the schemas belongs to `Name`; the table above says it.
    if (result.success) return result.data as z.output<Settings[Name]['schema']>;
    wrong.push(`${name} ${settings[name].says}${holdsSecrets.has(name) ? '' : `; it is "${text}"`}.`);
    return undefined;
  };
  const databaseUrl = read('DATABASE_URL');
  const encryptionKeys = read('PATCHBAY_ENCRYPTION_KEYS');
  const publicUrl = read('PATCHBAY_PUBLIC_URL');
  const config: Config = {
    port: read('PORT') ?? 4310,
    host: read('HOST') ?? '127.0.0.1',
    dataDir: read('PATCHBAY_DATA_DIR') ?? '.patchbay',
    ...(databaseUrl && { databaseUrl }),
    ...(encryptionKeys && { encryptionKeys }),
    ...(publicUrl && { publicUrl }),
    allowPrivateHosts: read('PATCHBAY_ALLOW_PRIVATE_HOSTS') ?? [],
    allowHttp: read('PATCHBAY_ALLOW_HTTP') ?? false,
    corsOrigins: read('PATCHBAY_CORS_ORIGINS') ?? [],
    demoPort: read('PATCHBAY_DEMO_PORT') ?? 4311,
  };
  if (wrong.length > 0) throw new ConfigError(wrong.join('\n'));
  return config;
}

/** The names of all settings, for the tests of the documentation. */
export const settingNames: readonly string[] = Object.keys(settings);

function parseHostPort(text: string): HostPort | undefined {
  const match = /^(\[[0-9a-fA-F:.]+\]|[^\s:/@[\]]+):(\d{1,5})$/.exec(text);
  const value = Number(match?.[2]);
  return match?.[1] && value >= 1 && value <= 65_535
    ? { host: normalHost(match[1]), port: value }
    : undefined;
}

function parseOrigin(text: string): string | undefined {
  return URL.canParse(text) && new URL(text).origin === text ? text : undefined;
}

function fail(context: z.RefinementCtx): never {
  context.addIssue({ code: 'custom', message: 'not of the right form' });
  return z.NEVER;
}
