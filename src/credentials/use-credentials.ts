import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import type {
  CredentialCreate,
  CredentialTest,
  CredentialUpdate,
  DeleteOptions,
  PatchbayClient,
  WorkspaceCredential,
  WriteOptions,
} from '../client/index.js';
import { type Loadable, toLoadable } from '../provider/loadable.js';
import { useServer } from '../provider/use-server.js';

/** Most credentials that are loaded. */
const MOST = 1_000;

export interface Credentials extends Loadable<WorkspaceCredential[]> {
  /** Loads one anew. Rejects with an `ApiError` when the server refuses, as all of these do. */
  get: (id: string) => Promise<WorkspaceCredential>;
  create: (credential: CredentialCreate) => Promise<WorkspaceCredential>;
  update: (id: string, change: CredentialUpdate, options: WriteOptions) => Promise<WorkspaceCredential>;
  remove: (id: string, options: DeleteOptions) => Promise<void>;
  test: (id: string) => Promise<CredentialTest>;
  /** Begins to connect one; the browser goes to the address that it gives. */
  connect: (id: string, returnTo?: string) => Promise<{ url: string }>;
}

/** The credentials of the workspace without their secrets, newest change first, up to 1,000, and how to change them. */
export function useCredentials(): Credentials {
  const { client, queries } = useServer('useCredentials');
  const query = useQuery({ queryKey: ['credentials'], queryFn: () => allCredentials(client) }, queries);
  // Not mutations of the query library: its cache would keep what they are called with, which are secrets.
  const changed = useCallback(() => queries.invalidateQueries({ queryKey: ['credentials'] }), [queries]);
  const get = useCallback<Credentials['get']>((id) => client.credentials.get(id), [client]);
  const create = useCallback<Credentials['create']>(
    async (credential) => {
      const created = await client.credentials.create(credential);
      await changed();
      return created;
    },
    [client, changed],
  );
  const update = useCallback<Credentials['update']>(
    async (id, change, options) => {
      const updated = await client.credentials.update(id, change, options);
      await changed();
      return updated;
    },
    [client, changed],
  );
  const remove = useCallback<Credentials['remove']>(
    async (id, options) => {
      await client.credentials.delete(id, options);
      await changed();
    },
    [client, changed],
  );
  const test = useCallback<Credentials['test']>((id) => client.credentials.test(id), [client]);
  const connect = useCallback<Credentials['connect']>(
    (id, returnTo) => client.credentials.connect(id, returnTo === undefined ? {} : { returnTo }),
    [client],
  );
  return { ...toLoadable(query), get, create, update, remove, test, connect };
}

async function allCredentials(client: PatchbayClient): Promise<WorkspaceCredential[]> {
  const credentials: WorkspaceCredential[] = [];
  let cursor: string | undefined;
  do {
    const page = await client.credentials.list({ limit: 100, ...(cursor !== undefined && { cursor }) });
    credentials.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined && credentials.length < MOST);
  return credentials;
}
