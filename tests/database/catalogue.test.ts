import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drivers, type TestDatabase } from '../support/database.js';
import { expectations, functionExpectations } from './expectations.js';

const roles = ['anon', 'authenticated', 'connector_runtime'] as const;

describe.each(drivers)('the catalogue on $name', (driver) => {
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await driver.openMigrated();
  });
  afterAll(() => opened.close());

  const query = <Row>(text: string) => opened.database.asOwner((session) => session.query<Row>(text));

  it('every table enables and forces row-level security', async () => {
    const open = await query(
      `select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
       and not (relrowsecurity and relforcerowsecurity)`,
    );
    expect(open).toEqual([]);
  });

  it('truncate, references and trigger are nobody’s, for they pass row-level security by', async () => {
    const granted = await query(
      `select grantee, table_name, privilege_type from information_schema.role_table_grants
       where table_schema = 'public' and privilege_type in ('TRUNCATE', 'REFERENCES', 'TRIGGER')
       and grantee in ('anon', 'authenticated', 'connector_runtime', 'service_role', 'PUBLIC')`,
    );
    expect(granted).toEqual([]);
  });

  it('each role writes the columns that are expected and no others', async () => {
    for (const [table, { writable }] of Object.entries(expectations)) {
      for (const role of roles) {
        for (const verb of ['insert', 'update'] as const) {
          const rows = await query<{ name: string }>(
            `select attname as name from pg_attribute
             where attrelid = 'public.${table}'::regclass and attnum > 0 and not attisdropped
             and has_column_privilege('${role}', attrelid, attnum, '${verb}') order by 1`,
          );
          const expected = role === 'anon' ? [] : (writable[role]?.[verb] ?? []);
          expect(
            rows.map(({ name }) => name),
            `${role} ${verb} ${table}`,
          ).toEqual([...expected].sort());
        }
      }
    }
  });

  it('members read the columns that are expected, the runtime all, a visitor none', async () => {
    for (const [table, { readable }] of Object.entries(expectations)) {
      for (const role of roles) {
        const rows = await query<{ name: string; may: boolean }>(
          `select attname as name, has_column_privilege('${role}', attrelid, attnum, 'select') as may
           from pg_attribute
           where attrelid = 'public.${table}'::regclass and attnum > 0 and not attisdropped order by 1`,
        );
        const read = rows.filter(({ may }) => may).map(({ name }) => name);
        const all = rows.map(({ name }) => name);
        if (role === 'anon') expect(read, table).toEqual([]);
        if (role === 'authenticated') expect(read, table).toEqual([...(readable ?? all)].sort());
        if (role === 'connector_runtime' && read.length > 0) expect(read, table).toEqual(all);
      }
    }
  });

  it('whatever a user may write, a trigger writes into the audit log', async () => {
    // Versions are saved with their document, whose entry names the version.
    const withTheirDocument = ['connector_versions', 'flow_versions'];
    const rows = await query<{ table: string; verbs: string[]; audited: string[] }>(
      `select relname as table,
         array(select v from unnest(array['insert', 'update', 'delete']) as v
           where case when v = 'delete' then has_table_privilege('authenticated', c.oid, v)
             else has_any_column_privilege('authenticated', c.oid, v) end) as verbs,
         array(select v from unnest(array['insert', 'update', 'delete']) as v
           where exists (select from pg_trigger t join pg_proc p on p.oid = t.tgfoid
             where t.tgrelid = c.oid and t.tgenabled = 'O' and p.proname in ('write_audit', 'write_execution_audit')
             and t.tgtype & (case v when 'insert' then 4 when 'delete' then 8 else 16 end) <> 0)) as audited
       from pg_class c where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')`,
    );
    const written = rows.filter(({ table, verbs }) => verbs.length > 0 && !withTheirDocument.includes(table));
    expect(written.length).toBeGreaterThanOrEqual(4);
    for (const { table, verbs, audited } of written) {
      expect(audited, `${table} is audited on ${audited}`).toEqual(expect.arrayContaining(verbs));
    }
  });

  it('an audit trigger of updates names every column that a user may write', async () => {
    const missed = await query(
      `select c.relname as table, a.attname as column from pg_class c
       join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
       where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
       and has_column_privilege('authenticated', c.oid, a.attnum, 'update')
       and not exists (select from pg_trigger t join pg_proc p on p.oid = t.tgfoid
         where t.tgrelid = c.oid and p.proname in ('write_audit', 'write_execution_audit')
         and t.tgtype & 16 <> 0 and (t.tgattr = ''::int2vector or a.attnum = any (t.tgattr::int2[])))`,
    );
    expect(missed).toEqual([]);
  });

  it('a user’s policies are one for each verb, named as sentences', async () => {
    const policies = await query<{ table: string; name: string; verb: string; role: string }>(
      `select tablename as table, policyname as name, cmd as verb, unnest(roles)::text as role
       from pg_policies where schemaname = 'public'`,
    );
    expect(policies.length).toBeGreaterThan(20);
    const keys = policies.map(({ table, verb, role }) => `${table} ${verb} ${role}`);
    expect(keys).toEqual([...new Set(keys)]);
    for (const { name, verb, role } of policies) {
      expect(name).toMatch(/^\S+( \S+){2,}$/);
      expect(verb === 'ALL').toBe(role === 'service_role');
      expect(['authenticated', 'connector_runtime', 'service_role']).toContain(role);
    }
  });

  it('each function has a fixed search path and is called by those who are expected', async () => {
    const functions = await query<{ name: string; config: string[] | null; callers: string[] }>(
      `select n.nspname || '.' || p.proname as name, p.proconfig as config,
         array(select r from unnest(array['anon', 'authenticated', 'connector_runtime', 'service_role']) as r
           where has_function_privilege(r, p.oid, 'execute')) as callers
       from pg_proc p join pg_namespace n on n.oid = p.pronamespace
       where n.nspname in ('public', 'private') order by 1`,
    );
    expect(functions.map(({ name }) => name)).toEqual(Object.keys(functionExpectations).sort());
    for (const { name, config, callers } of functions) {
      expect(config, name).toEqual(['search_path=""']);
      expect(callers, name).toEqual(functionExpectations[name]);
    }
  });

  it('every foreign key and every policy’s column leads an index', async () => {
    const unindexed = await query(
      `select c.conrelid::regclass::text as table, c.conname from pg_constraint c
       where c.contype = 'f' and c.connamespace = 'public'::regnamespace and not exists (
         select from pg_index i where i.indrelid = c.conrelid and i.indpred is null
         and (i.indkey::int2[])[0:cardinality(c.conkey) - 1] @> c.conkey)`,
    );
    expect(unindexed).toEqual([]);
  });

  it('a foreign key inside a workspace carries the workspace', async () => {
    const bare = await query(
      `select conname from pg_constraint
       where contype = 'f' and connamespace = 'public'::regnamespace
       and confrelid <> 'public.workspaces'::regclass and pg_get_constraintdef(oid) not like 'FOREIGN KEY (workspace_id, %'`,
    );
    expect(bare).toEqual([]);
  });

  it('there is no view, for one would need security_invoker', async () => {
    expect(await query(`select 1 from pg_views where schemaname = 'public'`)).toEqual([]);
  });
});
