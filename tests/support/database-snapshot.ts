import { createHash, randomUUID } from 'node:crypto';
import { cpSync, existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MigratableDatabase } from '../../api/db/database.js';
import { migrate } from '../../api/db/migrate.js';
import { bootstrapFiles, migrationFiles } from '../../api/db/migration-files.js';
import { createPgliteDatabase } from '../../api/db/pglite-database.js';
import { version } from '../../node_modules/@electric-sql/pglite/package.json';

const cache = fileURLToPath(new URL('../../node_modules/.cache/patchbay', import.meta.url));
/** Folders of schemas that nobody can still be copying are thrown away after this. */
const STALE_MS = 24 * 3_600_000;

/**
 * Puts a migrated, empty embedded database into `dataDir`, for `createPgliteDatabase({ dataDir })` to open. To make
 * one takes seconds, to copy it a twentieth of one: so it is made once for each schema and PGlite, and kept beside
 * the packages.
 */
export async function copyMigratedDatabase(dataDir: string): Promise<void> {
  await mkdir(dataDir, { recursive: true });
  cpSync(await snapshot(), dataDir, { recursive: true }); // a thousand small files: ten times as fast as without Sync
}

/** A migrated PGlite of its own, on a folder that is gone when it closes. */
export async function openMigratedPglite(): Promise<MigratableDatabase> {
  const dataDir = await mkdtemp(join(tmpdir(), 'patchbay-pglite-'));
  await copyMigratedDatabase(dataDir);
  const database = await createPgliteDatabase({ dataDir });
  return {
    ...database,
    close: async () => {
      await database.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function snapshot(): Promise<string> {
  const sources = [
    version,
    migrate.toString(),
    ...[...bootstrapFiles, ...migrationFiles].map(({ sql }) => sql),
  ];
  const key = createHash('sha256').update(JSON.stringify(sources)).digest('hex').slice(0, 16);
  const folder = join(cache, `database-${key}`);
  if (!existsSync(folder)) await make(folder);
  return folder;
}

/** Whole from the moment it is there: several test files may make it at once, and the first one's stays. */
async function make(folder: string): Promise<void> {
  const draft = join(cache, `draft-${randomUUID()}`);
  await mkdir(draft, { recursive: true });
  await removeStale();
  try {
    const database = await createPgliteDatabase({ dataDir: draft });
    await migrate(database);
    await database.close();
    await rename(draft, folder);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
}

async function removeStale(): Promise<void> {
  for (const name of await readdir(cache)) {
    const path = join(cache, name);
    const found = await stat(path).catch(() => undefined); // another test file has moved or removed it
    if (found && Date.now() - found.mtimeMs > STALE_MS) await rm(path, { recursive: true, force: true });
  }
}
