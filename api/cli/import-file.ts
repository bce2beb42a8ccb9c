import { type Config, ConfigError } from '../config.js';
import { service } from '../db/actor.js';
import { migrate } from '../db/migrate.js';
import { DEMO_ORIGIN } from '../demo/demo-connectors.js';
import { demoWorkspace, localUser, seedDemoWorkspace } from '../demo/seed-demo-workspace.js';
import { openDatabase } from '../node/open-database.js';
import { importFlowFile } from '../services/import-flow-file.js';
import { readFlowFile } from './read-flow-file.js';

/** Saves a flow file in the local workspace, as a new flow. Connectors whose slug is there already stay as they are. */
export async function importFile(path: string, config: Config): Promise<number> {
  if (config.supabase) {
    throw new ConfigError(
      'patchbay import saves in the local workspace, and with SUPABASE_URL there is none. Import the file through the API, as a member of a workspace.',
    );
  }
  const file = await readFlowFile(path);
  const database = await openDatabase(config);
  try {
    await migrate(database);
    await seedDemoWorkspace(database, DEMO_ORIGIN);
    const { added, kept, flowId } = await database.as(service, (tx) =>
      importFlowFile(tx, file, { workspaceId: demoWorkspace.id, userId: localUser.id }),
    );
    console.log(`Saved "${file.name}" as flow ${flowId}.`);
    if (added.length > 0) console.log(`Added the connectors ${added.join(', ')}.`);
    if (kept.length > 0) console.log(`Kept the connectors that were there: ${kept.join(', ')}.`);
    return 0;
  } finally {
    await database.close();
  }
}
