import { useQuery } from '@tanstack/react-query';
import type { Session } from '../client/index.js';
import { type Loadable, toLoadable } from './loadable.js';
import { useServer } from './use-server.js';

/** Who is signed in, the workspaces they may enter, and what this deployment can do. */
export function useSession(): Loadable<Session> {
  const { client, queries } = useServer('useSession');
  return toLoadable(
    useQuery({ queryKey: ['session'], queryFn: () => client.session.get(), staleTime: 60_000 }, queries),
  );
}
