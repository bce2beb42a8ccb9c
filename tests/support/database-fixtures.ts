import { randomUUID } from 'node:crypto';
import type { Definition, Graph, JsonValue } from '#engine';
import { service } from '../../api/db/actor.js';
import type { Database } from '../../api/db/database.js';

type MemberRole = 'viewer' | 'editor' | 'admin' | 'owner';

export interface TestWorkspace {
  id: string;
  /** The user of each role. */
  users: Record<MemberRole, string>;
}

/** A workspace with one user in each role. */
export async function createWorkspace(database: Database, id: string): Promise<TestWorkspace> {
  const users = { viewer: randomUUID(), editor: randomUUID(), admin: randomUUID(), owner: randomUUID() };
  const roles = ['viewer', 'editor', 'admin', 'owner'] as const;
  await database.as(service, async (tx) => {
    await tx
      .insertInto('workspaces')
      .values({ id, name: `Workspace ${id}` })
      .execute();
    await tx
      .insertInto('workspace_members')
      .values(roles.map((role) => ({ workspace_id: id, user_id: users[role], role })))
      .execute();
  });
  return { id, users };
}

/** A graph with one step that answers its input. */
export const echoGraph: Graph = {
  steps: [{ id: 'step_1', type: 'transform', output: { got: '{{input}}' } }],
};

/** Saves a flow at version 1 and answers its id. */
export async function saveFlow(
  database: Database,
  workspaceId: string,
  graph: Graph,
  name = 'A flow',
): Promise<string> {
  const definition = JSON.stringify({ graph } satisfies Definition);
  return database.as(service, async (tx) => {
    const { id } = await tx
      .insertInto('flows')
      .values({ workspace_id: workspaceId, name, definition })
      .returning('id')
      .executeTakeFirstOrThrow();
    await tx
      .insertInto('flow_versions')
      .values({ workspace_id: workspaceId, flow_id: id, version: 1, name, definition })
      .execute();
    return id;
  });
}

/** Saves a connector at version 1 and answers its id. */
export async function saveConnector(
  database: Database,
  workspaceId: string,
  slug: string,
  graph: Graph,
  inputSchema?: Record<string, JsonValue>,
): Promise<string> {
  const definition = JSON.stringify({ graph, ...(inputSchema && { inputSchema }) } satisfies Definition);
  return database.as(service, async (tx) => {
    const { id } = await tx
      .insertInto('connectors')
      .values({ workspace_id: workspaceId, slug, name: slug, definition })
      .returning('id')
      .executeTakeFirstOrThrow();
    await tx
      .insertInto('connector_versions')
      .values({ workspace_id: workspaceId, connector_id: id, version: 1, name: slug, definition })
      .execute();
    return id;
  });
}

/** Saves the next version of a connector. */
export async function saveConnectorVersion(
  database: Database,
  { workspaceId, id, version, graph }: { workspaceId: string; id: string; version: number; graph: Graph },
): Promise<void> {
  const definition = JSON.stringify({ graph } satisfies Definition);
  await database.as(service, async (tx) => {
    const { name } = await tx
      .updateTable('connectors')
      .set({ definition, version })
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', id)
      .returning('name')
      .executeTakeFirstOrThrow();
    await tx
      .insertInto('connector_versions')
      .values({ workspace_id: workspaceId, connector_id: id, version, name, definition })
      .execute();
  });
}
