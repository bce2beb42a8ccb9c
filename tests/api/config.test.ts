import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ConfigError, readConfig, settingNames } from '../../api/config.js';

test('without settings the server is for this machine alone', () => {
  expect(readConfig({})).toEqual({
    port: 4310,
    host: '127.0.0.1',
    dataDir: '.patchbay',
    allowPrivateHosts: [],
    allowHttp: false,
    corsOrigins: [],
    demoPort: 4311,
    rateLimitUser: 600,
    rateLimitWorkspace: 3_000,
    rateLimitRuns: 120,
    retentionDays: 30,
    retentionRuns: 10_000,
    retentionAuditDays: 0,
  });
});

test('settings are read', () => {
  expect(
    readConfig({
      PORT: '0',
      HOST: '::',
      PATCHBAY_DATA_DIR: '/var/patchbay',
      DATABASE_URL: 'postgresql://u:p@db:5432/name',
      PATCHBAY_ENCRYPTION_KEYS: 'k2:bbb=,k1:aaa=',
      PATCHBAY_ALLOW_PRIVATE_HOSTS: 'Localhost:8080, 10.0.0.5:443,[::1]:9000,',
      PATCHBAY_ALLOW_HTTP: 'true',
      PATCHBAY_CORS_ORIGINS: 'https://app.example, http://localhost:5173',
      PATCHBAY_PUBLIC_URL: 'https://patchbay.example/api-of-ours/',
      PATCHBAY_DEMO_PORT: '5000',
      PATCHBAY_RATE_LIMIT_USER: '60',
      PATCHBAY_RATE_LIMIT_WORKSPACE: '0',
      PATCHBAY_RATE_LIMIT_RUNS: '7',
      PATCHBAY_RETENTION_DAYS: '0',
      PATCHBAY_RETENTION_RUNS: '500',
      PATCHBAY_RETENTION_AUDIT_DAYS: '365',
    }),
  ).toEqual({
    port: 0,
    host: '::',
    dataDir: '/var/patchbay',
    databaseUrl: 'postgresql://u:p@db:5432/name',
    encryptionKeys: 'k2:bbb=,k1:aaa=',
    allowPrivateHosts: [
      { host: 'localhost', port: 8080 },
      { host: '10.0.0.5', port: 443 },
      { host: '::1', port: 9000 },
    ],
    allowHttp: true,
    corsOrigins: ['https://app.example', 'http://localhost:5173'],
    publicUrl: 'https://patchbay.example/api-of-ours',
    demoPort: 5000,
    rateLimitUser: 60,
    rateLimitWorkspace: 0,
    rateLimitRuns: 7,
    retentionDays: 0,
    retentionRuns: 500,
    retentionAuditDays: 365,
  });
});

test.each([
  'https://abc.supabase.co',
  'https://abc.supabase.co/',
  'http://localhost:54321',
  'http://127.0.0.1:54321',
  'http://[::1]:54321',
])('a Supabase project is read from %s', (url) => {
  expect(
    readConfig({
      DATABASE_URL: 'postgres://u:p@db/name',
      SUPABASE_URL: url,
      SUPABASE_PUBLISHABLE_KEY: `e30.${btoa('{"role":"anon"}')}.x`,
      SUPABASE_JWT_SECRET: 'a secret of at least thirty-two bytes',
    }).supabase,
  ).toEqual({
    url: url.replace(/\/$/, ''),
    publishableKey: `e30.${btoa('{"role":"anon"}')}.x`,
    jwtSecret: 'a secret of at least thirty-two bytes',
  });
});

test('an empty value counts as absent', () => {
  expect(readConfig({ PORT: '', PATCHBAY_ALLOW_HTTP: ' ' })).toEqual(readConfig({}));
});

