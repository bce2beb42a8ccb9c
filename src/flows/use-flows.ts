import { useMutation, useQuery } from '@tanstack/react-query';
import type { Flow, FlowCreate } from '../client/index.js';
import { type Loadable, toLoadable } from '../provider/loadable.js';
import { useServer } from '../provider/use-server.js';

export interface Flows extends Loadable<Flow[]> {
  /** Rejects with an `ApiError` when the server refuses. */
  create: (flow: FlowCreate) => Promise<Flow>;
  isCreating: boolean;
}

/** The flows of the workspace, the newest 100, and how to make one. */
export function useFlows(): Flows {
  const { client, queries } = useServer('useFlows');
  const query = useQuery(
    { queryKey: ['flows'], queryFn: async () => (await client.flows.list({ limit: 100 })).items },
    queries,
  );
  const { mutateAsync, isPending } = useMutation(
    {
      mutationFn: (flow: FlowCreate) => client.flows.create(flow),
      onSuccess: () => queries.invalidateQueries({ queryKey: ['flows'] }),
    },
    queries,
  );
  return { ...toLoadable(query), create: mutateAsync, isCreating: isPending };
}
