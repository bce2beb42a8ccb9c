import { getAtPlace, type HttpPort, type HttpRequestTemplate, runGraph, type StepError } from '#engine';
import type { CredentialTest, WorkspaceCredential } from '../credentials/credential-resources.js';
import type { KeyRing } from '../credentials/key-ring.js';
import type { TestRequest } from '../credentials/test-request.js';
import { isTokenType } from '../credentials/token-types.js';
import type { Database } from '../db/database.js';
import { createTokenKeeper } from '../oauth/token-keeper.js';
import { Problem } from '../problem.js';
import { createCredentialsPort } from '../runtime/credentials-port.js';
import { systemClock } from '../runtime/system-clock.js';

/** For the whole test request, in milliseconds. */
const TEST_MS = 15_000;
const MOST_OF_IDENTITY = 200;

export interface TestOptions {
  database: Database;
  keys: KeyRing;
  http: HttpPort;
  workspaceId: string;
  signal: AbortSignal;
}

/**
 * Tries a credential: has its token where it is of a type that has one, and sends its test request where it has one, as
 * a step of a run would. A credential that doesn't work is an answer; one that can't be tested is refused.
 */
export async function testCredential(
  options: TestOptions,
  credential: WorkspaceCredential,
): Promise<CredentialTest> {
  const { type, test } = credential;
  const isFetched = isTokenType(type);
  if (!test && !isFetched) {
    throw new Problem(
      'invalid_request',
      'This credential has no test request. Add one: an address that answers only who is signed in.',
    );
  }
  const startedAt = Date.now();
  const token = isFetched ? await fetchToken(options, credential) : {};
  if (token.problem !== undefined || !test) {
    const { problem, ...about } = token;
    const latencyMs = Date.now() - startedAt;
    return { ok: problem === undefined, ...about, latencyMs, ...(problem !== undefined && { problem }) };
  }
  const { problem: _none, ...about } = token;
  return { ...about, ...(await sendTest(options, credential, test)) };
}

type AboutToken = Pick<CredentialTest, 'scopes' | 'expiresAt' | 'problem'>;

async function fetchToken(options: TestOptions, { id }: WorkspaceCredential): Promise<AboutToken> {
  const { database, keys, http, workspaceId } = options;
  const keeper = createTokenKeeper({ database, keys, http, clock: systemClock });
  const fresh = await keeper.fresh({ workspaceId, credentialId: id });
  if (!fresh.ok) return { problem: fresh.message };
  const scopes = fresh.scope?.split(' ').filter((scope) => scope !== '');
  return {
    ...(scopes && { scopes }),
    ...(fresh.expiresAt && { expiresAt: fresh.expiresAt.toISOString() }),
  };
}

async function sendTest(
  options: TestOptions,
  { slot, type }: WorkspaceCredential,
  { method, url, identity }: TestRequest,
): Promise<CredentialTest> {
  const { database, keys, http, workspaceId, signal } = options;
  const request: HttpRequestTemplate = {
    method,
    url,
    // The fields of a custom one stand in the URL.
    ...(type !== 'custom' && { auth: { type: 'credential', slot } }),
  };
  const startedAt = Date.now();
  const { result } = runGraph({
    graph: { steps: [{ id: 'test', type: 'http', request, retry: { attempts: 1 }, timeoutMs: TEST_MS }] },
    input: null,
    signal,
    ports: {
      http,
      clock: systemClock,
      random: Math.random,
      journal: { record: async () => {} },
      credentials: createCredentialsPort(database, keys, { workspaceId, http }),
    },
  });
  const { error, steps } = await result;
  const latencyMs = Date.now() - startedAt;
  if (error) return { ok: false, latencyMs, problem: inWords(error) };
  if (identity === undefined) return { ok: true, latencyMs };
  const found = getAtPlace(steps.test?.output, identity);
  if (typeof found !== 'string' && typeof found !== 'number') {
    const problem = `The service answered, but its answer has nothing at "${identity}" that says whose this is.`;
    return { ok: false, latencyMs, problem };
  }
  return { ok: true, identity: String(found).slice(0, MOST_OF_IDENTITY), latencyMs };
}

function inWords({ code, status, message }: StepError): string {
  if (status === 401)
    return 'The service refused it (401). Its secret is wrong, has run out or was withdrawn.';
  if (status === 403)
    return 'The service knows it, and forbids this request (403). It may lack a permission.';
  if (code === 'http_status') return `The service answered the test with status ${status}.`;
  return message;
}
