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
  /** The Supabase project whose users these are; without it only this machine signs in. */
  supabase?: SupabaseConfig;
  allowPrivateHosts: HostPort[];
  allowHttp: boolean;
  corsOrigins: string[];
  /** Where browsers reach this server; absent: at `localhost` and its port. */
  publicUrl?: string;
  demoPort: number;
  /** Requests a minute of a user, of a workspace, and run starts of a user; 0: as many as come. */
  rateLimitUser: number;
  rateLimitWorkspace: number;
  rateLimitRuns: number;
  /** How long and how many runs of a workspace are kept, and how long its audit log; 0: all. */
  retentionDays: number;
  retentionRuns: number;
  retentionAuditDays: number;
}

/** Who signs people in. */
export interface SupabaseConfig {
  /** The project's address, without a slash at its end. */
  url: string;
  /** What the page signs in with; public. */
  publishableKey?: string;
  /** Of projects that sign with a shared secret still (HS256); absent: the project's key set says what is signed. */
  jwtSecret?: string;
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

/** At most what PostgreSQL's integer holds. */
const count = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number);

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
  SUPABASE_URL: {
    schema: z.string().transform((text, context) => parseProjectUrl(text) ?? fail(context)),
    says: 'must be the address of the project, like https://abc.supabase.co (http only on this machine)',
  },
  SUPABASE_PUBLISHABLE_KEY: {
    schema: z.string().refine((key) => !isSecretKey(key)),
    says: 'must be the publishable (or anon) key: everybody who opens the page can read it',
  },
  SUPABASE_JWT_SECRET: {
    schema: z.string().refine((secret) => new TextEncoder().encode(secret).byteLength >= 32),
    says: 'must be the secret that the project signs tokens with, at least 32 bytes long',
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
  PATCHBAY_RATE_LIMIT_USER: { schema: count, says: 'must be requests a minute, like 600 (0: no limit)' },
  PATCHBAY_RATE_LIMIT_WORKSPACE: {
    schema: count,
    says: 'must be requests a minute, like 3000 (0: no limit)',
  },
  PATCHBAY_RATE_LIMIT_RUNS: { schema: count, says: 'must be run starts a minute, like 120 (0: no limit)' },
  PATCHBAY_RETENTION_DAYS: {
    schema: count.refine((days) => days <= 36_500),
    says: 'must be days, like 30 (0: for ever)',
  },
  PATCHBAY_RETENTION_RUNS: { schema: count, says: 'must be a number of runs, like 10000 (0: all)' },
  PATCHBAY_RETENTION_AUDIT_DAYS: {
    schema: count.refine((days) => days === 0 || (days >= 30 && days <= 36_500)),
    says: 'must be 30 days or more (0: for ever)',
  },
} as const;

type Settings = typeof settings;

/** What these are set to is never shown. */
const holdsSecrets: ReadonlySet<keyof Settings> = new Set([
  'DATABASE_URL',
  'PATCHBAY_ENCRYPTION_KEYS',
  'SUPABASE_PUBLISHABLE_KEY',
  'SUPABASE_JWT_SECRET',
]);

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
  const supabaseUrl = read('SUPABASE_URL');
  const publishableKey = read('SUPABASE_PUBLISHABLE_KEY');
  const jwtSecret = read('SUPABASE_JWT_SECRET');
  const publicUrl = read('PATCHBAY_PUBLIC_URL');
  const config: Config = {
    port: read('PORT') ?? 4310,
    host: read('HOST') ?? '127.0.0.1',
    dataDir: read('PATCHBAY_DATA_DIR') ?? '.patchbay',
    ...(databaseUrl && { databaseUrl }),
    ...(encryptionKeys && { encryptionKeys }),
    ...(supabaseUrl && {
      supabase: {
        url: supabaseUrl,
        ...(publishableKey && { publishableKey }),
        ...(jwtSecret && { jwtSecret }),
      },
    }),
    ...(publicUrl && { publicUrl }),
    allowPrivateHosts: read('PATCHBAY_ALLOW_PRIVATE_HOSTS') ?? [],
    allowHttp: read('PATCHBAY_ALLOW_HTTP') ?? false,
    corsOrigins: read('PATCHBAY_CORS_ORIGINS') ?? [],
    demoPort: read('PATCHBAY_DEMO_PORT') ?? 4311,
    rateLimitUser: read('PATCHBAY_RATE_LIMIT_USER') ?? 600,
    rateLimitWorkspace: read('PATCHBAY_RATE_LIMIT_WORKSPACE') ?? 3_000,
    rateLimitRuns: read('PATCHBAY_RATE_LIMIT_RUNS') ?? 120,
    retentionDays: read('PATCHBAY_RETENTION_DAYS') ?? 30,
    retentionRuns: read('PATCHBAY_RETENTION_RUNS') ?? 10_000,
    retentionAuditDays: read('PATCHBAY_RETENTION_AUDIT_DAYS') ?? 0,
  };
  if (wrong.length === 0) wrong.push(...missingBeside(config, { publishableKey, jwtSecret }));
  if (wrong.length > 0) throw new ConfigError(wrong.join('\n'));
  return config;
}

/** The names of all settings, for the tests of the documentation. */
export const settingNames: readonly string[] = Object.keys(settings);

/** Settings that need another one. */
function missingBeside(
  { supabase, databaseUrl }: Config,
  { publishableKey, jwtSecret }: { publishableKey: string | undefined; jwtSecret: string | undefined },
): string[] {
  if (supabase) {
    return databaseUrl
      ? []
      : [
          "SUPABASE_URL needs DATABASE_URL beside it: the project's connection string, under Connect in its dashboard.",
        ];
  }
  const alone = [publishableKey && 'SUPABASE_PUBLISHABLE_KEY', jwtSecret && 'SUPABASE_JWT_SECRET'];
  return alone.filter((name) => name).map((name) => `${name} needs SUPABASE_URL beside it.`);
}

/** An origin: whoever can change what comes over plain http could sign tokens, so that stays on this machine. */
function parseProjectUrl(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || text.replace(/\/$/, '') !== url.origin) return undefined;
  const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLocal) ? url.origin : undefined;
}

/** A key that passes row-level security by: a new one says so in front, an old one is a token that does. */
function isSecretKey(key: string): boolean {
  if (key.startsWith('sb_secret_')) return true;
  try {
    const claims: unknown = JSON.parse(atob((key.split('.')[1] ?? '').replace(/-/g, '+').replace(/_/g, '/')));
    return typeof claims === 'object' && claims !== null && 'role' in claims && claims.role !== 'anon';
  } catch {
    // No token, so no old key.
    return false;
  }
}

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
