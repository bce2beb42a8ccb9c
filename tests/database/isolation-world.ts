import { randomBytes, randomUUID } from 'node:crypto';
import type { MigratableDatabase } from '../../api/db/database.js';
import type { KeyScope } from '../../api/workspace-resources.js';
import {
  createWorkspace,
  echoGraph,
  saveConnector,
  saveFlow,
  type TestWorkspace,
} from '../support/database-fixtures.js';
import { type Asker, keyAskers, type SampleIds } from './expectations.js';

type KeyAsker = (typeof keyAskers)[number];

export interface SampleWorkspace extends TestWorkspace {
  ids: SampleIds;
  /** The id of each API key. */
  keys: Record<KeyAsker, string>;
}

/** A workspace with a row in every table. */
export async function createSampleWorkspace(
  database: MigratableDatabase,
  id: string,
): Promise<SampleWorkspace> {
  const workspace = await createWorkspace(database, id);
  const flow = await saveFlow(database, id, echoGraph);
  const connector = await saveConnector(database, id, 'shared-slug', echoGraph);
  const credential = await database.as({ role: 'service' }, async (tx) => {
    const sealed = JSON.stringify({ v: 1, kid: 'k1', iv: '', ct: '' });
    const row = await tx
      .insertInto('workspace_api_credentials')
      .values({
        workspace_id: id,
        slot: 'shared_slot',
        name: 'A credential',
        type: 'bearer',
        hosts: ['api.example.com'],
        sealed,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await tx
      .insertInto('oauth_states')
      .values({
        workspace_id: id,
        state_hash: '1'.repeat(43),
        credential_id: row.id,
        user_id: workspace.users.admin,
        browser_hash: '0'.repeat(43),
        sealed,
        credential_version: 1,
      })
      .execute();
    return row.id;
  });
  const execution = await database.as({ role: 'service' }, async (tx) => {
    const row = await tx
      .insertInto('connector_executions')
      .values({ workspace_id: id, flow_id: flow, name: 'A run', version: 1, trigger: 'manual' })
      .returning('id')
      .executeTakeFirstOrThrow();
    const of = { workspace_id: id, execution_id: row.id };
    await tx
      .insertInto('connector_execution_events')
      .values({ ...of, seq: 1, type: 'run_started', event: '{}', at: new Date() })
      .execute();
    await tx
      .insertInto('connector_execution_steps')
      .values({ ...of, path: 'step_1', position: 0, status: 'queued', state: '{}' })
      .execute();
    return row.id;
  });
  return {
    ...workspace,
    keys: await createKeys(database, id),
    ids: { workspace: id, flow, connector, execution, credential },
  };
}

async function createKeys(
  database: MigratableDatabase,
  workspaceId: string,
): Promise<SampleWorkspace['keys']> {
  const past = new Date(Date.now() - 3_600_000);
  const rows = keyAskers.map((asker) => ({
    workspace_id: workspaceId,
    id: randomUUID(),
    name: asker,
    hint: 'pb_…abcd',
    hash: randomBytes(32).toString('hex'),
    scopes: scopesOf(asker),
    expires_at: asker === 'expired_key' ? past : null,
    revoked_at: asker === 'revoked_key' ? past : null,
  }));
  await database.as({ role: 'service' }, (tx) => tx.insertInto('workspace_api_keys').values(rows).execute());
  // One row for each asker.
  return Object.fromEntries(rows.map(({ name, id }) => [name, id])) as SampleWorkspace['keys'];
}

function scopesOf(asker: KeyAsker): KeyScope[] {
  if (asker === 'read_key') return ['read'];
  return asker === 'execute_key' ? ['execute'] : ['read', 'write'];
}

/** The user whom an asker signs in as; null for those who are none. */
export function userOf(asker: Asker, home: TestWorkspace): string | null {
  return isPerson(asker) ? home.users[asker] : null;
}

function isPerson(asker: Asker): asker is keyof TestWorkspace['users'] {
  return asker !== 'anon' && asker !== 'runtime' && !isKey(asker);
}

function isKey(asker: Asker): asker is KeyAsker {
  return keyAskers.some((key) => key === asker);
}

/** The role and claims that the API's transaction would have. */
function sessionOf(asker: Asker, home: SampleWorkspace): [role: string, claims: Record<string, string>] {
  if (asker === 'anon') return ['anon', {}];
  if (asker === 'runtime') return ['connector_runtime', { workspace_id: home.id }];
  if (isKey(asker)) return ['authenticated', { workspace_id: home.id, key_id: home.keys[asker] }];
  return ['authenticated', { sub: home.users[asker] }];
}

export interface Attempt {
  /** Rows returned or changed; -1 when it was refused. */
  rows: number;
  /** The SQLSTATE and text of the refusal. */
  code?: string;
  message?: string;
}

/** Runs one statement as an asker whose home is `home`, takes it back, and says what came of it. */
export async function attempt(
  database: MigratableDatabase,
  { asker, home }: { asker: Asker; home: SampleWorkspace },
  { text, parameters = [] }: { text: string; parameters?: readonly unknown[] },
): Promise<Attempt> {
  const [role, claims] = sessionOf(asker, home);
  const takeBack = new Error('taken back');
  let rows = -1;
  try {
    await database.asOwner(async (session) => {
      await session.query(`select set_config('request.jwt.claims', $1, true), set_config('role', $2, true)`, [
        JSON.stringify({ role, ...claims }),
        role,
      ]);
      rows = (await session.query(text, parameters)).length;
      throw takeBack;
    });
  } catch (error) {
    if (error === takeBack) return { rows };
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'none';
    return { rows: -1, code, message: error instanceof Error ? error.message : String(error) };
  }
  return { rows };
}

/** An insert of the given columns. */
export function insertOf(
  table: string,
  row: Record<string, string | number | null>,
): { text: string; parameters: unknown[] } {
  const columns = Object.keys(row);
  const places = columns.map((_, index) => `$${index + 1}`);
  return {
    text: `insert into public.${table} (${columns.join(', ')}) values (${places.join(', ')}) returning 1`,
    parameters: Object.values(row),
  };
}

/** An id that belongs to nothing. */
export const nobodysId = () => randomUUID();
