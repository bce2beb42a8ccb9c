import type { Transaction } from 'kysely';
import type { Definition, FlowFile } from '#engine';
import type { DB } from '../db/generated/database-types.js';
import { refuseConnectorCycle, type SavedConnector } from './connector-cycle.js';

export interface ImportTarget {
  workspaceId: string;
  userId: string;
}

export interface ImportedFlow {
  flowId: string;
  /** Slugs of the connectors that were added. */
  added: string[];
  /** Slugs that the workspace had already; those connectors stay as they are. */
  kept: string[];
}

/** Stores a flow file: the flow as a new one, and those of its connectors whose slugs are free. As the service. */
export async function importFlowFile(
  tx: Transaction<DB>,
  file: FlowFile,
  target: ImportTarget,
): Promise<ImportedFlow> {
  const connectors = file.connectors ?? [];
  const added = await importConnectors(tx, connectors, target);
  const { id: flowId } = await tx
    .insertInto('flows')
    .values({
      workspace_id: target.workspaceId,
      name: file.name,
      description: file.description ?? '',
      definition: JSON.stringify(definitionOf(file)),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await tx
    .insertInto('flow_versions')
    .values({
      workspace_id: target.workspaceId,
      flow_id: flowId,
      version: 1,
      name: file.name,
      definition: JSON.stringify(definitionOf(file)),
      created_by: target.userId,
    })
    .execute();
  return { flowId, added, kept: connectors.map(({ slug }) => slug).filter((slug) => !added.includes(slug)) };
}

/** Adds the connectors whose slugs are free in the workspace, and answers those slugs. */
export async function importConnectors(
  tx: Transaction<DB>,
  connectors: NonNullable<FlowFile['connectors']>,
  { workspaceId, userId }: ImportTarget,
): Promise<string[]> {
  const added: (SavedConnector & { slug: string })[] = [];
  for (const connector of connectors) {
    const definition = JSON.stringify(definitionOf(connector));
    const row = await tx
      .insertInto('connectors')
      .values({
        workspace_id: workspaceId,
        slug: connector.slug,
        name: connector.name,
        description: connector.description ?? '',
        icon: connector.icon ?? null,
        definition,
      })
      .onConflict((conflict) => conflict.columns(['workspace_id', 'slug']).doNothing())
      .returning(['id', 'slug', 'name', 'version'])
      .executeTakeFirst();
    if (!row) continue;
    await tx
      .insertInto('connector_versions')
      .values({
        workspace_id: workspaceId,
        connector_id: row.id,
        version: row.version,
        name: connector.name,
        definition,
        created_by: userId,
      })
      .execute();
    added.push({ ...row, workspace_id: workspaceId, definition: connector });
  }
  // Only now are all there that they may run.
  for (const connector of added) await refuseConnectorCycle(tx, connector);
  return added.map(({ slug }) => slug);
}

function definitionOf({ inputSchema, outputSchema, permissions, graph }: Definition): Definition {
  return {
    ...(inputSchema && { inputSchema }),
    ...(outputSchema && { outputSchema }),
    ...(permissions && { permissions }),
    graph,
  };
}
