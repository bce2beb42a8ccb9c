import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { ApiKey, ApiKeyCreate, CreatedApiKey } from '../client/index.js';
import { type Loadable, toLoadable } from '../provider/loadable.js';
import { useServer } from '../provider/use-server.js';

export interface ApiKeys extends Loadable<ApiKey[]> {
  /** The only answer that holds the token. These reject with an `ApiError` when the server refuses. */
  create: (key: ApiKeyCreate) => Promise<CreatedApiKey>;
  revoke: (id: string) => Promise<void>;
}

/** The API keys of the workspace without their tokens, and how to make and end them. */
export function useApiKeys(): ApiKeys {
  const { client, queries } = useServer('useApiKeys');
  const query = useQuery({ queryKey: ['keys'], queryFn: () => client.keys.list() }, queries);
  // Not mutations of the query library: its cache would keep the answer, which holds a token.
  const changed = useCallback(() => queries.invalidateQueries({ queryKey: ['keys'] }), [queries]);
  const create = useCallback<ApiKeys['create']>(
    async (key) => {
      const created = await client.keys.create(key);
      await changed();
      return created;
    },
    [client, changed],
  );
  const revoke = useCallback<ApiKeys['revoke']>(
    async (id) => {
      await client.keys.revoke(id);
      await changed();
    },
    [client, changed],
  );
  return { ...toLoadable(query), create, revoke };
}
