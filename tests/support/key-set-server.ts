import { type CryptoKey, exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';
import { startUpstream, type Upstream } from './upstream-server.js';

/** A key pair of the key set server. */
export interface SigningKey {
  kid: string;
  alg: 'ES256' | 'RS256';
  privateKey: CryptoKey;
  publicJwk: JWK;
}

/** A real server of a JSON Web Key Set, in the place where Supabase has it. */
export interface KeySetServer {
  /** As `SUPABASE_URL`. */
  url: string;
  issuer: string;
  jwksUrl: string;
  /** What it has; a test may change it, or make it answer something else. */
  keys: SigningKey[];
  answer: { status: number; body?: string };
  upstream: Upstream;
  close(): Promise<void>;
}

export async function createSigningKey(alg: SigningKey['alg'], kid: string): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { kid, alg, privateKey, publicJwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } };
}

export async function startKeySetServer(...keys: SigningKey[]): Promise<KeySetServer> {
  const upstream = await startUpstream((request, response) => {
    const isThere = request.url === '/auth/v1/.well-known/jwks.json';
    response.statusCode = isThere ? server.answer.status : 404;
    const set = JSON.stringify({ keys: server.keys.map(({ publicJwk }) => publicJwk) });
    response.setHeader('content-type', 'application/json').end(server.answer.body ?? set);
  });
  const issuer = `${upstream.url}/auth/v1`;
  const server: KeySetServer = {
    url: upstream.url,
    issuer,
    jwksUrl: `${issuer}/.well-known/jwks.json`,
    keys,
    answer: { status: 200 },
    upstream,
    close: upstream.close,
  };
  return server;
}

/** A token as Supabase Auth signs them, unless `claims` or `header` spoil it. */
export function signWith(
  key: SigningKey,
  claims: JWTPayload,
  header: Record<string, unknown> = {},
): Promise<string> {
  return new SignJWT({ aud: 'authenticated', role: 'authenticated', exp: inSeconds(600), ...claims })
    .setProtectedHeader({ alg: key.alg, kid: key.kid, ...header })
    .sign(key.privateKey);
}

/** The instant in so many seconds, as tokens have it. */
export function inSeconds(seconds: number): number {
  return Math.floor(Date.now() / 1_000) + seconds;
}
