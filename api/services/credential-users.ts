import { sql, type Transaction } from 'kysely';
import { type Definition, slotUses } from '#engine';
import type { CredentialUser } from '../credentials/credential-resources.js';
import type { DB } from '../db/generated/database-types.js';

/** More aren't looked for: the answer is for a person. */
const LIMIT = 50;

/** The flows and connectors of a workspace that name a slot, by name. */
export async function credentialUsers(
  tx: Transaction<DB>,
  workspaceId: string,
  slot: string,
): Promise<CredentialUser[]> {
  const users: CredentialUser[] = [];
  for (const [kind, table] of [
    ['flow', 'flows'],
    ['connector', 'connectors'],
  ] as const) {
    const rows = await tx
      .selectFrom(table)
      .select(['id', 'name', 'definition'])
      .where('workspace_id', '=', workspaceId)
      // A slot's name is the same in JSON: this leaves few to be read in full.
      .where(sql<boolean>`position(${slot} in definition::text) > 0`)
      .orderBy('name')
      .execute();
    for (const { id, name, definition } of rows)
      if (namesSlot(definition, slot)) users.push({ kind, id, name });
  }
  return users.slice(0, LIMIT);
}

function namesSlot({ graph }: Definition, slot: string): boolean {
  return graph.steps.some((step) => slotUses(step).some((use) => use.slot === slot));
}
