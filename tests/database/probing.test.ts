import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drivers, type TestDatabase } from '../support/database.js';
import { type Asker, askers } from './expectation.js';
import {
  attempt,
  createSampleWorkspace,
  insertOf,
  nobodysId,
  type SampleWorkspace,
  userOf,
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
    const others = ['workspace_api_credentials', 'workspace_api_keys', 'flow_triggers'];
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

  it('an admin has no secret sent elsewhere without giving it again, not even by hand', async () => {
    const as = (text: string) => attempt(opened.database, { asker: 'admin', home }, { text });
    const change = (set: string) =>
      as(`update public.workspace_api_credentials set ${set} where workspace_id = 'home' returning 1`);
    expect((await change(`hosts = '{evil.example.com}'`)).code).toBe('42501');
    expect((await change(`hosts = hosts || '{evil.example.com}'`)).code).toBe('42501');
    expect((await change(`settings = '{"tokenEndpoint":"https://evil.example.com"}'`)).code).toBe('42501');
    expect((await change('sealed = sealed')).code).toBe('42501');
    expect(await change(`name = 'Renamed'`)).toEqual({ rows: 1 });
    expect(
      await change(`hosts = '{evil.example.com}', sealed = '{"v":1,"kid":"k1","iv":"","ct":"other"}'`),
    ).toEqual({ rows: 1 });
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

  describe('taking a role that nobody gave', () => {
    const as = (asker: Asker, text: string, parameters: readonly unknown[] = []) =>
      attempt(opened.database, { asker, home }, { text, parameters });
    const refused = ({ rows, code }: { rows: number; code?: string }) => rows === 0 || code === '42501';

    it('nobody invites themselves into another workspace, nor anybody else', async () => {
      for (const asker of askers) {
        for (const user of [userOf(asker, home) ?? nobodysId(), nobodysId()]) {
          const row = { workspace_id: 'other', user_id: user, role: 'viewer' };
          const answer = await attempt(opened.database, { asker, home }, insertOf('workspace_members', row));
          expect(answer.code, asker).toBe('42501');
        }
      }
    });

    it('nobody raises their own role, whatever the statement', async () => {
      for (const [asker, role] of [
        ['viewer', 'editor'],
        ['editor', 'admin'],
        ['editor', 'owner'],
        ['admin', 'owner'],
      ] as const) {
        const me = home.users[asker];
        const answers = [
          await as(asker, `update public.workspace_members set role = $1 where user_id = $2 returning 1`, [
            role,
            me,
          ]),
          await as(
            asker,
            `insert into public.workspace_members (workspace_id, user_id, role) values ('home', $2, $1)
             on conflict (workspace_id, user_id) do update set role = excluded.role returning 1`,
            [role, me],
          ),
          await as(
            asker,
            `with gone as (delete from public.workspace_members where user_id = $2 returning 1)
             insert into public.workspace_members (workspace_id, user_id, role) values ('home', $2, $1) returning 1`,
            [role, me],
          ),
        ];
        for (const answer of answers) {
          expect(refused(answer), `${asker} to ${role}: ${answer.message ?? answer.rows}`).toBe(true);
        }
      }
    });

    it('an admin neither makes an owner nor touches one', async () => {
      const statements = [
        `update public.workspace_members set role = 'owner' where role = 'viewer' returning 1`,
        `update public.workspace_members set role = 'viewer' where role = 'owner' returning 1`,
        `delete from public.workspace_members where role = 'owner' returning 1`,
        `insert into public.workspace_members (workspace_id, user_id, role)
         values ('home', gen_random_uuid(), 'owner') returning 1`,
      ];
      for (const text of statements) expect(refused(await as('admin', text)), text).toBe(true);
      expect((await as('owner', statements[0] ?? '')).rows, 'so that it can fail').toBe(1);
    });

    it('nobody gives their membership to another user or moves it', async () => {
      for (const column of ['user_id', 'workspace_id', 'created_at', 'email']) {
        const text = `update public.workspace_members set ${column} = ${column} returning 1`;
        expect((await as('owner', text)).code, column).toBe('42501');
      }
    });

    it('the last owner can’t go, not all at once either, unless the workspace does', async () => {
      const gone = { rows: -1, code: '23514' };
      const one = `where user_id = '${home.users.owner}' returning 1`;
      expect(await as('owner', `delete from public.workspace_members ${one}`)).toMatchObject(gone);
      expect(await as('owner', `update public.workspace_members set role = 'admin' ${one}`)).toMatchObject(
        gone,
      );
      const all = opened.database.as({ role: 'service' }, async (tx) => {
        const second = { workspace_id: 'home', user_id: nobodysId(), role: 'owner' } as const;
        await tx.insertInto('workspace_members').values(second).execute();
        await tx
          .updateTable('workspace_members')
          .set({ role: 'viewer' })
          .where('workspace_id', '=', 'home')
          .where('role', '=', 'owner')
          .execute();
      });
      await expect(all).rejects.toMatchObject({ code: '23514', constraint: 'workspace_members_last_owner' });
      const short = await createSampleWorkspace(opened.database, 'short');
      await opened.database.as({ role: 'service' }, (tx) =>
        tx.deleteFrom('workspaces').where('id', '=', short.id).execute(),
      );
    });
  });

  describe('claims of an API key', () => {
    /** The flows that claims lead to. */
    const flowsFor = (claims: Record<string, string>) =>
      opened.database.asOwner(async (session) => {
        await session.query(
          `select set_config('request.jwt.claims', $1, true), set_config('role', 'authenticated', true)`,
          [JSON.stringify({ role: 'authenticated', ...claims })],
        );
        return session.query<{ workspace_id: string }>('select workspace_id from public.flows');
      });

    it('lead to its own workspace, named together with it, and nowhere else', async () => {
      const key = { key_id: home.keys.read_key };
      expect(await flowsFor({ ...key, workspace_id: 'home' })).toEqual([{ workspace_id: 'home' }]);
      expect(await flowsFor({ ...key, workspace_id: 'other' })).toEqual([]);
      expect(await flowsFor(key)).toEqual([]);
      expect(await flowsFor({ key_id: nobodysId(), workspace_id: 'home' })).toEqual([]);
    });

    it('give a user who has them nothing that their own membership doesn’t', async () => {
      const claims = { sub: other.users.owner, key_id: home.keys.write_key, workspace_id: 'home' };
      expect(await flowsFor(claims)).toEqual([]);
    });
  });
});
