import { type FlowFile, parseFlowFile } from '#engine';
import ordersFlow from '../../examples/orders.flow.json';
import { service } from '../db/actor.js';
import type { Database } from '../db/database.js';
import { importConnectors, importFlowFile } from '../services/import-flow-file.js';
import { DEMO_ORIGIN, demoConnectors } from './demo-connectors.js';

/** The one workspace and user of an embedded server. */
export const demoWorkspace = { id: 'demo', name: 'Demo workspace' };
export const localUser = { id: '00000000-0000-4000-8000-000000000001', email: 'you@localhost' };

/**
 * Makes the demo workspace with its user, a flow and a few connectors, unless it is there: what somebody changed
 * or deleted stays so. Answers whether it was made. `demoUrl` is where the demo API is.
 */
export async function seedDemoWorkspace(database: Database, demoUrl: string): Promise<boolean> {
  const file = atOrigin(demoFlowFile(), demoUrl);
  const connectors = atOrigin(demoConnectors, demoUrl);
  return database.as(service, async (tx) => {
    const workspace = await tx
      .insertInto('workspaces')
      .values(demoWorkspace)
      .onConflict((conflict) => conflict.column('id').doNothing())
      .returning('id')
      .executeTakeFirst();
    if (!workspace) return false;
    const target = { workspaceId: demoWorkspace.id, userId: localUser.id };
    await tx
      .insertInto('workspace_members')
      .values({ workspace_id: target.workspaceId, user_id: target.userId, role: 'owner' })
      .execute();
    await importFlowFile(tx, file, target);
    await importConnectors(tx, connectors, target);
    return true;
  });
}

/** The flow file that comes with Patchbay. */
function demoFlowFile(): FlowFile {
  const parsed = parseFlowFile(ordersFlow);
  if (!parsed.ok) throw new Error(`examples/orders.flow.json: ${parsed.problems[0]?.message}`);
  return parsed.value;
}

/** The same documents with the demo API's real address. */
function atOrigin<T>(documents: T, demoUrl: string): T {
  if (demoUrl === DEMO_ORIGIN) return documents;
  // JSON in, the same JSON out but for the address, which needs no escaping.
  return JSON.parse(JSON.stringify(documents).replaceAll(DEMO_ORIGIN, demoUrl)) as T;
}
