import { sql, type Transaction } from 'kysely';
import type { DB } from '../db/generated/database-types.js';

/** More aren't named: the message is for a person. */
const LIMIT = 20;

/** A flow or connector with a step that runs another connector. */
export interface ConnectorUser {
  id: string;
  name: string;
}

/** The flows and connectors of a workspace that would break without this connector. */
export async function usersOf(
  tx: Transaction<DB>,
  workspaceId: string,
  connector: { id: string; slug: string },
): Promise<ConnectorUser[]> {
  const flows = await tx
    .selectFrom('flows')
    .select(['id', 'name'])
    .where('workspace_id', '=', workspaceId)
    .where(hasStepFor(connector))
    .orderBy('name')
    .limit(LIMIT)
    .execute();
  const connectors = await tx
    .selectFrom('connectors')
    .select(['id', 'name'])
    .where('workspace_id', '=', workspaceId)
    .where('id', '!=', connector.id)
    .where(hasStepFor(connector))
    .orderBy('name')
    .limit(LIMIT)
    .execute();
  return [...flows, ...connectors];
}

function hasStepFor({ id, slug }: { id: string; slug: string }) {
  return sql<boolean>`exists (
    select from json_array_elements(definition -> 'graph' -> 'steps') as step
    where step ->> 'type' = 'connector' and step ->> 'connector' in (${id}, ${slug})
  )`;
}
