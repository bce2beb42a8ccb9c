import type { Config } from '../config.js';
import type { MigratableDatabase } from '../db/database.js';
import { migrate } from '../db/migrate.js';
import { openDatabase } from '../node/open-database.js';
import { addWorkspace, listWorkspaces, type NewWorkspace, WorkspaceError } from '../services/workspaces.js';
import { UsageError } from './usage-error.js';

/** Makes a workspace with its first owner. */
export function addWorkspaceCommand(config: Config, workspace: NewWorkspace): Promise<number> {
  return onDatabase(config, async (database) => {
    try {
      await addWorkspace(database, workspace);
    } catch (error) {
      throw error instanceof WorkspaceError ? new UsageError(error.message) : error;
    }
    console.log(`Made the workspace ${workspace.id}. Its owner sees it at the next sign-in.`);
  });
}

/** Prints a line for each workspace: its id, its name and how many members it has. */
export function listWorkspacesCommand(config: Config): Promise<number> {
  return onDatabase(config, async (database) => {
    const workspaces = await listWorkspaces(database);
    for (const { id, name, members } of workspaces) {
      console.log(`${id}  ${name}  ${members} ${members === 1 ? 'member' : 'members'}`);
    }
    if (workspaces.length === 0)
      console.log('There are no workspaces yet. patchbay workspaces add makes one.');
  });
}

async function onDatabase(
  config: Config,
  run: (database: MigratableDatabase) => Promise<void>,
): Promise<number> {
  const database = await openDatabase(config);
  try {
    await migrate(database);
    await run(database);
    return 0;
  } finally {
    await database.close();
  }
}
