import { type Selectable, sql, type Transaction } from 'kysely';
import { z } from 'zod';
import type { DB, FlowsTable } from '../db/generated/database-types.js';
import { notFound } from '../problem.js';
import type { Flow, FlowCreate, FlowUpdate } from '../resources.js';
import { storable } from '../storable-text.js';
import { comesAfter, documentCursor } from './document-cursor.js';
import { containsPattern, DEFAULT_LIMIT, decodeCursor, fittingIn, type Page, toPage } from './page.js';
import { staleVersion } from './stale-version.js';

type Tx = Transaction<DB>;
type Row = Selectable<FlowsTable>;

export interface FlowQuery {
  q?: string | undefined;
  limit?: number | undefined;
  cursor?: string | undefined;
}

/** Newest change first. */
export async function listFlows(tx: Tx, workspaceId: string, query: FlowQuery): Promise<Page<Flow>> {
  const limit = query.limit ?? DEFAULT_LIMIT;
  const after = decodeCursor(query.cursor, documentCursor);
  let select = tx
    .selectFrom('flows')
    .select(['id', sql<number>`octet_length(definition::text)`.as('bytes')])
    .select(sql<string>`updated_at::text`.as('sort_at'))
    .where('workspace_id', '=', workspaceId);
  if (query.q !== undefined) {
    const pattern = containsPattern(query.q);
    select = select.where((where) =>
      where.or([where('name', 'ilike', pattern), where('description', 'ilike', pattern)]),
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
    .selectFrom('flows')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', page.items)
    .execute();
  const byId = new Map(rows.map((row) => [row.id, toFlow(row)]));
  // One that was deleted between the two queries is left out.
  return { ...page, items: page.items.flatMap((id) => byId.get(id) ?? []) };
}

export async function getFlow(tx: Tx, workspaceId: string, id: string): Promise<Flow> {
  const row = z.uuid().safeParse(id).success
    ? await tx
        .selectFrom('flows')
        .selectAll()
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', id)
        .executeTakeFirst()
    : undefined;
  if (!row) throw notFound('flow');
  return toFlow(row);
}

export async function createFlow(tx: Tx, workspaceId: string, flow: FlowCreate): Promise<Flow> {
  const body = storable(flow);
  const row = await tx
    .insertInto('flows')
    .values({
      workspace_id: workspaceId,
      name: body.name,
      definition: JSON.stringify(body.definition),
      ...(body.description !== undefined && { description: body.description }),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await addVersion(tx, row);
  return toFlow(row);
}

/** Saves a new version, if `version` is still the newest. */
export async function updateFlow(
  tx: Tx,
  target: { workspaceId: string; id: string; version: number },
  change: FlowUpdate,
): Promise<Flow> {
  const body = storable(change);
  const row = await tx
    .updateTable('flows')
    .set({
      version: target.version + 1,
      ...(body.name !== undefined && { name: body.name }),
      ...(body.description !== undefined && { description: body.description }),
      ...(body.definition !== undefined && { definition: JSON.stringify(body.definition) }),
    })
    .where('workspace_id', '=', target.workspaceId)
    .where('id', '=', target.id)
    .where('version', '=', target.version)
    .returningAll()
    .executeTakeFirst();
  if (!row) throw staleVersion(await getFlow(tx, target.workspaceId, target.id));
  await addVersion(tx, row);
  return toFlow(row);
}

/** Deletes a flow. Its executions stay, with the name it had. */
export async function deleteFlow(
  tx: Tx,
  target: { workspaceId: string; id: string; version: number },
): Promise<void> {
  const { numDeletedRows } = await tx
    .deleteFrom('flows')
    .where('workspace_id', '=', target.workspaceId)
    .where('id', '=', target.id)
    .where('version', '=', target.version)
    .executeTakeFirst();
  if (numDeletedRows === 0n) throw staleVersion(await getFlow(tx, target.workspaceId, target.id));
}

async function addVersion(tx: Tx, row: Row): Promise<void> {
  await tx
    .insertInto('flow_versions')
    .values({
      workspace_id: row.workspace_id,
      flow_id: row.id,
      version: row.version,
      name: row.name,
      definition: JSON.stringify(row.definition),
    })
    .execute();
}

function toFlow(row: Row): Flow {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    definition: row.definition,
    version: row.version,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}
