import { ApiError } from './api-error.js';
import type { ClientOptions, FetchLike } from './transport.js';

interface SessionAnswer {
  data: { session: { access_token: string } | null };
  error: { name: string; message: string } | null;
}

/** The part of a Supabase client (`@supabase/supabase-js` 2) that keeps somebody signed in. */
export interface SupabaseAuth {
  auth: {
    getSession(): Promise<SessionAnswer>;
    refreshSession(): Promise<SessionAnswer>;
  };
}

/**
 * Options for `createClient` that sign its requests with the Supabase session: each asks for the access token, which
 * Supabase renews before it expires; and where the server refuses one with 401 still, it is renewed and the request
 * sent once more. Without a session a request fails with `unauthorized` (401) and is not sent, and with `network` when
 * the session can't be renewed for want of a connection.
 *
 * @example
 * const supabase = createSupabaseClient(url, publishableKey);
 * const client = createClient({ baseUrl, workspaceId, ...supabaseSession(supabase) });
 */
export function supabaseSession(
  { auth }: SupabaseAuth,
  fetch: FetchLike = (url, init) => globalThis.fetch(url, init),
): Required<Pick<ClientOptions, 'token' | 'fetch'>> {
  let renewing: Promise<string | undefined> | undefined;
  /** What to try a refused token's request with; nothing: it stays refused. */
  const renew = async (refused: string): Promise<string | undefined> => {
    const { data } = await auth.getSession();
    const current = data.session?.access_token;
    // Another request has renewed it meanwhile.
    if (current !== undefined && bearer(current) !== refused) return current;
    renewing ??= auth
      .refreshSession()
      .then((answer) => answer.data.session?.access_token)
      .finally(() => {
        renewing = undefined;
      });
    return renewing;
  };
  return {
    token: async () => {
      const { data, error } = await auth.getSession();
      if (data.session) return data.session.access_token;
      throw error ? toApiError(error) : signedOut();
    },
    fetch: async (url, init) => {
      const response = await fetch(url, init);
      if (response.status !== 401) return response;
      const headers = new Headers(init.headers);
      const token = await renew(headers.get('authorization') ?? '');
      if (token === undefined) return response;
      await response.body?.cancel();
      headers.set('authorization', bearer(token));
      return fetch(url, { ...init, headers });
    },
  };
}

const bearer = (token: string): string => `Bearer ${token}`;

/** Supabase says by its name whether another try may help. */
function toApiError(error: { name: string; message: string }): ApiError {
  if (error.name !== 'AuthRetryableFetchError') return signedOut(error);
  const detail = 'The session could not be renewed. Check the connection and try again.';
  return new ApiError({ code: 'network', detail }, { cause: error });
}

function signedOut(cause?: unknown): ApiError {
  return new ApiError(
    { status: 401, code: 'unauthorized', detail: 'Nobody is signed in. Sign in again.' },
    { cause },
  );
}
