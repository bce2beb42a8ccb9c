import { useQuery } from '@tanstack/react-query';
import { useServer } from '../provider/use-server.js';

/** E-mails of the workspace's members by user id; empty while, or where, they can't be read. */
export function useMemberNames(): ReadonlyMap<string, string> {
  const { client, queries } = useServer('useMemberNames');
  const { data } = useQuery({ queryKey: ['members'], queryFn: () => client.members.list() }, queries);
  return new Map((data ?? []).flatMap(({ userId, email }) => (email === null ? [] : [[userId, email]])));
}
