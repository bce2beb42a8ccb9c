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
import { type Asker, keyAskers, type SampleIds, saasAdmin } from './expectation.js';

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
  const sealed = JSON.stringify({ v: 1, kid: 'k1', iv: '', ct: '' });
  const credential = await database.as({ role: 'service' }, async (tx) => {
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
  const template = `template-of-${id}`;
  await database.as({ role: 'service' }, async (tx) => {
    await tx
      .insertInto('flow_triggers')
      .values({
        workspace_id: id,
        flow_id: flow,
        type: 'webhook',
        name: 'A webhook',
        token_hash: 'a'.repeat(64),
      })
      .execute();
    await tx
      .insertInto('saas_admin_users')
      .values({ user_id: saasAdmin })
      .onConflict((on) => on.doNothing())
      .execute();
    await tx
      .insertInto('connector_templates')
      .values({ slug: template, tier: 'community', workspace_id: id, name: 'A template' })
      .execute();
    await tx
      .insertInto('connector_template_versions')
      .values({ slug: template, version: '1.0.0', manifest: '{}', content_hash: 'c'.repeat(64) })
      .execute();
  });
  const execution = await database.as({ role: 'service' }, async (tx) => {
    const row = await tx
      .insertInto('connector_executions')
      .values({ workspace_id: id, flow_id: flow, name: 'A run', version: 1, trigger: 'manual' })
      .returning('id')
      .executeTakeFirstOrThrow();
    // One that has ended, which may be deleted.
    await tx
      .insertInto('connector_executions')
      .values({
        workspace_id: id,
        flow_id: flow,
        name: 'A run',
        version: 1,
        trigger: 'manual',
        status: 'succeeded',
        finished_at: new Date(),
      })
      .execute();
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
  const keys = await createKeys(database, id);
  await database.as({ role: 'service' }, async (tx) => {
    const principals = [...Object.values(workspace.users), ...Object.values(keys)];
    const answered = { route: 'POST /flows', key: 'sample', fingerprint: '0'.repeat(64), answer: '{}' };
    await tx
      .insertInto('idempotency_keys')
      .values(principals.map((principal_id) => ({ workspace_id: id, principal_id, ...answered })))
      .execute();
    await tx
      .insertInto('rate_limits')
      .values({ workspace_id: id, subject: 'workspace', window_start: new Date(), used: 1, granted: 1 })
      .execute();
  });
  return {
    ...workspace,
    keys,
    ids: { workspace: id, flow, connector, execution, template, credential },
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
  if (asker === 'saas_admin') return saasAdmin;
  return isMember(asker) ? home.users[asker] : null;
}

function isMember(asker: Asker): asker is keyof TestWorkspace['users'] {
  return asker !== 'anon' && asker !== 'runtime' && asker !== 'saas_admin' && !isKey(asker);
}

function isKey(asker: Asker): asker is KeyAsker {
  return keyAskers.some((key) => key === asker);
}

/** The role and claims that the API's transaction would have. */
function sessionOf(asker: Asker, home: SampleWorkspace): [role: string, claims: Record<string, string>] {
  if (asker === 'anon') return ['anon', {}];
  if (asker === 'runtime') return ['connector_runtime', { workspace_id: home.id }];
  if (isKey(asker)) return ['authenticated', { workspace_id: home.id, key_id: home.keys[asker] }];
  return ['authenticated', { sub: asker === 'saas_admin' ? saasAdmin : home.users[asker] }];
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
