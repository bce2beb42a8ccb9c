import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { PatchbayClient, Version, VersionSummary } from '../client/index.js';
import { type Loadable, toLoadable } from '../provider/loadable.js';
import { useServer } from '../provider/use-server.js';

/** Whose versions. */
export interface VersionsOf {
  kind: 'flow' | 'connector';
  id: string;
}

export interface Versions extends Loadable<VersionSummary[]> {
  hasMore: boolean;
  isLoadingMore: boolean;
  loadMore: () => void;
  /** Saves `version` as a new one over `newest`. Rejects with an `ApiError`: 412 when somebody saved meanwhile. */
  restore: (version: number, newest: number) => Promise<void>;
  /** Loads the list anew and waits for it. */
  refresh: () => Promise<unknown>;
}

/** Every save of a flow or connector, the newest first, page by page. */
export function useVersions({ kind, id }: VersionsOf): Versions {
  const { client, queries } = useServer('useVersions');
  const query = useInfiniteQuery(
    {
      queryKey: ['versions', kind, id],
      queryFn: ({ pageParam }) =>
        documentsOf(client, kind).versions(id, { limit: 50, ...(pageParam !== '' && { cursor: pageParam }) }),
      initialPageParam: '',
      getNextPageParam: (page) => page.nextCursor ?? undefined,
      // A list from before the last save would offer to restore over that.
      staleTime: 0,
    },
    queries,
  );
  const refresh = useCallback(
    () => queries.invalidateQueries({ queryKey: ['versions', kind, id] }),
    [queries, kind, id],
  );
  const restore = useCallback(
    async (version: number, newest: number) => {
      await documentsOf(client, kind).restore(id, version, { version: newest });
      await Promise.all([refresh(), queries.invalidateQueries({ queryKey: [`${kind}s`] })]);
    },
    [client, queries, kind, id, refresh],
  );
  return {
    ...toLoadable({ ...query, data: query.data?.pages.flatMap((page) => page.items) }),
    hasMore: query.hasNextPage,
    isLoadingMore: query.isFetchingNextPage,
    loadMore: () => void query.fetchNextPage(),
    restore,
    refresh,
  };
}

/** One version as it was saved; saved ones never change. `undefined`: none is asked for. */
export function useVersion({ kind, id }: VersionsOf, version: number | undefined): Loadable<Version> {
  const { client, queries } = useServer('useVersion');
  const query = useQuery(
    {
      queryKey: ['version', kind, id, version],
      queryFn: () => documentsOf(client, kind).version(id, version ?? 1),
      enabled: version !== undefined,
      staleTime: Number.POSITIVE_INFINITY,
    },
    queries,
  );
  return toLoadable(query);
}

function documentsOf(client: PatchbayClient, kind: VersionsOf['kind']) {
  return kind === 'flow' ? client.flows : client.connectors;
}
