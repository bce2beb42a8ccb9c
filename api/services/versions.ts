import { sql, type Transaction } from 'kysely';
import { z } from 'zod';
import type { Definition } from '#engine';
import type { DB } from '../db/generated/database-types.js';
import { notFound } from '../problem.js';
import type { Version, VersionSummary } from '../resources.js';
import { DEFAULT_LIMIT, decodeCursor, type Page, toPage } from './page.js';

type Tx = Transaction<DB>;

/** Whose versions: a flow's or a connector's. */
export interface VersionsOf {
  kind: 'flow' | 'connector';
  workspaceId: string;
  id: string;
}

interface Row {
  version: number;
  name: string;
  created_at: Date;
  created_by: string | null;
}

const cursor = z.tuple([z.int().min(1).max(2_147_483_647)]);

/** The newest first, without their definitions. */
export async function listVersions(
  tx: Tx,
  of: VersionsOf,
  query: { limit?: number | undefined; cursor?: string | undefined },
): Promise<Page<VersionSummary>> {
  const limit = query.limit ?? DEFAULT_LIMIT;
  const [before] = decodeCursor(query.cursor, cursor) ?? [];
  const { rows } = await sql<Row>`
    select version, name, created_at, created_by
    from ${versionsOf(of)} ${before === undefined ? sql`` : sql`and version < ${before}`}
    order by version desc limit ${limit + 1}`.execute(tx);
  return toPage(rows, limit, { item: toSummary, key: ({ version }) => [version] });
}

/** One version as it was saved. */
export async function getVersion(tx: Tx, of: VersionsOf, version: number): Promise<Version> {
  const { rows } = await sql<Row & { definition: Definition }>`
    select version, name, created_at, created_by, definition
    from ${versionsOf(of)} and version = ${version}`.execute(tx);
  const [row] = rows;
  if (!row) throw notFound('version');
  return { ...toSummary(row), definition: row.definition };
}

/** The two tables are alike but for their names. */
function versionsOf({ kind, workspaceId, id }: VersionsOf) {
  const table = sql.table(`${kind}_versions`);
  return sql`${table} where workspace_id = ${workspaceId} and ${sql.ref(`${kind}_id`)} = ${id}`;
}

function toSummary({ version, name, created_at, created_by }: Row): VersionSummary {
  return { version, name, createdAt: created_at.toISOString(), createdBy: created_by };
}
