import { z } from 'zod';
import { service } from '../db/actor.js';
import type { Database } from '../db/database.js';

export interface NewWorkspace {
  /** What requests name it by: letters, digits, `_` and `-`, at most 64. It never changes. */
  id: string;
  name: string;
  /** The user id of its first owner. */
  owner: string;
}

/** A workspace that can't be made; the message is a sentence that says why. */
export class WorkspaceError extends Error {
  override readonly name = 'WorkspaceError';
}

/** Makes a workspace with one owner, or throws a `WorkspaceError`. For whoever runs the server: no policy is asked. */
export async function addWorkspace(database: Database, { id, name, owner }: NewWorkspace): Promise<void> {
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(id)) {
    throw new WorkspaceError(
      `"${id}" is no id for a workspace: take up to 64 letters, digits, _ and -, the first a letter or digit.`,
    );
  }
  if (name.trim() === '' || [...name].length > 200) {
    throw new WorkspaceError('The name of a workspace has 1 to 200 characters.');
  }
  if (!z.uuid().safeParse(owner).success) {
    throw new WorkspaceError(
      `"${owner}" is no user id. It is a UUID; Supabase lists them under Authentication.`,
    );
  }
  const isMade = await database.as(service, async (tx) => {
    const made = await tx
      .insertInto('workspaces')
      .values({ id, name })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .returning('id')
      .executeTakeFirst();
    if (!made) return false;
    await tx
      .insertInto('workspace_members')
      .values({ workspace_id: id, user_id: owner, role: 'owner' })
      .execute();
    return true;
  });
  if (!isMade) throw new WorkspaceError(`There is a workspace ${id} already. Choose another id.`);
}

/** Every workspace of the database, by id. For whoever runs the server. */
export function listWorkspaces(database: Database): Promise<{ id: string; name: string; members: number }[]> {
  return database.as(service, (tx) =>
    tx
      .selectFrom('workspaces as workspace')
      .leftJoin('workspace_members as member', 'member.workspace_id', 'workspace.id')
      .select(({ fn }) => [
        'workspace.id',
        'workspace.name',
        fn.count<number>('member.user_id').as('members'),
      ])
      .groupBy(['workspace.id', 'workspace.name'])
      .orderBy('workspace.id')
      .execute(),
  );
}
