import type { DevOptions } from '../auth/dev-session.js';
import type { AuthOptions } from '../auth/verify-token.js';
import type { Config, SupabaseConfig } from '../config.js';
import { demoWorkspace, localUser } from '../demo/seed-demo-workspace.js';
import type { SignIn } from '../resources.js';
import { loadSecret } from './secrets.js';

const ISSUER = 'patchbay-local';
/** Supabase's for every signed-in user. */
const AUDIENCE = 'authenticated';

/** Who may sign in at a server, and how; parts of `ApiOptions`. */
export interface ChosenSignIn {
  auth: AuthOptions;
  signIn: SignIn;
  dev?: DevOptions;
}

/** The users of the Supabase project of the settings, or whoever sits at this machine. Never both. */
export async function chooseSignIn({ supabase, dataDir }: Config): Promise<ChosenSignIn> {
  return supabase ? supabaseSignIn(supabase) : localSignIn(await loadSecret(dataDir));
}

/** See https://supabase.com/docs/guides/auth/signing-keys. */
function supabaseSignIn({ url, publishableKey, jwtSecret }: SupabaseConfig): ChosenSignIn {
  const issuer = `${url}/auth/v1`;
  return {
    auth: jwtSecret
      ? { type: 'hs256', secret: jwtSecret, issuer, audience: AUDIENCE }
      : { type: 'jwks', url: `${issuer}/.well-known/jwks.json`, issuer, audience: AUDIENCE },
    signIn: publishableKey ? { type: 'supabase', url, publishableKey } : { type: 'none' },
  };
}

function localSignIn(secret: Uint8Array): ChosenSignIn {
  return {
    auth: { type: 'hs256', secret, issuer: ISSUER, audience: AUDIENCE },
    signIn: { type: 'local' },
    dev: {
      secret,
      issuer: ISSUER,
      audience: AUDIENCE,
      user: localUser,
      workspaceId: demoWorkspace.id,
      remoteAddress: socketAddress,
    },
  };
}

/** The address at the socket's other end, from what @hono/node-server binds to a request. */
function socketAddress(bindings: unknown): string | undefined {
  if (typeof bindings !== 'object' || bindings === null || !('incoming' in bindings)) return undefined;
  // `incoming` is Node's IncomingMessage, as the adaptor documents it.
  const incoming = bindings.incoming as { socket?: { remoteAddress?: string } };
  return incoming.socket?.remoteAddress;
}
