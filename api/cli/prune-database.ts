import type { Config } from '../config.js';
import { migrate } from '../db/migrate.js';
import { openDatabase } from '../node/open-database.js';
import { prune, retentionOf } from '../services/retention.js';

/** Deletes what the settings no longer keep, and says how much that was. */
export async function pruneDatabase(config: Config): Promise<number> {
  const database = await openDatabase(config);
  try {
    await migrate(database);
    const pruned = await prune(database, retentionOf(config));
    console.log(
      `Deleted ${pruned.executions} runs, ${pruned.idempotencyKeys} answers to Idempotency-Keys, ${pruned.rateLimits} counts of requests, ${pruned.oauthStates} unfinished connections and ${pruned.auditEntries} entries of the audit log.`,
    );
    return 0;
  } finally {
    await database.close();
  }
}
