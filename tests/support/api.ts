import { randomBytes, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { type ApiOptions, createApi } from '../../api/create-api.js';
import { readKeyRing } from '../../api/credentials/key-ring.js';
import type { Database } from '../../api/db/database.js';
import { createGuardedHttp } from '../../api/http/guarded-http.js';
import type { HostPort } from '../../api/http/target.js';
import { createEmbeddedRuntime } from '../../api/runtime/embedded.js';
import type { HostSteps } from '../../api/runtime/host-steps.js';
import { createWorkspace, type TestWorkspace } from './database-fixtures.js';
import { openMigratedPglite } from './database-snapshot.js';

export const testAuth = {
  type: 'hs256',
  secret: 'a secret of at least thirty-two bytes',
  issuer: 'https://issuer.example',
  audience: 'authenticated',
} as const;

/** Tests are quicker than people. */
export const unlimited = { requestsPerMinute: { user: 0, workspace: 0, runs: 0 } };
/** Where the browsers of tests are sent back to; nothing listens there. */
export const testPublicUrl = 'http://localhost:4310';

export interface TestApi {
  api: ReturnType<typeof createApi>;
  database: Database;
  /** Two workspaces, with different users. */
  red: TestWorkspace;
  blue: TestWorkspace;
  /** Calls the API as a user in a workspace. */
  as(userId: string, workspaceId: string): Caller;
  close(): Promise<void>;
}

export interface Caller {
  request(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
}

export interface Answer {
  status: number;
  headers: Headers;
  /** The body as JSON; null where there is none. What is in it is what the tests are about. */
  // biome-ignore lint/suspicious/noExplicitAny: tests assert the shape
  body: any;
}

/**
 * The real API over a real database with the real runtime; `allow` is what steps may reach, `steps` the host's own.
 * `database`: one that is open, and stays so, in place of a PGlite of its own.
 */
export async function startTestApi(
  options: { allow?: HostPort[]; api?: Partial<ApiOptions>; steps?: HostSteps; database?: Database } = {},
): Promise<TestApi> {
  const database = options.database ?? (await openMigratedPglite());
  const red = await createWorkspace(database, 'red');
  const blue = await createWorkspace(database, 'blue');
  const http = createGuardedHttp({ allow: options.allow ?? [] });
  const steps = options.steps && { steps: options.steps };
  const keys = await readKeyRing(`k1:${randomBytes(32).toString('base64')}`);
  const runtime = createEmbeddedRuntime({ database, http, secret: randomUUID(), keys, ...steps });
  await runtime.start();
  const api = createApi({
    database,
    auth: testAuth,
    keys,
    http,
    limits: unlimited,
    publicUrl: testPublicUrl,
    ...steps,
    ...options.api,
  });
  return {
    api,
    database,
    red,
    blue,
    as: (userId, workspaceId) => ({
      request: async (method, path, body, headers = {}) => {
        const response = await api.request(`/api/v1${path}`, {
          method,
          headers: {
            authorization: `Bearer ${await signToken({ sub: userId })}`,
            'x-workspace-id': workspaceId,
            ...(body !== undefined && { 'content-type': 'application/json' }),
            ...headers,
          },
          ...(body !== undefined && { body: JSON.stringify(body) }),
        });
        return toAnswer(response);
      },
    }),
    close: async () => {
      await runtime.stop();
      await http.close();
      if (!options.database) await database.close();
    },
  };
}

export async function toAnswer(response: Response): Promise<Answer> {
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  return {
    status: response.status,
    headers: response.headers,
    body: isJson ? JSON.parse(text) : text || null,
  };
}

/** A token that the test API takes, unless `claims` spoil it. */
export function signToken(
  claims: { sub?: string; iss?: string; aud?: string; exp?: number; email?: string },
  { secret = testAuth.secret, alg = 'HS256' }: { secret?: string; alg?: string } = {},
): Promise<string> {
  return new SignJWT({
    iss: testAuth.issuer,
    aud: testAuth.audience,
    exp: Math.floor(Date.now() / 1_000) + 600,
    ...claims,
  })
    .setProtectedHeader({ alg })
    .sign(new TextEncoder().encode(secret));
}
