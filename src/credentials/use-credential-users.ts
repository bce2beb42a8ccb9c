import { useQuery } from '@tanstack/react-query';
import type { CredentialUser } from '../client/index.js';
import { type Loadable, toLoadable } from '../provider/loadable.js';
import { useServer } from '../provider/use-server.js';

/** The flows and connectors that name a credential's slot, as they are now: asked for anew by each dialog. */
export function useCredentialUsers(id: string): Loadable<CredentialUser[]> {
  const { client, queries } = useServer('useCredentialUsers');
  return toLoadable(
    useQuery(
      { queryKey: ['credential-users', id], queryFn: () => client.credentials.users(id), gcTime: 0 },
      queries,
    ),
  );
}
