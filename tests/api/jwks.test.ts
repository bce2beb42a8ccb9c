import { createPublicKey, randomUUID } from 'node:crypto';
import { SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { createApi } from '../../api/create-api.js';
import { type Answer, startTestApi, type TestApi, toAnswer } from '../support/api.js';
import {
  createSigningKey,
  inSeconds,
  type KeySetServer,
  type SigningKey,
  signWith,
  startKeySetServer,
} from '../support/key-set-server.js';

let t: TestApi;
let ec: SigningKey;
let rsa: SigningKey;
let server: KeySetServer;
/** An API that has never asked the key set server. */
let api: TestApi['api'];

beforeAll(async () => {
  t = await startTestApi();
  ec = await createSigningKey('ES256', 'ec-1');
  rsa = await createSigningKey('RS256', 'rsa-1');
});
afterAll(() => t.close());
beforeEach(async () => {
  server = await startKeySetServer(ec, rsa);
  api = createApi({
    database: t.database,
    auth: { type: 'jwks', url: server.jwksUrl, issuer: server.issuer, audience: 'authenticated' },
  });
});
afterEach(async () => {
  vi.useRealTimers();
  await server.close();
});

async function ask(token: string, path = '/session', headers: Record<string, string> = {}): Promise<Answer> {
  return toAnswer(
    await api.request(`/api/v1${path}`, { headers: { authorization: `Bearer ${token}`, ...headers } }),
  );
}

const claims = () => ({ sub: t.red.users.editor, iss: server.issuer, email: 'ada@example.com' });
const fetches = () => server.upstream.requests.length;

describe('tokens that keys of the set signed', () => {
  test.each([
    ['ES256', () => ec],
    ['RS256', () => rsa],
  ])('%s is taken', async (_name, key) => {
    const answer = await ask(await signWith(key(), claims()));
    expect(answer).toMatchObject({
      status: 200,
      body: { user: { id: t.red.users.editor, email: 'ada@example.com' }, workspaces: [{ id: 'red' }] },
    });
  });

  test('many at once, the first ones, share one fetch of the keys', async () => {
    const token = await signWith(ec, claims());
    const answers = await Promise.all(Array.from({ length: 25 }, () => ask(token)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 25 }, () => 200));
    expect(fetches()).toBe(1);
  });
});

