import { type Kysely, sql, type Transaction } from 'kysely';
import { type Actor, sessionSettings } from './actor.js';
import type { DB } from './generated/database-types.js';

/** The body of `Database.as`: a transaction whose role and claims end with it. */
export function runAs<T>(
  kysely: Kysely<DB>,
  actor: Actor,
  run: (tx: Transaction<DB>) => Promise<T>,
): Promise<T> {
  const { role, claims } = sessionSettings(actor);
  return kysely.transaction().execute(async (tx) => {
    await sql`select set_config('request.jwt.claims', ${claims}, true), set_config('role', ${role}, true)`.execute(
      tx,
    );
    return run(tx);
  });
}
