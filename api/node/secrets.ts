import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Config, ConfigError } from '../config.js';
import { type KeyRing, KeyRingError, readKeyRing } from '../credentials/key-ring.js';
import { makeDataFolder } from './data-folder.js';

const BYTES = 32;

/**
 * The deployment's own secret: made once, kept in the data folder, readable by its owner alone. It signs local
 * sessions and is what idempotency keys are derived from, so it has to stay the same over restarts.
 */
export async function loadSecret(dataDir: string): Promise<Uint8Array> {
  const { path, text } = await makeOnce(dataDir, 'secret', () => randomBytes(BYTES).toString('hex'));
  const secret = Buffer.from(text, 'hex');
  if (secret.byteLength !== BYTES) {
    throw new Error(
      `${path} does not hold a secret. Delete it to have a new one made; local sessions then start anew.`,
    );
  }
  return secret;
}

/**
 * The keys that credentials are encrypted with: those of the setting, or of a server with a database of its own one
 * that is made once and kept in the data folder, readable by its owner alone. Never none.
 */
export async function loadKeyRing({ encryptionKeys, databaseUrl, dataDir }: Config): Promise<KeyRing> {
  if (encryptionKeys !== undefined) {
    return await readKeyRing(encryptionKeys).catch((cause) => {
      throw cause instanceof KeyRingError
        ? new ConfigError(`PATCHBAY_ENCRYPTION_KEYS: ${cause.message}`)
        : cause;
    });
  }
  if (databaseUrl !== undefined) {
    throw new ConfigError(
      'DATABASE_URL needs PATCHBAY_ENCRYPTION_KEYS beside it, the same for every server of this database. Make them once, as in k1:$(openssl rand -base64 32), and keep them safe: without them no credential opens.',
    );
  }
  const { path, text } = await makeOnce(
    dataDir,
    'encryption-keys',
    () => `k1:${randomBytes(BYTES).toString('base64')}`,
  );
  return await readKeyRing(text).catch((cause) => {
    if (!(cause instanceof KeyRingError)) throw cause;
    throw new Error(
      `${path} does not hold encryption keys: ${cause.message} Put back the file that was there: without it no credential opens.`,
    );
  });
}

/** Reads a file of the data folder, which is made where it isn't there. */
async function makeOnce(
  dataDir: string,
  name: string,
  make: () => string,
): Promise<{ path: string; text: string }> {
  await makeDataFolder(dataDir);
  const path = join(dataDir, name);
  try {
    // `wx` fails when the file is there: two servers that start at once agree on what the first one made.
    await writeFile(path, make(), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  return { path, text: (await readFile(path, 'utf8')).trim() };
}
