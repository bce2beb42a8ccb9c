import { mkdir } from 'node:fs/promises';

/** Makes the data folder where it is missing, or says in a sentence why it can't be. */
export async function makeDataFolder(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`The data folder ${dataDir} can't be made (${reason}). Check PATCHBAY_DATA_DIR.`, {
      cause,
    });
  }
}
