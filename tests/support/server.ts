import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Config, readConfig } from '../../api/config.js';
import { type RunningServer, type StartOptions, startServer } from '../../api/node/start-server.js';
import { copyMigratedDatabase } from './database-snapshot.js';

/** A folder of its own that is gone afterwards. */
export async function temporaryFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'patchbay-test-'));
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 5 }) };
}

/**
 * The embedded server on free ports; the demo API answers at once unless told otherwise. A data folder that isn't
 * there yet gets an empty database with the schema, which is much faster than making one.
 */
export async function startTestServer(
  config: Partial<Config> & { dataDir: string },
  options: StartOptions = {},
): Promise<RunningServer> {
  if (!existsSync(join(config.dataDir, 'postgres'))) await copyMigratedDatabase(config.dataDir);
  return startServer(
    { ...readConfig({ PORT: '0', PATCHBAY_DEMO_PORT: '0' }), ...config },
    { demoDelay: false, ...options },
  );
}
