import type { Config } from '../config.js';
import { countByKey, rotateKeys } from '../credentials/rotate-keys.js';
import { migrate } from '../db/migrate.js';
import { openDatabase } from '../node/open-database.js';
import { loadKeyRing } from '../node/secrets.js';

/** Encrypts every credential with the first key of the settings, and prints how many each key has. */
export async function rotateKeysCommand(config: Config): Promise<number> {
  const keys = await loadKeyRing(config);
  const database = await openDatabase(config);
  try {
    await migrate(database);
    const done = await rotateKeys(database, keys, (count) => console.error(`${count} …`));
    console.log(`Encrypted ${done} credentials anew with ${keys.current}.`);
    for (const [kid, count] of await countByKey(database, keys)) console.log(`  ${kid}  ${count}`);
    return 0;
  } finally {
    await database.close();
  }
}
