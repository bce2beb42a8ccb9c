import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { Member, MemberCreate, Role } from '../client/index.js';
import { type Loadable, toLoadable } from '../provider/loadable.js';
import { useServer } from '../provider/use-server.js';

export interface Members extends Loadable<Member[]> {
  /** These reject with an `ApiError` when the server refuses. */
  add: (member: MemberCreate) => Promise<void>;
  changeRole: (userId: string, role: Role) => Promise<void>;
  remove: (userId: string) => Promise<void>;
}

/** The members of the workspace, at most 1,000, and how to change them. */
export function useMembers(): Members {
  const { client, queries } = useServer('useMembers');
  const query = useQuery({ queryKey: ['members'], queryFn: () => client.members.list() }, queries);
  const changed = useCallback(() => queries.invalidateQueries({ queryKey: ['members'] }), [queries]);
  const add = useCallback<Members['add']>(
    async (member) => {
      await client.members.add(member);
      await changed();
    },
    [client, changed],
  );
  const changeRole = useCallback<Members['changeRole']>(
    async (userId, role) => {
      await client.members.update(userId, { role });
      await changed();
    },
    [client, changed],
  );
  const remove = useCallback<Members['remove']>(
    async (userId) => {
      await client.members.remove(userId);
      await changed();
    },
    [client, changed],
  );
  return { ...toLoadable(query), add, changeRole, remove };
}
