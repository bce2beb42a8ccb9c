import type { Selectable, Transaction } from 'kysely';
import { sql } from 'kysely';
import { z } from 'zod';
import { service } from '../db/actor.js';
import type { Database } from '../db/database.js';
import type { DB, WorkspaceMembersTable } from '../db/generated/database-types.js';
import { notFound } from '../problem.js';
import { storable } from '../storable-text.js';
import type { Member, MemberCreate, MemberUpdate } from '../workspace-resources.js';

type Tx = Transaction<DB>;

const MAX_MEMBERS = 1_000;

export interface MemberTarget {
  workspaceId: string;
  userId: string;
}

/** At most 1,000, who came first first. */
export async function listMembers(tx: Tx, workspaceId: string): Promise<Member[]> {
  const rows = await tx
    .selectFrom('workspace_members')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('created_at')
    .orderBy('user_id')
    .limit(MAX_MEMBERS)
    .execute();
  return rows.map(toMember);
}

export async function getMember(tx: Tx, { workspaceId, userId }: MemberTarget): Promise<Member> {
  const row = z.uuid().safeParse(userId).success
    ? await tx
        .selectFrom('workspace_members')
        .selectAll()
        .where('workspace_id', '=', workspaceId)
        .where('user_id', '=', userId)
        .executeTakeFirst()
    : undefined;
  if (!row) throw notFound('member');
  return toMember(row);
}

/** Takes a user in, whom nobody asks whether there is one. */
export async function addMember(tx: Tx, workspaceId: string, member: MemberCreate): Promise<Member> {
  const { userId, role, email = null } = storable(member);
  const row = await tx
    .insertInto('workspace_members')
    .values({ workspace_id: workspaceId, user_id: userId, role, email })
    .returningAll()
    .executeTakeFirstOrThrow();
  return toMember(row);
}

/** The database refuses to demote the last owner, also where two are demoted at once. */
export async function updateMember(
  tx: Tx,
  { workspaceId, userId }: MemberTarget,
  { role }: MemberUpdate,
): Promise<Member> {
  const row = await tx
    .updateTable('workspace_members')
    .set({ role })
    .where('workspace_id', '=', workspaceId)
    .where('user_id', '=', userId)
    .returningAll()
    .executeTakeFirst();
  if (!row) throw notFound('member');
  return toMember(row);
}

export async function removeMember(tx: Tx, { workspaceId, userId }: MemberTarget): Promise<void> {
  const { numDeletedRows } = await tx
    .deleteFrom('workspace_members')
    .where('workspace_id', '=', workspaceId)
    .where('user_id', '=', userId)
    .executeTakeFirst();
  if (numDeletedRows === 0n) throw notFound('member');
}

/**
 * Keeps the email of a verified token beside the user's memberships, where others know them by it. As the service: if
 * members wrote it themselves, one could carry another's.
 */
export async function noteEmail(database: Database, user: { id: string; email: string }): Promise<void> {
  await database.as(service, (tx) =>
    tx
      .updateTable('workspace_members')
      .set({ email: user.email })
      .where('user_id', '=', user.id)
      .where(sql<boolean>`email is distinct from ${user.email}`)
      .execute(),
  );
}

function toMember(row: Selectable<WorkspaceMembersTable>): Member {
  return { userId: row.user_id, email: row.email, role: row.role, createdAt: row.created_at.toISOString() };
}
