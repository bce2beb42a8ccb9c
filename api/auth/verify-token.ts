import {
  createRemoteJWKSet,
  errors,
  type JWTPayload,
  type JWTVerifyGetKey,
  type JWTVerifyOptions,
  jwtVerify,
} from 'jose';
import { z } from 'zod';
import { Problem } from '../problem.js';

/** How bearer tokens are verified. `issuer` and `audience` must both match; the algorithm is never the token's choice. */
export type AuthOptions =
  | { type: 'hs256'; secret: string | Uint8Array; issuer: string; audience: string }
  /** Asymmetric keys from a key set (Supabase: `<SUPABASE_URL>/auth/v1/.well-known/jwks.json`). */
  | { type: 'jwks'; url: string; issuer: string; audience: string };

/** Who is asking. */
export interface User {
  id: string;
  email: string | null;
}

export type VerifyToken = (token: string) => Promise<User>;

const MIN_SECRET_BYTES = 32;
const CLOCK_TOLERANCE_S = 5;
/** However many tokens name keys that nobody knows, the key set is asked again once in this time. */
const KEY_SET_COOLDOWN_MS = 30_000;
const subjectSchema = z.uuid();

/**
 * Gives a verifier that answers with the token's user, or throws a Problem: `unauthorized`, or `unavailable` where the
 * key set can't be had, since nobody knows then whether the token is good.
 */
export function createTokenVerifier(auth: AuthOptions): VerifyToken {
  const verify = createVerify(auth);
  return async (token) => {
    const payload = await verify(token).catch((cause: unknown) => {
      throw cause instanceof errors.JOSEError ? unauthorized(reasonOf(cause), cause) : cause;
    });
    const subject = subjectSchema.safeParse(payload.sub);
    if (!subject.success) throw unauthorized("The token's subject is not a user id.");
    return {
      id: subject.data,
      email: typeof payload.email === 'string' && payload.email !== '' ? payload.email : null,
    };
  };
}

function createVerify(auth: AuthOptions): (token: string) => Promise<JWTPayload> {
  const options: JWTVerifyOptions = {
    issuer: auth.issuer,
    audience: auth.audience,
    clockTolerance: CLOCK_TOLERANCE_S,
    requiredClaims: ['sub', 'exp'],
  };
  if (auth.type === 'hs256') {
    const secret = typeof auth.secret === 'string' ? new TextEncoder().encode(auth.secret) : auth.secret;
    if (secret.byteLength < MIN_SECRET_BYTES)
      throw new Error(`The token secret must have at least ${MIN_SECRET_BYTES} bytes.`);
    return async (token) => (await jwtVerify(token, secret, { ...options, algorithms: ['HS256'] })).payload;
  }
  const keys = createKeySet(auth.url);
  const algorithms = ['ES256', 'ES384', 'RS256', 'RS384', 'RS512', 'PS256', 'EdDSA'];
  return async (token) => (await jwtVerify(token, keys, { ...options, algorithms })).payload;
}

/** Keys are kept for ten minutes, and asked for again before that when a token names one that isn't among them. */
function createKeySet(url: string): JWTVerifyGetKey {
  const keys = createRemoteJWKSet(new URL(url), { cooldownDuration: KEY_SET_COOLDOWN_MS });
  return async (header, token) => {
    try {
      return await keys(header, token);
    } catch (cause) {
      if (isAboutToken(cause)) throw cause;
      const detail = 'The keys that sign tokens cannot be fetched right now. Try again soon.';
      throw new Problem('unavailable', detail, { cause });
    }
  };
}

/** The key set is there, and the token's key is none of its. */
function isAboutToken(error: unknown): boolean {
  return (
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys ||
    error instanceof errors.JOSENotSupported
  );
}

export function unauthorized(detail: string, cause?: unknown): Problem {
  const headers = { 'www-authenticate': 'Bearer' };
  return new Problem('unauthorized', detail, { headers, cause });
}

function reasonOf(error: errors.JOSEError): string {
  if (error instanceof errors.JWTExpired) return 'The token has expired. Sign in again.';
  return 'The token is not valid here. Sign in again.';
}