describe('refused alike, with 401 and the same words', () => {
  const publicPem = () =>
    createPublicKey({ key: { ...rsa.publicJwk }, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
  const hs256 = (secret: string, kid: string) =>
    new SignJWT({ ...claims(), aud: 'authenticated', exp: inSeconds(600) })
      .setProtectedHeader({ alg: 'HS256', kid })
      .sign(new TextEncoder().encode(secret));

  test.each<[string, () => string | Promise<string>]>([
    ['alg none', () => new UnsecuredJWT({ ...claims(), aud: 'authenticated', exp: inSeconds(600) }).encode()],
    ['HS256 with the RSA public key (PEM)', () => hs256(String(publicPem()), 'rsa-1')],
    ['HS256 with the EC public key (JWK)', () => hs256(JSON.stringify(ec.publicJwk), 'ec-1')],
    ['not valid yet', () => signWith(ec, { ...claims(), nbf: inSeconds(120) })],
    ['of another issuer', () => signWith(ec, { ...claims(), iss: `${server.issuer}.evil.example` })],
    ['of no issuer', () => signWith(ec, { sub: t.red.users.editor })],
    ['for another audience', () => signWith(ec, { ...claims(), aud: 'anon' })],
    [
      'without an expiry',
      () =>
        new SignJWT({ ...claims(), aud: 'authenticated' })
          .setProtectedHeader({ alg: 'ES256', kid: 'ec-1' })
          .sign(ec.privateKey),
    ],
    ['without a subject', () => signWith(ec, { iss: server.issuer })],
    ['of an unknown key', () => signWith({ ...ec, kid: 'nobody' }, claims())],
    [
      'of another key under a known name',
      async () => signWith({ ...(await createSigningKey('ES256', 'ec-1')) }, claims()),
    ],
    ['that brings its own key', () => signWith({ ...ec, kid: 'mine' }, claims(), { jwk: ec.publicJwk })],
    [
      'whose header names another algorithm of the same key',
      async () => {
        const [, payload, signature] = (await signWith(rsa, claims())).split('.');
        return [Buffer.from('{"alg":"PS256","kid":"rsa-1"}').toString('base64url'), payload, signature].join(
          '.',
        );
      },
    ],
  ])('%s', async (_name, token) => {
    const answer = await ask(await token());
    expect({ ...answer.body, requestId: undefined }).toEqual({
      type: 'urn:patchbay:problem:unauthorized',
      title: 'Not signed in',
      status: 401,
      code: 'unauthorized',
      detail: 'The token is not valid here. Sign in again.',
    });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });

  test('an expired one is told so, and nothing else about it', async () => {
    const answer = await ask(await signWith(ec, { ...claims(), exp: inSeconds(-60) }));
    expect(answer).toMatchObject({
      status: 401,
      body: { code: 'unauthorized', detail: 'The token has expired. Sign in again.' },
    });
    const forged = await createSigningKey('ES256', 'ec-1');
    const other = await ask(await signWith(forged, { ...claims(), exp: inSeconds(-60) }));
    expect(other.body.detail).toBe('The token is not valid here. Sign in again.');
  });

  test('a good token in the query or a cookie is not looked at, and no key is fetched for it', async () => {
    const token = await signWith(ec, claims());
    for (const name of ['token', 'access_token', 'sb-access-token']) {
      const asked = [
        await api.request(`/api/v1/session?${name}=${token}`),
        await api.request('/api/v1/session', { headers: { cookie: `${name}=${token}` } }),
      ];
      expect(asked.map(({ status }) => status)).toEqual([401, 401]);
    }
    expect(fetches()).toBe(0);
  });
});

describe('the key set', () => {
  test('is asked once in 30 s, however many tokens name keys that nobody knows', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const flood = async () => {
      const tokens = Array.from({ length: 40 }, () => signWith({ ...ec, kid: randomUUID() }, claims()));
      const answers = await Promise.all((await Promise.all(tokens)).map((token) => ask(token)));
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
    };
    await flood();
    await flood();
    expect(fetches()).toBe(1);
    vi.setSystemTime(Date.now() + 29_999);
    await flood();
    expect(fetches()).toBe(1);
    vi.setSystemTime(Date.now() + 1);
    await flood();
    await flood();
    expect(fetches()).toBe(2);
    expect((await ask(await signWith(ec, claims()))).status).toBe(200);
  });

  test('may be rotated: a new key is found once the pause is over, and an old one that is gone is refused', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    expect((await ask(await signWith(ec, claims()))).status).toBe(200);
    const next = await createSigningKey('ES256', 'ec-2');
    server.keys = [next];
    vi.setSystemTime(Date.now() + 30_001);
    expect((await ask(await signWith(next, claims()))).status).toBe(200);
    expect((await ask(await signWith(ec, claims()))).status).toBe(401);
    expect(fetches()).toBe(2);
  });

  test.each([
    ['answers 500', { status: 500 }],
    ['answers what is no JSON', { status: 200, body: '<html>' }],
    ['answers JSON that is no key set', { status: 200, body: '{"keys":1}' }],
    ['has moved elsewhere', { status: 302 }],
  ])('that %s makes tokens wait with 503, and works again by itself', async (_name, broken) => {
    server.answer = broken;
    const token = await signWith(ec, claims());
    expect(await ask(token)).toMatchObject({ status: 503, body: { code: 'unavailable' } });
    expect((await api.request('/api/v1/session')).status).toBe(401);
    expect((await api.request('/api/v1/health')).status).toBe(200);
    server.answer = { status: 200 };
    expect((await ask(token)).status).toBe(200);
  });

  test('that is down is a 503 for tokens that need it, and known keys work on', async () => {
    const known = await signWith(ec, claims());
    expect((await ask(known)).status).toBe(200);
    await server.close();
    expect((await ask(known)).status).toBe(200);
    vi.useFakeTimers({ toFake: ['Date'] });
    vi.setSystemTime(Date.now() + 30_001);
    const unknown = await signWith({ ...ec, kid: 'new' }, claims());
    const answer = await ask(unknown);
    expect(answer).toMatchObject({ status: 503, body: { code: 'unavailable' } });
    expect(JSON.stringify(answer.body)).not.toMatch(/127\.0\.0\.1|ECONNREFUSED|jwks/);
    expect((await ask(known)).status).toBe(200);
  });

  test('is not asked for a token whose algorithm is none of its', async () => {
    const token = await new SignJWT(claims()).setProtectedHeader({ alg: 'HS256' }).sign(new Uint8Array(32));
    expect((await ask(token)).status).toBe(401);
    expect(fetches()).toBe(0);
  });
});
