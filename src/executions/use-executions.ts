import { useInfiniteQuery } from '@tanstack/react-query';
import type { ExecutionStatus, ExecutionSummary } from '../client/index.js';
import { useServer } from '../provider/use-server.js';

export interface ExecutionFilter {
  flowId?: string | undefined;
  connectorId?: string | undefined;
  status?: ExecutionStatus | undefined;
  /** Rows per page, at most 100. Default: 30. */
  limit?: number | undefined;
}

export interface Executions {
  /** Absent until the first page came. */
  items: ExecutionSummary[] | undefined;
  isLoading: boolean;
  error: Error | undefined;
  hasMore: boolean;
  isLoadingMore: boolean;
  loadMore: () => void;
  reload: () => void;
}

/** Runs, the newest first. It looks again every second while one of them runs, else every ten. */
export function useExecutions(filter: ExecutionFilter = {}): Executions {
  const { client, queries } = useServer('useExecutions');
  const query = useInfiniteQuery(
    {
      queryKey: ['executions', filter],
      queryFn: ({ pageParam }) =>
        client.executions.list({
          limit: filter.limit ?? 30,
          ...(filter.flowId !== undefined && { flowId: filter.flowId }),
          ...(filter.connectorId !== undefined && { connectorId: filter.connectorId }),
          ...(filter.status !== undefined && { status: filter.status }),
          ...(pageParam !== '' && { cursor: pageParam }),
        }),
      initialPageParam: '',
      getNextPageParam: (page) => page.nextCursor ?? undefined,
      refetchInterval: ({ state }) => {
        if (state.status === 'error') return false;
        const rows = state.data?.pages.flatMap((page) => page.items) ?? [];
        return rows.some(({ status }) => status === 'queued' || status === 'running') ? 1_000 : 10_000;
      },
    },
    queries,
  );
  return {
    items: query.data?.pages.flatMap((page) => page.items),
    isLoading: query.isPending,
    error: query.error ?? undefined,
    hasMore: query.hasNextPage,
    isLoadingMore: query.isFetchingNextPage,
    loadMore: () => void query.fetchNextPage(),
    reload: () => void query.refetch(),
  };
}
