import type { Transaction } from 'kysely';
import type { Actor } from './actor.js';
import type { DB } from './generated/database-types.js';

/**
 * What is told through the database: the id of an execution that has new events; the id of one to cancel; that there
 * is work to take.
 */
export type Channel = 'patchbay_execution' | 'patchbay_cancel' | 'patchbay_queue';

/**
 * The one door to the data. Nothing reaches a workspace's table but through `as`, and so nothing passes row-level
 * security by.
 */
export interface Database {
  /**
   * Runs `run` in one transaction as `actor` and commits; whatever it throws rolls everything back and is thrown on.
   * Role and claims are local to the transaction, so it is safe behind a transaction-mode pooler.
   *
   * Don't await another `as` inside `run`: on PGlite, which has one connection, it would wait for itself.
   */
  as<T>(actor: Actor, run: (tx: Transaction<DB>) => Promise<T>): Promise<T>;
  /**
   * Calls `handler` for each NOTIFY on `channel`, from whatever process, until the function it answers is called.
   * A notification can be lost (a dropped connection, a pooler): it may hasten things, never be relied upon.
   */
  listen(channel: Channel, handler: (payload: string) => void): Promise<() => Promise<void>>;
  /** Since when no other process can have had this database open; absent where others can. */
  readonly exclusiveSince?: Date;
  /** Ends every connection. Nothing works after it. */
  close(): Promise<void>;
}

/** One transaction of the role that the connection itself has: for migrations and for tests of them. */
export interface OwnerSession {
  query<Row>(text: string, parameters?: readonly unknown[]): Promise<Row[]>;
  /** Runs several statements, without parameters. */
  script(text: string): Promise<void>;
}

export interface MigratableDatabase extends Database {
  /** Runs in one transaction as the connection's own role, which row-level security may not hold. */
  asOwner<T>(run: (session: OwnerSession) => Promise<T>): Promise<T>;
}
