import { generateKeyPairSync } from 'node:crypto';
import { importSPKI, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, type Caller, startTestApi, type TestApi } from '../support/api.js';
import { findsSecret } from '../support/secret-finder.js';
import { startUpstream, type Upstream, type UpstreamHandler } from '../support/upstream-server.js';

const path = '/workspace/credentials';
const keys = {
  RS256: generateKeyPairSync('rsa', { modulusLength: 2_048 }),
  ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
};
type Algorithm = keyof typeof keys;
const pemOf = (algorithm: Algorithm) =>
  keys[algorithm].privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

let upstream: Upstream;
let t: TestApi;
let admin: Caller;
/** Answers a log-in or a token request. */
let answer: UpstreamHandler;
/** The tokens that the API takes. */
const valid = new Set<string>();
let count = 0;
const issueToken = () => {
  count += 1;
  const token = `token-number-${count}-0123456789abcdef`;
  valid.add(token);
  return token;
};

beforeAll(async () => {
  upstream = await startUpstream((request, response, incoming) => {
    if (request.url !== '/me') return answer(request, response, incoming);
    const { authorization = '', 'x-session': session = '' } = request.headers;
    const given = authorization.replace('Bearer ', '') || String(session);
    response.writeHead(valid.has(given) ? 200 : 401, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ heard: given }));
  });
  t = await startTestApi({ allow: [upstream] });
  admin = t.as(t.red.users.admin, 'red');
});
afterAll(async () => {
  await t.close();
  await upstream.close();
});

const tokenRequests = () => upstream.requests.filter(({ url }) => url !== '/me');
let slots = 0;

async function create(type: string, settings: object, secrets: object): Promise<Answer['body']> {
  slots += 1;
  const hosts = [`http://127.0.0.1:${upstream.port}`];
  const body = { slot: `slot_${slots}`, name: 'Fetched', type, settings, secrets, hosts };
  const created = await admin.request('POST', path, body);
  expect(created.status, JSON.stringify(created.body)).toBe(201);
  return created.body;
}

async function run(slot: string): Promise<Answer['body']> {
  const request = { method: 'GET', url: `${upstream.url}/me`, auth: { type: 'credential', slot } };
  const definition = { graph: { steps: [{ id: 'step_1', type: 'http', request, retry: { attempts: 1 } }] } };
  const { body } = await admin.request('POST', '/flows', { name: 'A flow', definition });
  return (await admin.request('POST', `/flows/${body.id}/execute`, { wait: 30 })).body;
}

describe('a signed assertion', () => {
  const settings = (algorithm: Algorithm) => ({
    tokenEndpoint: `${upstream.url}/token`,
    algorithm,
    issuer: 'robot@example.com',
    audience: 'https://accounts.example.com',
    keyId: 'key-7',
    scopes: 'sheets',
  });

  test.each<[Algorithm, string, (pem: string) => string]>([
    ['RS256', 'as a file has it', (pem) => pem],
    ['ES256', 'as a file has it', (pem) => pem],
    ['RS256', 'on one line', (pem) => pem.replaceAll('\n', '')],
    ['ES256', 'with its line breaks escaped', (pem) => pem.replaceAll('\n', '\\n')],
  ])('by %s, its key written %s, is what the token endpoint can verify', async (algorithm, _how, write) => {
    answer = (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ access_token: issueToken(), token_type: 'Bearer', expires_in: 3_600 }));
    };
    const { slot } = await create('jwt_assertion', settings(algorithm), {
      privateKey: write(pemOf(algorithm)),
    });
    expect((await run(slot)).status).toBe('succeeded');
    const form = new URLSearchParams(tokenRequests().at(-1)?.body);
    expect(form.get('grant_type')).toBe('urn:ietf:params:oauth:grant-type:jwt-bearer');
    expect(form.get('scope')).toBe('sheets');
    const spki = keys[algorithm].publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const { payload, protectedHeader } = await jwtVerify(
      form.get('assertion') ?? '',
      await importSPKI(spki, algorithm),
      { issuer: 'robot@example.com', subject: 'robot@example.com', audience: 'https://accounts.example.com' },
    );
    expect(protectedHeader).toMatchObject({ alg: algorithm, kid: 'key-7' });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(300);
  });

  test('by a key of another kind fails in words', async () => {
    const { slot } = await create('jwt_assertion', settings('ES256'), { privateKey: pemOf('RS256') });
    const { error } = await run(slot);
    expect(error).toMatchObject({ code: 'auth_expired', message: expect.stringContaining('ES256') });
  });

  test('takes no text for a key that is none', async () => {
    const body = {
      slot: 'no_key',
      name: 'No key',
      type: 'jwt_assertion',
      settings: settings('RS256'),
      secrets: { privateKey: 'canary-that-is-no-key' },
      hosts: ['api.example.com'],
    };
    const { status, body: problem } = await admin.request('POST', path, body);
    expect({ status, at: problem.errors[0].path }).toEqual({ status: 400, at: 'secrets.privateKey' });
    expect(JSON.stringify(problem)).not.toContain('canary');
  });
});

