import type { Transaction } from 'kysely';
import type { Definition } from '#engine';
import type { DB, PinnedConnectors } from '../db/generated/database-types.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** What a step says to name a connector: its id or slug, and a version when the step wants one in particular. */
interface Wanted {
  connector: string;
  version?: number | undefined;
}

/** A connector's name in `pinned_connectors`. */
export const pinKey = ({ connector, version }: Wanted): string =>
  version === undefined ? connector : `${connector}@${version}`;

/**
 * Settles which version of which connector each step means, for a definition and for every connector it uses, however
 * deep. A connector that isn't there is left out: the step that names it fails when it is reached.
 */
export async function pinConnectors(
  tx: Transaction<DB>,
  workspaceId: string,
  definition: Definition,
): Promise<PinnedConnectors> {
  const pinned: PinnedConnectors = {};
  const seen = new Set<string>();
  let level = wantedBy(definition);
  while (level.length > 0) {
    const next: Wanted[] = [];
    for (const wanted of level) {
      const key = pinKey(wanted);
      if (seen.has(key)) continue;
      seen.add(key);
      const found = await findVersion(tx, workspaceId, wanted);
      if (!found) continue;
      pinned[key] = { id: found.id, version: found.version };
      next.push(...wantedBy(found.definition));
    }
    level = next;
  }
  return pinned;
}

function wantedBy({ graph }: Definition): Wanted[] {
  return graph.steps.flatMap((step) => (step.type === 'connector' ? [step] : []));
}

async function findVersion(
  tx: Transaction<DB>,
  workspaceId: string,
  { connector, version }: Wanted,
): Promise<{ id: string; version: number; definition: Definition } | undefined> {
  const base = tx.selectFrom('connectors').where('connectors.workspace_id', '=', workspaceId);
  // A slug may look like an id; the connector that has the id goes first.
  const named = UUID.test(connector)
    ? base
        .where((where) => where.or([where('connectors.id', '=', connector), where('slug', '=', connector)]))
        .orderBy((by) => by('connectors.id', '=', connector), 'desc')
    : base.where('slug', '=', connector);
  return named
    .innerJoin('connector_versions as saved', (join) =>
      join
        .onRef('saved.workspace_id', '=', 'connectors.workspace_id')
        .onRef('saved.connector_id', '=', 'connectors.id'),
    )
    .where('saved.version', '=', (value) =>
      version === undefined ? value.ref('connectors.version') : value.val(version),
    )
    .select(['connectors.id', 'saved.version', 'saved.definition'])
    .limit(1)
    .executeTakeFirst();
}
