import type { MigratableDatabase } from '../../api/db/database.js';
import { migrate } from '../../api/db/migrate.js';
import { createPgliteDatabase } from '../../api/db/pglite-database.js';

export const DATABASE_TYPES_PATH = 'api/db/generated/database-types.ts';

interface Column {
  table: string;
  column: string;
  type: string;
  nullable: boolean;
  hasDefault: boolean;
  generated: boolean;
  values: string[] | null;
}

/** What columns hold that the catalogue can't know. */
const contents: Record<string, string> = {
  'connectors.type': "'single-step' | 'multi-step'",
  'connectors.definition': 'Definition',
  'connector_versions.definition': 'Definition',
  'flows.definition': 'Definition',
  'flow_versions.definition': 'Definition',
  'connector_executions.input': 'JsonValue',
  'connector_executions.output': 'JsonValue',
  'connector_executions.error': 'StepError',
  'connector_executions.pinned_connectors': 'PinnedConnectors',
  'connector_executions.replay': 'ReplayPlan',
  'connector_execution_events.event': 'RunEvent',
  'connector_execution_events.type': 'RunEventType',
  'connector_execution_steps.state': 'StepState',
  'flow_triggers.config': 'JsonObject',
  'connector_template_versions.manifest': 'JsonObject',
  'audit_log.detail': 'JsonObject',
  'workspace_api_keys.scopes': 'KeyScope[]',
  'idempotency_keys.answer': 'JsonValue',
  'workspace_api_credentials.settings': 'JsonObject',
  'workspace_api_credentials.hints': 'Record<string, string | null>',
  'workspace_api_credentials.sealed': 'Sealed',
  'workspace_api_credentials.sealed_tokens': 'Sealed',
  'workspace_api_credentials.test': 'TestRequest',
  'oauth_states.sealed': 'Sealed',
};

/** Filled by a trigger whatever the insert says. */
const triggered = new Set(['connector_executions.number']);

const scalars: Record<string, string> = {
  text: 'string',
  uuid: 'string',
  int4: 'number',
  int8: 'number',
  float8: 'number',
  bool: 'boolean',
  timestamptz: 'Timestamp',
  _text: 'string[]',
};

/** The Kysely types of the migrated schema, as the text of a file. */
export async function generateDatabaseTypes(): Promise<string> {
  const database = await createPgliteDatabase({ memory: true });
  try {
    await migrate(database);
    return render(await readColumns(database));
  } finally {
    await database.close();
  }
}

/** Every column of `public`, with the values that its enum or check allows. */
function readColumns(database: MigratableDatabase): Promise<Column[]> {
  return database.asOwner((session) =>
    session.query<Column>(`
      select c.relname as "table", a.attname as "column", t.typname as type, not a.attnotnull as nullable,
        a.atthasdef as "hasDefault", a.attgenerated <> '' as generated,
        coalesce(
          (select array_agg(e.enumlabel::text order by e.enumsortorder) from pg_enum e where e.enumtypid = t.oid),
          (select array(select m[1] from regexp_matches(pg_get_constraintdef(k.oid), '''([^'']+)''::text', 'g') m)
           from pg_constraint k
           where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum]
             and pg_get_constraintdef(k.oid) like '%= ANY (ARRAY[%')
        ) as values
      from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      join pg_type t on t.oid = a.atttypid
      where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace
      order by c.relname, a.attnum`),
  );
}

function columnType({ table, column, type, nullable, hasDefault, generated, values }: Column): string {
  const content = contents[`${table}.${column}`];
  const isTriggered = triggered.has(`${table}.${column}`);
  const scalar = values?.length ? values.map((value) => `'${value}'`).join(' | ') : scalars[type];
  const base = content ?? scalar;
  if (!base)
    throw new Error(`${table}.${column} is ${type}: say in database-types.ts what that is in TypeScript.`);
  const whole = nullable ? `${base} | null` : base;
  if (generated) return `GeneratedAlways<${whole}>`;
  const isDocument = type === 'json' || type === 'jsonb';
  const stored = isDocument ? `Document<${whole}, string${nullable ? ' | null' : ''}>` : whole;
  return hasDefault || isTriggered || (isDocument && nullable) ? `Generated<${stored}>` : stored;
}

const interfaceName = (table: string) =>
  table
    .split('_')
    .map((word) => word[0]?.toUpperCase() + word.slice(1))
    .join('');

function render(columns: Column[]): string {
  const tables = [...new Set(columns.map(({ table }) => table))];
  const lines = [
    '// Made by scripts/generate-database-types.ts from the migrated schema; a test fails where they differ.',
    "import type { ColumnType, GeneratedAlways } from 'kysely';",
    "import type { Definition, JsonObject, JsonValue, RunEvent, RunEventType, StepError, StepState } from '#engine';",
    "import type { Sealed } from '../../credentials/seal.js';",
    "import type { ReplayPlan } from '../../runtime/replay-plan.js';",
    "import type { TestRequest } from '../../credentials/test-request.js';",
    "import type { KeyScope } from '../../workspace-resources.js';",
    '',
    '/** Which version of which connector each name meant when a run was created: `slug` or `slug@3`, as steps say it. */',
    'export type PinnedConnectors = Record<string, { id: string; version: number }>;',
    '',
    '/** JSON: read as a value, written as its text (`JSON.stringify`), which is the same to both drivers. */',
    'type Document<Value, Text> = ColumnType<Value, Text, Text>;',
    '/** May be left out of an insert. */',
    'type Generated<T> =',
    '  T extends ColumnType<infer S, infer I, infer U>',
    '    ? ColumnType<S, I | undefined, U>',
    '    : ColumnType<T, T | undefined, T>;',
    'type Timestamp = ColumnType<Date, Date | string, Date | string>;',
    '',
  ];
  for (const table of tables) {
    lines.push(`export interface ${interfaceName(table)}Table {`);
    for (const column of columns.filter((one) => one.table === table)) {
      lines.push(`  ${column.column}: ${columnType(column)};`);
    }
    lines.push('}', '');
  }
  lines.push(
    'export interface DB {',
    ...tables.map((table) => `  ${table}: ${interfaceName(table)}Table;`),
    '}',
    '',
  );
  return lines.join('\n');
}
