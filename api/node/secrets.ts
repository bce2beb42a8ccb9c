import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeDataFolder } from './data-folder.js';

const FILE = 'secret';
const BYTES = 32;

/**
 * The deployment's own secret: made once, kept in the data folder, readable by its owner alone. It signs local
 * sessions and is what idempotency keys are derived from, so it has to stay the same over restarts.
 */
export async function loadSecret(dataDir: string): Promise<Uint8Array> {
  await makeDataFolder(dataDir);
  const path = join(dataDir, FILE);
  try {
    // `wx` fails when the file is there: two servers that start at once agree on the first one's secret.
    await writeFile(path, randomBytes(BYTES).toString('hex'), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  const secret = Buffer.from((await readFile(path, 'utf8')).trim(), 'hex');
  if (secret.byteLength !== BYTES) {
    throw new Error(
      `${path} does not hold a secret. Delete it to have a new one made; local sessions then start anew.`,
    );
  }
  return secret;
}
