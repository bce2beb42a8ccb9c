import { randomUUID } from 'node:crypto';
import { createSigningKey, inSeconds, type SigningKey, signWith } from './key-set-server.js';
import { type ReceivedRequest, startUpstream, type Upstream } from './upstream-server.js';

export interface AuthUser {
  id: string;
  email: string;
  password: string;
}

/** The parts of Supabase Auth that sign people in, over HTTP: password and refresh grants, logout, and the key set. */
export interface AuthServer {
  /** As `SUPABASE_URL`. */
  url: string;
  issuer: string;
  key: SigningKey;
  users: AuthUser[];
  /** Seconds that the next tokens are good for. */
  lifetime: number;
  /** True: refresh tokens are refused, as after a sign-out everywhere. */
  refusesRefresh: boolean;
  /** How often each grant was asked for. */
  grants(type: 'password' | 'refresh_token'): number;
  upstream: Upstream;
  close(): Promise<void>;
}

const cors = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': '*',
  'access-control-allow-methods': '*',
};

export async function startAuthServer(...users: AuthUser[]): Promise<AuthServer> {
  const key = await createSigningKey('ES256', 'auth-1');
  /** Each is good for one refresh. */
  const refreshTokens = new Map<string, AuthUser>();

  const answer = async ({
    method,
    url,
    body,
  }: ReceivedRequest): Promise<[status: number, body?: unknown]> => {
    if (method === 'OPTIONS') return [204];
    if (url === '/auth/v1/.well-known/jwks.json') return [200, { keys: [key.publicJwk] }];
    if (url.startsWith('/auth/v1/logout')) return [204];
    const grant = /^\/auth\/v1\/token\?grant_type=(password|refresh_token)$/.exec(url)?.[1];
    if (method !== 'POST' || !grant) return [404, { error_code: 'not_found', msg: 'Not found' }];
    // What supabase-js sends with these two grants.
    const sent = JSON.parse(body) as { email?: string; password?: string; refresh_token?: string };
    const user =
      grant === 'password'
        ? users.find(({ email, password }) => email === sent.email && password === sent.password)
        : refreshTokens.get(server.refusesRefresh ? '' : (sent.refresh_token ?? ''));
    refreshTokens.delete(sent.refresh_token ?? '');
    if (!user) {
      return grant === 'password'
        ? [400, { code: 400, error_code: 'invalid_credentials', msg: 'Invalid login credentials' }]
        : [400, { code: 400, error_code: 'refresh_token_not_found', msg: 'Invalid Refresh Token' }];
    }
    const refresh_token = randomUUID();
    refreshTokens.set(refresh_token, user);
    const claims = { sub: user.id, email: user.email, iss: server.issuer, jti: randomUUID() };
    return [
      200,
      {
        access_token: await signWith(key, { ...claims, exp: inSeconds(server.lifetime) }),
        token_type: 'bearer',
        expires_in: server.lifetime,
        expires_at: inSeconds(server.lifetime),
        refresh_token,
        user: { id: user.id, email: user.email, aud: 'authenticated', role: 'authenticated' },
      },
    ];
  };

  const upstream = await startUpstream(async (request, response) => {
    const [status, document] = await answer(request);
    response.writeHead(status, { ...cors, 'content-type': 'application/json' });
    response.end(document === undefined ? undefined : JSON.stringify(document));
  });
  const server: AuthServer = {
    url: upstream.url,
    issuer: `${upstream.url}/auth/v1`,
    key,
    users,
    lifetime: 3_600,
    refusesRefresh: false,
    grants: (type) => upstream.requests.filter(({ url }) => url.endsWith(`grant_type=${type}`)).length,
    upstream,
    close: upstream.close,
  };
  return server;
}
