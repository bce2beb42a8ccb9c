import { sql, type Transaction } from 'kysely';
import type { Definition } from '#engine';
import type { DB } from '../db/generated/database-types.js';
import { Problem } from '../problem.js';
import { findConnectorChain } from './connector-chain.js';

/** Any fixed number: what saves of one workspace's connectors wait for one another on. */
const LOCK = 4_310_112;

export interface SavedConnector {
  workspace_id: string;
  id: string;
  name: string;
  version: number;
  definition: Pick<Definition, 'graph'>;
}

interface Use {
  user_id: string;
  id: string;
  name: string;
  version: number;
  /** The place among the user's steps, from 0. */
  step: number;
}

/**
 * Refuses a connector that would run itself, directly or through others. To be called after it was written, in the
 * same transaction: two saves at once that close a cycle together wait for one another here, and the later one fails.
 */
export async function refuseConnectorCycle(tx: Transaction<DB>, saved: SavedConnector): Promise<void> {
  if (!saved.definition.graph.steps.some(({ type }) => type === 'connector')) return;
  await sql`select pg_advisory_xact_lock(${LOCK}, hashtext(${saved.workspace_id}))`.execute(tx);
  const all = await reachableUses(tx, saved);
  const uses = new Map<string, string[]>();
  for (const { user_id, id } of all) uses.set(user_id, [...(uses.get(user_id) ?? []), id]);
  const chain = findConnectorChain(saved.id, uses);
  if (!chain) return;
  const names = new Map(all.map(({ id, name }) => [id, name]));
  const told = chain.map((id) => names.get(id) ?? saved.name).join(' → ');
  const step = all.find(({ user_id, id }) => user_id === saved.id && id === chain[1])?.step ?? 0;
  throw new Problem(
    'connector_cycle',
    `"${saved.name}" would run itself: ${told}. Take one of these steps out.`,
    {
      errors: [{ path: `definition.graph.steps[${step}].connector`, message: `This leads back: ${told}` }],
    },
  );
}

async function reachableUses(tx: Transaction<DB>, saved: SavedConnector): Promise<Use[]> {
  const all: Use[] = [];
  const seen = new Set<string>();
  let level: { id: string; version: number }[] = [saved];
  while (level.length > 0) {
    const found = await usesOf(tx, saved.workspace_id, level);
    all.push(...found);
    level = found.filter(({ id, version }) => {
      const key = `${id}@${version}`;
      return !seen.has(key) && seen.add(key);
    });
  }
  return all;
}

/** What these versions of connectors run. A step that names no version means the newest; names that fit none are absent. */
async function usesOf(
  tx: Transaction<DB>,
  workspaceId: string,
  users: readonly { id: string; version: number }[],
): Promise<Use[]> {
  const wanted = sql.join(users.map(({ id, version }) => sql`(${id}::uuid, ${version}::integer)`));
  const { rows } = await sql<Use>`
    select saved.connector_id as user_id, used.id, used.name, (step.position - 1)::integer as step,
      coalesce((step.value ->> 'version')::integer, used.version) as version
    from connector_versions as saved
    cross join json_array_elements(saved.definition -> 'graph' -> 'steps') with ordinality as step (value, position)
    join connectors as used
      on used.workspace_id = saved.workspace_id
      and (used.slug = step.value ->> 'connector' or used.id::text = lower(step.value ->> 'connector'))
    where saved.workspace_id = ${workspaceId}
      and (saved.connector_id, saved.version) in (${wanted})
      and step.value ->> 'type' = 'connector'`.execute(tx);
  return rows;
}