describe('a wrong value is told in a sentence', () => {
  test.each([
    ['PORT', 'eighty'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['HOST', 'http://localhost'],
    ['DATABASE_URL', 'mysql://localhost/x'],
    ['PATCHBAY_ENCRYPTION_KEYS', 'c2VjcmV0'],
    ['PATCHBAY_ALLOW_PRIVATE_HOSTS', 'localhost'],
    ['PATCHBAY_ALLOW_PRIVATE_HOSTS', 'http://localhost:80'],
    ['PATCHBAY_ALLOW_PRIVATE_HOSTS', 'localhost:0'],
    ['PATCHBAY_ALLOW_HTTP', 'yes'],
    ['PATCHBAY_CORS_ORIGINS', '*'],
    ['PATCHBAY_CORS_ORIGINS', 'https://app.example/path'],
    ['PATCHBAY_PUBLIC_URL', 'patchbay.example'],
    ['PATCHBAY_PUBLIC_URL', 'ftp://patchbay.example'],
    ['PATCHBAY_PUBLIC_URL', 'https://patchbay.example/?a=1'],
    ['PATCHBAY_DEMO_PORT', '4311.5'],
    ['SUPABASE_URL', 'abc.supabase.co'],
    ['SUPABASE_URL', 'http://abc.supabase.co'],
    ['SUPABASE_URL', 'http://localhost.evil.example'],
    ['SUPABASE_URL', 'https://abc.supabase.co/auth/v1'],
    ['SUPABASE_URL', 'https://user:password@abc.supabase.co'],
    ['SUPABASE_PUBLISHABLE_KEY', 'sb_secret_abc'],
    ['SUPABASE_PUBLISHABLE_KEY', `e30.${btoa('{"role":"service_role"}')}.x`],
    ['SUPABASE_JWT_SECRET', 'short'],
    ['PATCHBAY_RATE_LIMIT_USER', '-1'],
    ['PATCHBAY_RATE_LIMIT_WORKSPACE', 'many'],
    ['PATCHBAY_RATE_LIMIT_RUNS', '1e3'],
    ['PATCHBAY_RETENTION_DAYS', '36501'],
    ['PATCHBAY_RETENTION_RUNS', '1.5'],
    ['PATCHBAY_RETENTION_AUDIT_DAYS', '29'],
  ])('%s=%s', (name, value) => {
    expect(() => readConfig({ [name]: value })).toThrow(ConfigError);
    expect(() => readConfig({ [name]: value })).toThrow(new RegExp(`^${name} must be .+\\.$`));
  });

  test.each([
    ['SUPABASE_URL', 'https://abc.supabase.co', 'DATABASE_URL'],
    ['SUPABASE_PUBLISHABLE_KEY', 'sb_publishable_abc', 'SUPABASE_URL'],
    ['SUPABASE_JWT_SECRET', 'a secret of at least thirty-two bytes', 'SUPABASE_URL'],
  ])('%s=%s alone asks for %s', (name, value, other) => {
    expect(() => readConfig({ [name]: value })).toThrow(
      new RegExp(`^${name} needs ${other} beside it.*\\.$`),
    );
  });

  test('no key is shown, whatever is wrong with it', () => {
    for (const name of ['SUPABASE_PUBLISHABLE_KEY', 'SUPABASE_JWT_SECRET']) {
      expect(() => readConfig({ [name]: 'sb_secret_hunter2' })).toThrow(/^(?!.*hunter2)/);
    }
  });

  test('and several at once, a line each, without the password of a database', () => {
    const wrong = { PORT: 'x', DATABASE_URL: 'mysql://u:hunter2@h/d', PATCHBAY_ALLOW_HTTP: 'y' };
    let message = '';
    try {
      readConfig(wrong);
    } catch (error) {
      message = String(error);
    }
    expect(message.split('\n').length).toBe(3);
    expect(message).not.toContain('hunter2');
  });
});

test.each(['.env.example', 'docs/configuration.md'])('%s lists exactly the settings that exist', (file) => {
  const text = readFileSync(file, 'utf8');
  const named = [...text.matchAll(/^(?:# ?|\| `)?([A-Z][A-Z_]+)(?==|`)/gm)].map((match) => match[1]);
  expect([...new Set(named)].sort()).toEqual([...settingNames].sort());
});
