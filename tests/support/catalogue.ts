import type { MigratableDatabase } from '../../api/db/database.js';

/** What a schema is made of, each thing as a line; two databases with the same lines behave the same. */
const parts: Record<string, string> = {
  tables: `select c.relname, c.relkind, c.relrowsecurity, c.relforcerowsecurity, array(select unnest(c.relacl)::text order by 1), pg_get_userbyid(c.relowner)
    from pg_class c where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace)`,
  columns: `select a.attrelid::regclass::text, a.attname, a.attnum, format_type(a.atttypid, a.atttypmod), a.attnotnull, array(select unnest(a.attacl)::text order by 1),
      pg_get_expr(d.adbin, d.adrelid)
    from pg_attribute a join pg_class c on c.oid = a.attrelid left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
    where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace) and a.attnum > 0`,
  constraints: `select conrelid::regclass::text, conname, pg_get_constraintdef(oid) from pg_constraint
    where connamespace in ('public'::regnamespace, 'private'::regnamespace)`,
  indexes: `select tablename, indexname, indexdef from pg_indexes where schemaname in ('public', 'private')`,
  policies: `select tablename, policyname, permissive, roles::text, cmd, qual, with_check from pg_policies where schemaname = 'public'`,
  triggers: `select tgrelid::regclass::text, tgname, pg_get_triggerdef(t.oid) from pg_trigger t where not tgisinternal`,
  functions: `select p.oid::regprocedure::text, pg_get_functiondef(p.oid), array(select unnest(p.proacl)::text order by 1), pg_get_userbyid(p.proowner)
    from pg_proc p where p.pronamespace in ('public'::regnamespace, 'private'::regnamespace, 'auth'::regnamespace)`,
  types: `select t.typname, array(select enumlabel::text from pg_enum e where e.enumtypid = t.oid order by enumsortorder)::text
    from pg_type t where t.typnamespace = 'public'::regnamespace and t.typtype = 'e'`,
  schemas: `select nspname, array(select unnest(nspacl)::text order by 1) from pg_namespace where nspname in ('public', 'private', 'auth')`,
};

/** What belongs to the table where `migrate` notes what it did. */
const ourList = /^\{"\w+":"(?:private\.)?patchbay_migrations/;

/** The catalogue of a database's schemas, by kind, without the lists of what was migrated. */
export async function readCatalogue(database: MigratableDatabase): Promise<Record<string, string[]>> {
  const read: Record<string, string[]> = {};
  for (const [kind, text] of Object.entries(parts)) {
    const rows = await database.asOwner((session) => session.query<Record<string, unknown>>(text));
    read[kind] = rows
      .map((row) => JSON.stringify(row))
      .filter((line) => !ourList.test(line))
      .sort();
  }
  return read;
}
