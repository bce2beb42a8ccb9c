import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTokenVerifier } from '../../api/auth/verify-token.js';
import { createApi } from '../../api/create-api.js';
import { signToken, startTestApi, type TestApi, testAuth, toAnswer } from '../support/api.js';
import { startUpstream } from '../support/upstream-server.js';

let t: TestApi;
beforeAll(async () => {
  t = await startTestApi();
});
afterAll(() => t.close());

async function session(
  authorization: string | undefined,
  path = '/session',
  headers: Record<string, string> = {},
) {
  const response = await t.api.request(`/api/v1${path}`, {
    headers: { ...headers, ...(authorization !== undefined && { authorization }) },
  });
  return toAnswer(response);
}

describe('tokens', () => {
  test('a good one says who is asking and where they are a member', async () => {
    const answer = await session(`Bearer ${await signToken({ sub: t.red.users.editor })}`);
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      user: { id: t.red.users.editor, email: null },
      workspaces: [{ id: 'red', name: 'Workspace red', role: 'editor' }],
      capabilities: { runtime: 'embedded', embedded: false },
    });
  });

  test('an empty e-mail, as tokens of people without one have it, is none', async () => {
    const token = await signToken({ sub: t.red.users.editor, email: '' });
    expect(await session(`Bearer ${token}`)).toMatchObject({ status: 200, body: { user: { email: null } } });
  });

  const past = Math.floor(Date.now() / 1_000) - 60;
  test.each<[string, () => Promise<string> | string]>([
    ['none at all', () => ''],
    ['another scheme', () => 'Basic dXNlcjpwYXNz'],
    ['no token', () => 'Bearer'],
    ['garbage', () => 'Bearer abc.def.ghi'],
    ['two tokens', async () => `Bearer ${await signToken({ sub: t.red.users.editor })} x`],
    [
      'another secret',
      async () => `Bearer ${await signToken({ sub: t.red.users.editor }, { secret: 'x'.repeat(40) })}`,
    ],
    [
      'another algorithm',
      async () => `Bearer ${await signToken({ sub: t.red.users.editor }, { alg: 'HS512' })}`,
    ],
    [
      'alg none',
      () =>
        `Bearer ${new UnsecuredJWT({ sub: t.red.users.editor }).setIssuer(testAuth.issuer).setAudience(testAuth.audience).setExpirationTime('1h').encode()}`,
    ],
    ['expired', async () => `Bearer ${await signToken({ sub: t.red.users.editor, exp: past })}`],
    ['another audience', async () => `Bearer ${await signToken({ sub: t.red.users.editor, aud: 'anon' })}`],
    [
      'another issuer',
      async () => `Bearer ${await signToken({ sub: t.red.users.editor, iss: 'https://evil.example' })}`,
    ],
    ['no subject', async () => `Bearer ${await signToken({})}`],
    ['a subject that is no user id', async () => `Bearer ${await signToken({ sub: "' or true --" })}`],
  ])('%s is refused with 401', async (_name, header) => {
    const answer = await session(await header());
    expect(answer).toMatchObject({ status: 401, body: { code: 'unauthorized' } });
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });

  test('a token without an expiry is refused', async () => {
    const token = await new SignJWT({ sub: t.red.users.editor })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer(testAuth.issuer)
      .setAudience(testAuth.audience)
      .sign(new TextEncoder().encode(testAuth.secret));
    expect((await session(`Bearer ${token}`)).status).toBe(401);
  });

  test('tokens in the query or in a cookie are not looked at', async () => {
    const token = await signToken({ sub: t.red.users.editor });
    for (const name of ['token', 'access_token', 'authorization']) {
      expect((await session(undefined, `/session?${name}=${token}`)).status).toBe(401);
      expect((await session(undefined, '/session', { cookie: `${name}=${token}` })).status).toBe(401);
    }
  });

  test('a secret that is too short stops the start', () => {
    expect(() => createTokenVerifier({ ...testAuth, secret: 'short' })).toThrow('at least 32 bytes');
  });
});

describe('a key set', () => {
  test('takes its own keys, and no HS256 token that was made with the public key', async () => {
    const { publicKey, privateKey } = await generateKeyPair('ES256');
    const jwk = { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256', use: 'sig' };
    const upstream = await startUpstream((_request, response) => {
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: [jwk] }));
    });
    const verify = createTokenVerifier({
      type: 'jwks',
      url: `${upstream.url}/jwks.json`,
      issuer: testAuth.issuer,
      audience: testAuth.audience,
    });
    const claims = () =>
      new SignJWT({ email: 'ada@example.com' })
        .setSubject(t.red.users.editor)
        .setIssuer(testAuth.issuer)
        .setAudience(testAuth.audience)
        .setExpirationTime('5m');
    const good = await claims().setProtectedHeader({ alg: 'ES256', kid: 'k1' }).sign(privateKey);
    expect(await verify(good)).toEqual({ id: t.red.users.editor, email: 'ada@example.com' });
    const confused = await claims()
      .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
      .sign(new TextEncoder().encode(JSON.stringify(jwk)));
    await expect(verify(confused)).rejects.toMatchObject({ code: 'unauthorized' });
    await verify(good);
    expect(upstream.requests.length).toBe(1);
    await upstream.close();
  });
});

describe('local sessions', () => {
  const user = { id: '00000000-0000-4000-8000-000000000001', email: 'you@localhost' };
  const secret = new TextEncoder().encode(testAuth.secret);

  async function ask(remoteAddress: string | undefined, headers: Record<string, string>): Promise<number> {
    const local = createApi({
      database: t.database,
      auth: testAuth,
      dev: { ...testAuth, secret, user, workspaceId: 'red', remoteAddress: () => remoteAddress },
    });
    const response = await local.request('/api/v1/dev/session', { method: 'POST', headers });
    const { status } = response;
    if (status === 200) {
      const { token } = (await response.json()) as { token: string };
      const verified = await createTokenVerifier(testAuth)(token);
      expect(verified).toEqual(user);
    }
    return status;
  }

  test.each([
    ['127.0.0.1', { host: 'localhost:4310' }, 200],
    ['::1', { host: '[::1]:4310' }, 200],
    ['::ffff:127.0.0.1', { host: '127.0.0.1:4310', origin: 'http://localhost:5173' }, 200],
    ['127.0.0.1', { host: 'evil.example' }, 404],
    ['127.0.0.1', { host: 'localhost.evil.example:4310' }, 404],
    ['127.0.0.1', { host: 'localhost:4310', origin: 'https://evil.example' }, 404],
    ['127.0.0.1', { host: 'localhost:4310', origin: 'null' }, 404],
    ['10.0.0.7', { host: 'localhost:4310' }, 404],
    ['127.0.0.1.evil', { host: 'localhost:4310' }, 404],
    ['127.0.0.1', { host: 'localhost:4310', 'x-forwarded-for': '127.0.0.1' }, 404],
    ['127.0.0.1', { host: '127.0.0.1:4310', forwarded: 'for=192.0.2.60' }, 404],
    ['127.0.0.1', { host: '127.0.0.1:4310', via: '1.1 proxy' }, 404],
    [undefined, { host: 'localhost:4310' }, 404],
  ])('from %s with %o: %i', async (remoteAddress, headers, status) => {
    expect(await ask(remoteAddress, headers)).toBe(status);
  });

  test('a server that has them off answers 404', async () => {
    const response = await t.api.request('/api/v1/dev/session', {
      method: 'POST',
      headers: { host: 'localhost' },
    });
    expect(response.status).toBe(404);
  });
});
