import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drivers, type TestDatabase } from '../support/database.js';
import { type Asker, askers, type SampleIds, type Verb, verbs } from './expectation.js';
import { expectations } from './expectations.js';
import {
  type Attempt,
  attempt,
  createSampleWorkspace,
  insertOf,
  type SampleWorkspace,
  userOf,
} from './isolation-world.js';

const workspaceKey = { column: 'workspace_id', value: ({ workspace }: SampleIds) => workspace };

describe.each(drivers)('isolation on $name', (driver) => {
  let opened: TestDatabase;
  let home: SampleWorkspace;
  let other: SampleWorkspace;
  beforeAll(async () => {
    opened = await driver.openMigrated();
    home = await createSampleWorkspace(opened.database, 'home');
    other = await createSampleWorkspace(opened.database, 'other');
  });
  afterAll(() => opened.close());

  it('every table of the catalogue has an expectation, and the other way round', async () => {
    const tables = await opened.database.asOwner((session) =>
      session.query<{ name: string }>(
        `select relname as name from pg_class
         where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'f') order by 1`,
      ),
    );
    expect(Object.keys(expectations).sort()).toEqual(tables.map(({ name }) => name));
  });

  function run(table: string, verb: Verb, asker: Asker, target: SampleWorkspace): Promise<Attempt> {
    const { row, touch, key = workspaceKey, among = 'true' } = expectations[table]!;
    const parameters = [key.value(target.ids)];
    const who = { asker, home };
    switch (verb) {
      case 'select':
        return attempt(opened.database, who, {
          text: `select 1 from public.${table} where ${key.column} = $1`,
          parameters,
        });
      case 'insert': {
        return attempt(opened.database, who, insertOf(table, row(target.ids, userOf(asker, home))));
      }
      case 'update': {
        const column = (asker === 'runtime' && touch.runtime) || touch.default;
        const text = `update public.${table} set ${column} = ${column} where ${key.column} = $1 and ${among} returning 1`;
        return attempt(opened.database, who, { text, parameters });
      }
      case 'delete':
        return attempt(opened.database, who, {
          text: `delete from public.${table} where ${key.column} = $1 and ${among} returning 1`,
          parameters,
        });
    }
  }

  const cases = Object.keys(expectations).flatMap((table) => verbs.map((verb) => ({ table, verb })));

  it.each(cases)(
    '$verb on $table: own workspace as expected, another workspace never',
    async ({ table, verb }) => {
      const { may, everywhere = [] } = expectations[table]!;
      const allowed = may[verb];
      for (const asker of askers) {
        const own = await run(table, verb, asker, home);
        const label = `${asker} ${verb} ${table} in their own workspace: ${own.message ?? own.rows}`;
        expect(own.rows > 0, label).toBe(allowed.includes(asker));
        if (own.rows < 0) expect(own.code, label).toBe('42501');
        const foreign = await run(table, verb, asker, other);
        const foreignLabel = `${asker} ${verb} ${table} in another workspace: ${foreign.message ?? foreign.rows}`;
        expect(foreign.rows > 0, foreignLabel).toBe(allowed.includes(asker) && everywhere.includes(asker));
        if (foreign.rows < 0) expect(foreign.code, foreignLabel).toBe('42501');
      }
    },
  );

  it('the checker catches a table without row-level security', async () => {
    const { database } = opened;
    await database.asOwner((session) =>
      session.script('alter table public.flows disable row level security'),
    );
    try {
      expect((await run('flows', 'select', 'viewer', other)).rows).toBeGreaterThan(0);
    } finally {
      await database.asOwner((session) =>
        session.script('alter table public.flows enable row level security'),
      );
    }
  });

  it('a request that names a workspace is held in it, even for a member of both', async () => {
    const { database } = opened;
    const userId = home.users.editor;
    await database.as({ role: 'service' }, (tx) =>
      tx
        .insertInto('workspace_members')
        .values({ workspace_id: 'other', user_id: userId, role: 'owner' })
        .execute(),
    );
    const seen = async (workspaceId?: string) =>
      (
        await database.as({ role: 'authenticated', userId, ...(workspaceId && { workspaceId }) }, (tx) =>
          tx.selectFrom('flows').select('workspace_id').orderBy('workspace_id').execute(),
        )
      ).map((row) => row.workspace_id);
    expect(await seen()).toEqual(['home', 'other']);
    expect(await seen('home')).toEqual(['home']);
    expect(await seen('third')).toEqual([]);
    const intruding = database.as({ role: 'authenticated', userId, workspaceId: 'home' }, (tx) =>
      tx.insertInto('flows').values({ workspace_id: 'other', name: 'Mine', definition: '{}' }).execute(),
    );
    await expect(intruding).rejects.toMatchObject({ code: '42501' });
    await database.as({ role: 'service' }, (tx) =>
      tx
        .deleteFrom('workspace_members')
        .where('workspace_id', '=', 'other')
        .where('user_id', '=', userId)
        .execute(),
    );
  });

  it('a runtime or a user without claims sees nothing', async () => {
    for (const role of ['connector_runtime', 'authenticated']) {
      const rows = await opened.database.asOwner(async (session) => {
        await session.query(`select set_config('role', $1, true)`, [role]);
        return session.query('select 1 from public.flows');
      });
      expect(rows).toEqual([]);
    }
  });
});
