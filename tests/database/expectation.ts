import { randomUUID } from 'node:crypto';

/** API keys of a workspace: by what they may do, and two that were good once. */
export const keyAskers = ['read_key', 'execute_key', 'write_key', 'revoked_key', 'expired_key'] as const;
/**
 * Who asks: a visitor who isn't signed in, a member with a role, a SaaS admin who is no member, background work, or a
 * program with an API key.
 */
export const askers = [
  'anon',
  'viewer',
  'editor',
  'admin',
  'owner',
  'saas_admin',
  'runtime',
  ...keyAskers,
] as const;
export type Asker = (typeof askers)[number];
export const verbs = ['select', 'insert', 'update', 'delete'] as const;
export type Verb = (typeof verbs)[number];

/** What one table of one workspace holds in the tests. */
export interface SampleIds {
  workspace: string;
  flow: string;
  connector: string;
  execution: string;
  /** The slug of a community template of the workspace's, which isn't published. */
  template: string;
  credential: string;
}

/** The user who is the SaaS admin of the tests. */
export const saasAdmin = randomUUID();

export interface TableExpectation {
  /** Who may, in a workspace of theirs. */
  may: Record<Verb, readonly Asker[]>;
  /** Who may the same whatever the workspace; absent: nobody. */
  everywhere?: readonly Asker[];
  /** What finds a workspace's rows; absent: `workspace_id`. */
  key?: { column: string; value(ids: SampleIds): string };
  /** The columns that a role may write. */
  writable: Partial<Record<'authenticated' | 'connector_runtime', { insert?: string[]; update?: string[] }>>;
  /** A row that could be added to the workspace; built for each asker, whose user it names where it must. */
  row(ids: SampleIds, user: string | null): Record<string, string | number | null>;
  /** The columns that members may read; absent: all of them. */
  readable?: string[];
  /** The column that is set to itself to try an update. */
  touch: { default: string; runtime?: string };
  /** A condition for the rows that an update or delete is tried on; absent: all of the workspace. */
  among?: string;
}

export const people = ['viewer', 'editor', 'admin', 'owner'] as const;
// To the database a key that executes is an editor; that it saves nothing is the API's to say.
export const members = [...people, 'read_key', 'execute_key', 'write_key'] as const;
export const editors = ['editor', 'admin', 'owner', 'execute_key', 'write_key'] as const;
export const admins = ['admin', 'owner'] as const;
/** Those who work on a community template that isn't published. */
export const templateMakers = [...editors, 'saas_admin'] as const;
export const definition = JSON.stringify({ graph: { steps: [] } });
