import { type Selectable, sql, type Transaction } from 'kysely';
import { z } from 'zod';
import type { ConnectorsTable, DB } from '../db/generated/database-types.js';
import { notFound, Problem } from '../problem.js';
import type { Connector, ConnectorCreate, ConnectorUpdate } from '../resources.js';
import { storable } from '../storable-text.js';
import { refuseConnectorCycle } from './connector-cycle.js';
import { usersOf } from './connector-users.js';
import { comesAfter, documentCursor } from './document-cursor.js';
import { containsPattern, DEFAULT_LIMIT, decodeCursor, fittingIn, type Page, toPage } from './page.js';
import { staleVersion } from './stale-version.js';

type Tx = Transaction<DB>;
type Row = Selectable<ConnectorsTable>;

export interface ConnectorQuery {
  q?: string | undefined;
  limit?: number | undefined;
  cursor?: string | undefined;
}

/** Newest change first. */
export async function listConnectors(
  tx: Tx,
  workspaceId: string,
  query: ConnectorQuery,
): Promise<Page<Connector>> {
  const limit = query.limit ?? DEFAULT_LIMIT;
  const after = decodeCursor(query.cursor, documentCursor);
  let select = tx
    .selectFrom('connectors')
    .select(['id', sql<number>`octet_length(definition::text)`.as('bytes')])
    .select(sql<string>`updated_at::text`.as('sort_at'))
    .where('workspace_id', '=', workspaceId);
  if (query.q !== undefined) {
    const pattern = containsPattern(query.q);
    select = select.where((where) =>
      where.or([
        where('name', 'ilike', pattern),
        where('slug', 'ilike', pattern),
        where('description', 'ilike', pattern),
      ]),
    );
  }
  if (after) select = select.where(comesAfter(after));
  const found = await select
    .orderBy('updated_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  const page = toPage(found, fittingIn(limit, found), {
    item: ({ id }) => id,
    key: (row) => [row.sort_at, row.id],
  });
  if (page.items.length === 0) return { items: [], nextCursor: null };
  const rows = await tx
    .selectFrom('connectors')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', page.items)
    .execute();
  const byId = new Map(rows.map((row) => [row.id, toConnector(row)]));
  // One that was deleted between the two queries is left out.
  return { ...page, items: page.items.flatMap((id) => byId.get(id) ?? []) };
}

/** Finds a connector by id, or by slug. */
export async function getConnector(tx: Tx, workspaceId: string, idOrSlug: string): Promise<Connector> {
  const row = await tx
    .selectFrom('connectors')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where(z.uuid().safeParse(idOrSlug).success ? 'id' : 'slug', '=', idOrSlug)
    .executeTakeFirst();
  if (!row) throw notFound('connector');
  return toConnector(row);
}

export async function createConnector(
  tx: Tx,
  workspaceId: string,
  connector: ConnectorCreate,
): Promise<Connector> {
  const body = storable(connector);
  const row = await tx
    .insertInto('connectors')
    .values({
      workspace_id: workspaceId,
      slug: body.slug,
      name: body.name,
      icon: body.icon ?? null,
      definition: JSON.stringify(body.definition),
      ...(body.description !== undefined && { description: body.description }),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await addVersion(tx, row);
  await refuseConnectorCycle(tx, row);
  return toConnector(row);
}

/** Saves a new version, if `version` is still the newest. */
export async function updateConnector(
  tx: Tx,
  target: { workspaceId: string; id: string; version: number },
  change: ConnectorUpdate,
): Promise<Connector> {
  const body = storable(change);
  const row = await tx
    .updateTable('connectors')
    .set({
      version: target.version + 1,
      ...(body.slug !== undefined && { slug: body.slug }),
      ...(body.name !== undefined && { name: body.name }),
      ...(body.description !== undefined && { description: body.description }),
      ...(body.icon !== undefined && { icon: body.icon }),
      ...(body.definition !== undefined && { definition: JSON.stringify(body.definition) }),
    })
    .where('workspace_id', '=', target.workspaceId)
    .where('id', '=', target.id)
    .where('version', '=', target.version)
    .returningAll()
    .executeTakeFirst();
  if (!row) throw staleVersion(await getConnector(tx, target.workspaceId, target.id));
  await addVersion(tx, row);
  if (body.definition !== undefined || body.slug !== undefined) await refuseConnectorCycle(tx, row);
  return toConnector(row);
}

/** Deletes a connector; without `force` it refuses while flows or other connectors have steps that run it, and names them. */
export async function deleteConnector(
  tx: Tx,
  target: { workspaceId: string; id: string; version: number },
  { force }: { force: boolean },
): Promise<void> {
  const connector = await getConnector(tx, target.workspaceId, target.id);
  if (connector.version !== target.version) throw staleVersion(connector);
  const users = await usersOf(tx, target.workspaceId, connector);
  if (users.length > 0 && !force) {
    const names = users.map(({ name }) => `"${name}"`).join(', ');
    throw new Problem(
      'connector_in_use',
      `${names} would break without it. Change them first, or delete with ?force=true.`,
      {
        errors: users.map(({ id, name }) => ({ path: id, message: `"${name}" runs this connector` })),
      },
    );
  }
  const { numDeletedRows } = await tx
    .deleteFrom('connectors')
    .where('workspace_id', '=', target.workspaceId)
    .where('id', '=', target.id)
    .where('version', '=', target.version)
    .executeTakeFirst();
  // Somebody saved or deleted it since it was read above.
  if (numDeletedRows === 0n) throw staleVersion(await getConnector(tx, target.workspaceId, target.id));
}

/** Those connectors that steps name by id or slug; names that fit none are absent. */
export async function findConnectors(
  tx: Tx,
  workspaceId: string,
  names: readonly string[],
): Promise<Connector[]> {
  if (names.length === 0) return [];
  const ids = names.filter((name) => z.uuid().safeParse(name).success);
  const rows = await tx
    .selectFrom('connectors')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where((where) =>
      where.or([where('slug', 'in', names), ...(ids.length > 0 ? [where('id', 'in', ids)] : [])]),
    )
    .execute();
  return rows.map(toConnector);
}

async function addVersion(tx: Tx, row: Row): Promise<void> {
  await tx
    .insertInto('connector_versions')
    .values({
      workspace_id: row.workspace_id,
      connector_id: row.id,
      version: row.version,
      name: row.name,
      definition: JSON.stringify(row.definition),
    })
    .execute();
}

function toConnector(row: Row): Connector {
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    description: row.description,
    icon: row.icon,
    type: row.type,
    definition: row.definition,
    version: row.version,
    stats: {
      executions: row.executions,
      succeeded: row.succeeded,
      failed: row.failed,
      averageDurationMs: row.executions > 0 ? row.total_duration_ms / row.executions : null,
      lastExecutedAt: row.last_executed_at?.toISOString() ?? null,
    },
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}
