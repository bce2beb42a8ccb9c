import { useInfiniteQuery } from '@tanstack/react-query';
import type { AuditEntry } from '../client/index.js';
import { type Loadable, toLoadable } from '../provider/loadable.js';
import { useServer } from '../provider/use-server.js';

export interface AuditFilter {
  subjectType?: string | undefined;
  actorId?: string | undefined;
}

export interface AuditEntries extends Loadable<AuditEntry[]> {
  hasMore: boolean;
  isLoadingMore: boolean;
  loadMore: () => void;
}

/** Who did what, the newest first, page by page. */
export function useAuditLog({ subjectType, actorId }: AuditFilter = {}): AuditEntries {
  const { client, queries } = useServer('useAuditLog');
  const query = useInfiniteQuery(
    {
      queryKey: ['audit', subjectType, actorId],
      queryFn: ({ pageParam }) =>
        client.audit.list({
          limit: 50,
          ...(subjectType !== undefined && { subjectType }),
          ...(actorId !== undefined && { actorId }),
          ...(pageParam !== '' && { cursor: pageParam }),
        }),
      initialPageParam: '',
      getNextPageParam: (page) => page.nextCursor ?? undefined,
    },
    queries,
  );
  return {
    ...toLoadable({ ...query, data: query.data?.pages.flatMap((page) => page.items) }),
    hasMore: query.hasNextPage,
    isLoadingMore: query.isFetchingNextPage,
    loadMore: () => void query.fetchNextPage(),
  };
}
