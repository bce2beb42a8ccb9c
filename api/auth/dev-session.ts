import { SignJWT } from 'jose';
import type { DevSession } from '../resources.js';

const LIFETIME_S = 24 * 60 * 60;
const loopbackNames = new Set(['localhost', '127.0.0.1', '[::1]']);
const loopbackAddress = /^(?:127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/;

/** Lets whoever sits at this machine work as one local user, without an account. Never on for others. */
export interface DevOptions {
  secret: Uint8Array;
  issuer: string;
  audience: string;
  user: { id: string; email: string };
  workspaceId: string;
  /** The address of the socket's other end, from the platform's bindings; undefined: unknown, so refused. */
  remoteAddress(bindings: unknown): string | undefined;
}

/** Signs a token for the local user; valid for a day. */
export async function createDevSessionToken(dev: DevOptions): Promise<DevSession> {
  const expiresAt = new Date(Date.now() + LIFETIME_S * 1_000);
  const token = await new SignJWT({ email: dev.user.email })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(dev.user.id)
    .setIssuer(dev.issuer)
    .setAudience(dev.audience)
    .setIssuedAt()
    .setExpirationTime(expiresAt)
    .sign(dev.secret);
  return { token, expiresAt: expiresAt.toISOString(), workspaceId: dev.workspaceId };
}

/** A proxy on this machine would make everybody a local caller; these say that there is one. */
export const proxyHeaders = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip'];

export interface DevRequest {
  remoteAddress: string | undefined;
  host: string | undefined;
  origin: string | undefined;
  /** Whether one of `proxyHeaders` came along. */
  isForwarded: boolean;
}

/**
 * True when the caller is a program or page of this machine. The `Host` and `Origin` headers count as well:
 * a foreign page whose name was rebound to 127.0.0.1 comes from a loopback address, but under its own name.
 */
export function isLocalRequest({ remoteAddress, host, origin, isForwarded }: DevRequest): boolean {
  if (isForwarded || remoteAddress === undefined || !loopbackAddress.test(remoteAddress)) return false;
  if (host === undefined || !isLoopbackUrl(`http://${host}`)) return false;
  return origin === undefined || isLoopbackUrl(origin);
}

function isLoopbackUrl(text: string): boolean {
  return URL.canParse(text) && loopbackNames.has(new URL(text).hostname);
}
