import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drivers, type TestDatabase } from '../support/database.js';
import {
  attempt,
  createSampleWorkspace,
  insertOf,
  nobodysId,
  type SampleWorkspace,
} from './isolation-world.js';

/** What an outsider could learn from: the refusal, without the ids that they sent themselves. */
const told = (result: { code?: string; message?: string; rows: number }, ids: readonly string[]) => ({
  rows: result.rows,
  code: result.code,
  message: ids.reduce((text, id) => text.replaceAll(id, '<id>'), result.message ?? ''),
});

const definition = JSON.stringify({ graph: { steps: [] } });

describe.each(drivers)('probing other workspaces on $name', (driver) => {
  let opened: TestDatabase;
  let home: SampleWorkspace;
  let other: SampleWorkspace;
  beforeAll(async () => {
    opened = await driver.openMigrated();
    home = await createSampleWorkspace(opened.database, 'home');
    other = await createSampleWorkspace(opened.database, 'other');
  });
  afterAll(() => opened.close());

  const asEditor = (statement: { text: string; parameters?: readonly unknown[] }) =>
    attempt(opened.database, { asker: 'editor', home }, statement);
  const asRuntime = (statement: { text: string; parameters?: readonly unknown[] }) =>
    attempt(opened.database, { asker: 'runtime', home }, statement);

  it.each(['flow', 'connector'] as const)(
    'a foreign key answers the same for another workspace’s %s and for none',
    async (subject) => {
      const foreign = other.ids[subject];
      const none = nobodysId();
      const tables = {
        [`${subject}_versions`]: { version: 7, name: 'Probe', definition },
        connector_executions: { version: 1, name: 'Probe', trigger: 'manual' },
      };
      for (const [table, columns] of Object.entries(tables)) {
        const probe = (id: string) => {
          const row = {
            workspace_id: 'home',
            [`${subject}_id`]: id,
            created_by: home.users.editor,
            ...columns,
          };
          return asEditor(insertOf(table, row));
        };
        const answers = [told(await probe(foreign), [foreign]), told(await probe(none), [none])];
        expect(answers[0]?.code).toBe('23503');
        expect(answers[0]).toEqual(answers[1]);
      }
    },
  );

  it('the runtime’s foreign keys answer the same for another workspace’s execution and for none', async () => {
    const probe = (id: string) =>
      asRuntime(
        insertOf('connector_execution_events', {
          workspace_id: 'home',
          execution_id: id,
          seq: 1,
          type: 'run_started',
          event: '{}',
          at: '2026-01-01T00:00:00Z',
        }),
      );
    const none = nobodysId();
    const foreign = other.ids.execution;
    expect(told(await probe(foreign), [foreign])).toEqual(told(await probe(none), [none]));
  });

  it('a row of a workspace that isn’t there is refused like one of another workspace', async () => {
    const probe = (workspace: string) =>
      asEditor(
        insertOf('connector_executions', { workspace_id: workspace, name: 'P', version: 1, trigger: 'api' }),
      );
    expect(told(await probe('other'), ['other'])).toEqual(told(await probe('nowhere'), ['nowhere']));
  });

  it('a slug or an id that another workspace uses is free', async () => {
    const taken = { slug: 'shared-slug', id: other.ids.connector };
    await opened.database.as({ role: 'service' }, (tx) =>
      tx.updateTable('connectors').set({ slug: 'renamed' }).where('workspace_id', '=', 'home').execute(),
    );
    const row = { workspace_id: 'home', name: 'Same', definition, ...taken };
    expect(await asEditor(insertOf('connectors', row))).toEqual({ rows: 1 });
  });

  it('an upsert reaches no row of another workspace', async () => {
    const upsert = (workspace: string) =>
      asEditor({
        text: `insert into public.connectors (workspace_id, id, slug, name, definition)
          values ($1, $2, 'mine', 'Mine', $3)
          on conflict (workspace_id, id) do update set name = 'Taken over' returning 1`,
        parameters: [workspace, other.ids.connector, definition],
      });
    expect(await upsert('home')).toEqual({ rows: 1 });
    expect((await upsert('other')).code).toBe('42501');
  });

  it('a row can’t move to another workspace, not even for a member of both or the service', async () => {
    await opened.database.as({ role: 'service' }, (tx) =>
      tx
        .insertInto('workspace_members')
        .values({ workspace_id: 'other', user_id: home.users.editor, role: 'editor' })
        .execute(),
    );
    const tables = ['connectors', 'flows', 'connector_versions', 'flow_versions', 'connector_executions'];
    const runTables = ['connector_execution_events', 'connector_execution_steps', 'workspace_members'];
    const others = ['workspace_api_credentials', 'workspace_api_keys'];
    for (const table of [...tables, ...runTables, ...others]) {
      const text = `update public.${table} set workspace_id = 'other' where workspace_id = 'home'`;
      expect((await asEditor({ text })).code, table).toBe('42501');
      const byService = opened.database.asOwner(async (session) => {
        await session.query(`select set_config('role', 'service_role', true)`);
        await session.query(text);
      });
      await expect(byService, table).rejects.toMatchObject({ code: '42501' });
    }
  });

  it('nobody adds a version or a run in another user’s name', async () => {
    const version = {
      workspace_id: 'home',
      flow_id: home.ids.flow,
      version: 5,
      name: 'V',
      definition,
      created_by: home.users.owner,
    };
    expect((await asEditor(insertOf('flow_versions', version))).code).toBe('42501');
  });

  it('the runtime counts no runs of another workspace’s connectors', async () => {
    await opened.database.as({ role: 'runtime', workspaceId: 'home' }, async (tx) => {
      const { sql } = await import('kysely');
      await sql`select public.increment_connector_stats(${other.ids.connector}, true, 10)`.execute(tx);
    });
    const { executions } = await opened.database.as({ role: 'service' }, (tx) =>
      tx
        .selectFrom('connectors')
        .select('executions')
        .where('workspace_id', '=', 'other')
        .executeTakeFirstOrThrow(),
    );
    expect(executions).toBe(0);
  });
});
