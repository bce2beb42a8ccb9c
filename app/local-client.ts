import {
  createClient,
  createDevSession,
  type DevSession,
  type PatchbayClient,
  type Role,
} from '../src/client/index.js';

/** A token with less time left than this, in milliseconds, is replaced before it is used. */
const MARGIN_MS = 60_000;

export interface LocalConnection {
  client: PatchbayClient;
  /** What the user may do in the workspace. */
  role: Role | undefined;
}

/**
 * Signs in at the server this page came from and gives a client that stays signed in: the token is renewed before
 * it expires, and once when the server no longer takes it (it was started with other keys). Rejects with an `ApiError`.
 */
export async function connectLocally(): Promise<LocalConnection> {
  let session = await createDevSession('');
  let renewing: Promise<DevSession> | undefined;
  const renew = async (): Promise<string> => {
    renewing ??= createDevSession('').finally(() => {
      renewing = undefined;
    });
    session = await renewing;
    return session.token;
  };
  const { workspaceId } = session;
  const client = createClient({
    baseUrl: '',
    workspaceId,
    token: () => (Date.parse(session.expiresAt) - Date.now() > MARGIN_MS ? session.token : renew()),
    fetch: async (url, init) => {
      const response = await fetch(url, init);
      if (response.status !== 401) return response;
      const headers = new Headers(init.headers);
      headers.set('authorization', `Bearer ${await renew()}`);
      return fetch(url, { ...init, headers });
    },
  });
  const { workspaces } = await client.session.get();
  return { client, role: workspaces.find(({ id }) => id === workspaceId)?.role };
}