test.each<[string, number, object]>([
  ['as the standard has it', 400, { error: 'invalid_scope', error_description: 'canary-description' }],
  ['with status 200, as GitHub does', 200, { error: 'bad_code', error_description: 'canary-description' }],
  ['without a token', 200, { token_type: 'Bearer' }],
])(
  'a token endpoint that refuses %s fails the step, and none of its words are repeated',
  async (_how, status, body) => {
    answer = (_request, response) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    const settings = { tokenEndpoint: `${upstream.url}/token`, clientId: 'me', clientAuth: 'basic' };
    const { slot } = await create('oauth2_client_credentials', settings, { clientSecret: 'a-client-secret' });
    const ended = await run(slot);
    expect(ended.error.code).toBe('auth_expired');
    expect(JSON.stringify(ended)).not.toMatch(/canary|a-client-secret/);
  },
);

describe('a log-in', () => {
  const settings = (more: object = {}) => ({
    loginUrl: `${upstream.url}/login`,
    format: 'json',
    username: 'ada',
    usernameField: 'user',
    passwordField: 'pass',
    tokenFrom: 'body',
    tokenName: 'data.token',
    in: 'header',
    name: 'X-Session',
    ...more,
  });
  const secrets = { password: 'a-pass&word=9' };
  const inBody: UpstreamHandler = (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ data: { token: issueToken() } }));
  };

  test('is sent as JSON, its token found in the body and put where the settings say', async () => {
    answer = inBody;
    const { slot } = await create('session', settings(), secrets);
    const body = await run(slot);
    expect(body.status, JSON.stringify(body.error)).toBe('succeeded');
    expect(JSON.parse(tokenRequests().at(-1)?.body ?? '')).toEqual({ user: 'ada', pass: secrets.password });
    const token = String(upstream.requests.at(-1)?.headers['x-session']);
    expect(valid.has(token)).toBe(true);
    expect(findsSecret(JSON.stringify(body), token)).toBe(false);
  });

  test('is sent as a form, its token found in a header', async () => {
    answer = (_request, response) => {
      response.writeHead(204, { 'x-auth-token': issueToken() }).end();
    };
    const { slot } = await create(
      'session',
      settings({
        format: 'form',
        tokenFrom: 'header',
        tokenName: 'X-Auth-Token',
        in: 'header',
        name: 'Authorization',
        prefix: 'Bearer ',
      }),
      secrets,
    );
    expect((await run(slot)).status).toBe('succeeded');
    expect(Object.fromEntries(new URLSearchParams(tokenRequests().at(-1)?.body))).toEqual({
      user: 'ada',
      pass: secrets.password,
    });
  });

  test('is made once for many runs, and again when the API refuses its token', async () => {
    answer = inBody;
    const { slot } = await create('session', settings(), secrets);
    const before = tokenRequests().length;
    await Promise.all(Array.from({ length: 5 }, () => run(slot)));
    expect(tokenRequests().length - before).toBe(1);
    valid.clear();
    expect((await run(slot)).status).toBe('succeeded');
    expect(tokenRequests().length - before).toBe(2);
  });

  test.each<[string, UpstreamHandler, string, RegExp]>([
    ['refused', (_q, response) => response.writeHead(401).end(), 'auth_expired', /user name and password/],
    [
      'answered without a token',
      (_q, response) => response.writeHead(200).end('{}'),
      'auth_expired',
      /no token/,
    ],
    [
      'not possible now',
      (_q, response) => response.writeHead(503).end(),
      'connection_failed',
      /Try again later/,
    ],
    [
      'sent elsewhere',
      (_q, response) => response.writeHead(307, { location: 'https://evil.example/' }).end(),
      'auth_expired',
      /no token/,
    ],
  ])('that is %s says so', async (_name, how, code, message) => {
    answer = how;
    const { slot } = await create('session', settings(), secrets);
    expect((await run(slot)).error).toMatchObject({ code, message: expect.stringMatching(message) });
  });
});
