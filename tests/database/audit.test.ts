import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Actor, service } from '../../api/db/actor.js';
import { recordAudit } from '../../api/services/audit.js';
import { drivers, type TestDatabase } from '../support/database.js';
import { saveFlow } from '../support/database-fixtures.js';
import { createSampleWorkspace, type SampleWorkspace } from './isolation-world.js';

const definition = JSON.stringify({ graph: { steps: [] } });

describe.each(drivers)('the audit log on $name', (driver) => {
  let opened: TestDatabase;
  let home: SampleWorkspace;
  let other: SampleWorkspace;
  let editor: Actor;
  let admin: Actor;
  beforeAll(async () => {
    opened = await driver.openMigrated();
    home = await createSampleWorkspace(opened.database, 'home');
    other = await createSampleWorkspace(opened.database, 'other');
    editor = { role: 'authenticated', userId: home.users.editor, workspaceId: 'home' };
    admin = { role: 'authenticated', userId: home.users.admin, workspaceId: 'home' };
  });
  afterAll(() => opened.close());

  /** What `change` wrote into a workspace's log, in its order. */
  async function written(change: () => Promise<unknown>, workspaceId = 'home') {
    const since = await readLog(workspaceId);
    await change();
    return (await readLog(workspaceId)).slice(since.length);
  }
  const readLog = (workspaceId: string) =>
    opened.database.as(service, (tx) =>
      tx
        .selectFrom('audit_log')
        .select(['action', 'actor_type', 'actor_id', 'subject_type', 'subject_id', 'subject_name', 'detail'])
        .where('workspace_id', '=', workspaceId)
        .orderBy('at')
        .execute(),
    );

  it('a flow’s life is in it, with who, what and which columns, and nothing of its content', async () => {
    const id = randomUUID();
    const entries = await written(() =>
      opened.database.as(editor, async (tx) => {
        await tx
          .insertInto('flows')
          .values({ workspace_id: 'home', id, name: 'Orders', definition })
          .execute();
        const graph = { steps: [{ id: 'step_1', type: 'transform', output: { got: 'a canary' } }] };
        await tx
          .updateTable('flows')
          .set({ definition: JSON.stringify({ graph }), name: 'All orders', version: 2 })
          .where('id', '=', id)
          .execute();
        await tx.deleteFrom('flows').where('id', '=', id).execute();
      }),
    );
    const who = { actor_type: 'user', actor_id: home.users.editor, subject_type: 'flow', subject_id: id };
    expect(entries).toEqual([
      { ...who, action: 'flow.created', subject_name: 'Orders', detail: { version: 1 } },
      {
        ...who,
        action: 'flow.updated',
        subject_name: 'All orders',
        detail: { changed: ['definition', 'name'], version: 2 },
      },
      { ...who, action: 'flow.deleted', subject_name: 'All orders', detail: {} },
    ]);
    expect(JSON.stringify(entries)).not.toContain('canary');
  });

  it('a definition that holds U+0000 as an escape is saved and audited like any other', async () => {
    const entries = await written(() =>
      opened.database.as(editor, (tx) =>
        tx
          .updateTable('flows')
          .set({ definition: '{"graph":{"steps":[]},"note":"\\u0000"}', version: 2 })
          .where('id', '=', home.ids.flow)
          .execute(),
      ),
    );
    expect(entries).toMatchObject([{ action: 'flow.updated', detail: { changed: ['definition'] } }]);
    await opened.database.as(service, (tx) =>
      tx.updateTable('flows').set({ definition }).where('id', '=', home.ids.flow).execute(),
    );
  });

  it('a change that is rolled back leaves no entry', async () => {
    const entries = await written(async () => {
      const failing = opened.database.as(editor, async (tx) => {
        await tx.insertInto('flows').values({ workspace_id: 'home', name: 'Gone', definition }).execute();
        throw new Error('rolled back');
      });
      await expect(failing).rejects.toThrow('rolled back');
    });
    expect(entries).toEqual([]);
  });

  it('replaced secrets are told from other changes; sealing anew by the service is no act of anybody', async () => {
    const set = (actor: Actor, values: { name?: string; sealed?: string; version?: number }) =>
      opened.database.as(actor, (tx) =>
        tx.updateTable('workspace_api_credentials').set(values).where('workspace_id', '=', 'home').execute(),
      );
    const sealed = (ct: string) => JSON.stringify({ v: 1, kid: 'k2', iv: '', ct });
    const entries = await written(async () => {
      await set(admin, { name: 'Renamed', version: 2 });
      await set(admin, { sealed: sealed('one'), version: 3 });
      await set(service, { sealed: sealed('two') });
      // Without a new version, as no service of ours does it: still an act.
      await set(admin, { sealed: sealed('three') });
    });
    expect(entries.map(({ action, detail }) => [action, detail.changed])).toEqual([
      ['credential.updated', ['name']],
      ['credential.secrets_replaced', ['sealed']],
      ['credential.secrets_replaced', ['sealed']],
    ]);
    expect(JSON.stringify(entries)).not.toContain('k2');
  });

  it('members who are added, change roles and go are in it, with the roles', async () => {
    const userId = randomUUID();
    const entries = await written(() =>
      opened.database.as(service, async (tx) => {
        const of = { workspace_id: 'home', user_id: userId };
        await tx
          .insertInto('workspace_members')
          .values({ ...of, role: 'viewer' })
          .execute();
        await tx
          .updateTable('workspace_members')
          .set({ role: 'admin' })
          .where('user_id', '=', userId)
          .execute();
        await tx
          .updateTable('workspace_members')
          .set({ role: 'admin' })
          .where('user_id', '=', userId)
          .execute();
        await tx.deleteFrom('workspace_members').where('user_id', '=', userId).execute();
        await tx.updateTable('workspaces').set({ name: 'New name' }).where('id', '=', 'home').execute();
      }),
    );
    expect(entries.map(({ action, actor_type, detail }) => [action, actor_type, detail])).toEqual([
      ['member.added', 'service', { to: 'viewer' }],
      ['member.role_changed', 'service', { from: 'viewer', to: 'admin' }],
      ['member.removed', 'service', { from: 'admin' }],
      ['workspace.renamed', 'service', { changed: ['name'] }],
    ]);
  });

  it('a run is in it when a person starts and when they cancel it, and never again', async () => {
    const start = { workspace_id: 'home', flow_id: home.ids.flow, name: 'A run', version: 1 };
    const entries = await written(async () => {
      const { id } = await opened.database.as(editor, (tx) =>
        tx
          .insertInto('connector_executions')
          .values({ ...start, trigger: 'manual' })
          .returning('id')
          .executeTakeFirstOrThrow(),
      );
      await opened.database.as(editor, async (tx) => {
        const cancel = tx.updateTable('connector_executions').set({ cancel_requested: true });
        await cancel.where('id', '=', id).execute();
        await cancel.where('id', '=', id).execute();
      });
      await opened.database.as({ role: 'runtime', workspaceId: 'home' }, async (tx) => {
        await tx
          .updateTable('connector_executions')
          .set({ status: 'running', last_seq: 1 })
          .where('id', '=', id)
          .execute();
        await sql`select public.increment_connector_stats(${home.ids.connector}, true, 10)`.execute(tx);
        await tx.updateTable('workspace_api_credentials').set({ last_used_at: new Date() }).execute();
      });
    });
    expect(entries.map(({ action }) => action)).toEqual(['execution.started', 'execution.cancel_requested']);
    expect(entries[0]).toMatchObject({ actor_id: home.users.editor, subject_name: 'A run' });
  });

  it('nobody changes an entry, and nobody removes a young one, not even the service', async () => {
    const byService = (text: string) =>
      opened.database.asOwner(async (session) => {
        await session.query(`select set_config('role', 'service_role', true)`);
        return session.query(text);
      });
    const forbidden = { code: '42501' };
    await expect(byService(`update public.audit_log set action = 'flow.updated'`)).rejects.toMatchObject(
      forbidden,
    );
    await expect(byService(`delete from public.audit_log`)).rejects.toMatchObject(forbidden);
    await byService(
      `insert into public.audit_log (workspace_id, at, action, actor_type, subject_type)
       values ('home', now() - interval '31 days', 'flow.updated', 'service', 'flow')`,
    );
    const gone = await byService(
      `delete from public.audit_log where at < now() - interval '30 days' returning action`,
    );
    expect(gone).toHaveLength(1);
  });

  it('a workspace that is deleted takes everything along, its log too', async () => {
    const short = await createSampleWorkspace(opened.database, 'short');
    await saveFlow(opened.database, 'short', { steps: [] });
    expect((await readLog('short')).length).toBeGreaterThan(0);
    await opened.database.as(service, (tx) =>
      tx.deleteFrom('workspaces').where('id', '=', short.id).execute(),
    );
    expect(await readLog('short')).toEqual([]);
  });

  describe('what has no row', () => {
    const tested = { action: 'credential.tested', subjectType: 'credential', subjectName: 'Stripe' };
    const record = (actor: Actor, workspaceId: string, action = tested.action) =>
      opened.database.as(actor, (tx) => recordAudit(tx, { ...tested, workspaceId, action }));

    it('is recorded for editors, the runtime and the service, in their name', async () => {
      const entries = await written(async () => {
        await record(editor, 'home');
        await record({ role: 'runtime', workspaceId: 'home' }, 'home');
        await record(service, 'home');
      });
      expect(entries.map(({ actor_type, actor_id }) => [actor_type, actor_id])).toEqual([
        ['user', home.users.editor],
        ['runtime', null],
        ['service', null],
      ]);
      expect(entries[0]).toMatchObject({ subject_id: null, subject_name: 'Stripe', detail: {} });
    });

    it('is refused to viewers, strangers, and another workspace’s runtime', async () => {
      const viewer: Actor = { role: 'authenticated', userId: home.users.viewer };
      const stranger: Actor = { role: 'authenticated', userId: other.users.owner };
      const attempts: Actor[] = [viewer, stranger, { role: 'runtime', workspaceId: 'other' }];
      for (const actor of attempts) {
        await expect(record(actor, 'home')).rejects.toMatchObject({ code: '42501' });
      }
      await expect(record(editor, 'nowhere')).rejects.toMatchObject({ code: '42501' });
    });

    it('can’t be passed off as what the triggers write', async () => {
      for (const action of ['flow.deleted', 'member.role_changed', 'execution.started', 'key.revoked']) {
        await expect(record(editor, 'home', action), action).rejects.toMatchObject({ code: '42501' });
      }
    });
  });
});
