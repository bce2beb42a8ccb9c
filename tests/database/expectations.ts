import { randomBytes, randomUUID } from 'node:crypto';

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

const people = ['viewer', 'editor', 'admin', 'owner'] as const;
// To the database a key that executes is an editor; that it saves nothing is the API's to say.
const members = [...people, 'read_key', 'execute_key', 'write_key'] as const;
const editors = ['editor', 'admin', 'owner', 'execute_key', 'write_key'] as const;
const admins = ['admin', 'owner'] as const;
/** Those who work on a community template that isn't published. */
const templateMakers = [...editors, 'saas_admin'] as const;
const definition = JSON.stringify({ graph: { steps: [] } });

const documentTable = (touch: string, extra: () => Record<string, string>) => ({
  may: { select: [...members, 'runtime'], insert: editors, update: editors, delete: editors } as const,
  touch: { default: touch },
  row: ({ workspace }: SampleIds) => ({ workspace_id: workspace, name: 'Another', definition, ...extra() }),
});

const versionTable = (subject: 'connector' | 'flow'): TableExpectation => ({
  may: { select: [...members, 'runtime'], insert: editors, update: [], delete: [] },
  writable: {
    authenticated: {
      insert: ['workspace_id', `${subject}_id`, 'version', 'name', 'definition', 'created_by'],
    },
  },
  touch: { default: 'name' },
  row: (ids, user) => ({
    workspace_id: ids.workspace,
    [`${subject}_id`]: ids[subject],
    version: 99,
    name: 'Another',
    definition,
    created_by: user,
  }),
});

/** Every table of `public`, and what each asker may do with it. A table that isn't here fails the tests. */
export const expectations: Record<string, TableExpectation> = {
  workspaces: {
    may: { select: members, insert: [], update: [], delete: [] },
    key: { column: 'id', value: ({ workspace }) => workspace },
    writable: {},
    touch: { default: 'name' },
    row: () => ({ id: `new-${randomUUID()}`, name: 'Another' }),
  },
  workspace_members: {
    // All but the last owner may leave; here nobody is asked to remove an owner.
    may: { select: people, insert: admins, update: admins, delete: people },
    writable: {
      authenticated: { insert: ['workspace_id', 'user_id', 'role', 'email'], update: ['role'] },
    },
    touch: { default: 'role' },
    among: `role <> 'owner'`,
    row: ({ workspace }) => ({ workspace_id: workspace, user_id: randomUUID(), role: 'viewer' }),
  },
  connectors: {
    ...documentTable('name', () => ({ slug: `another-${randomUUID()}` })),
    may: {
      select: [...members, 'runtime'],
      insert: editors,
      update: [...editors, 'runtime'],
      delete: editors,
    },
    writable: {
      authenticated: {
        insert: ['workspace_id', 'id', 'slug', 'name', 'description', 'icon', 'definition'],
        update: ['slug', 'name', 'description', 'icon', 'definition', 'version'],
      },
      connector_runtime: {
        update: ['executions', 'succeeded', 'failed', 'total_duration_ms', 'last_executed_at'],
      },
    },
    touch: { default: 'name', runtime: 'executions' },
  },
  connector_versions: versionTable('connector'),
  flows: {
    ...documentTable('name', () => ({})),
    writable: {
      authenticated: {
        insert: ['workspace_id', 'id', 'name', 'description', 'definition'],
        update: ['name', 'description', 'definition', 'version'],
      },
    },
  },
  flow_versions: versionTable('flow'),
  connector_executions: {
    may: {
      select: [...members, 'runtime'],
      insert: editors,
      update: [...editors, 'runtime'],
      // Those that have ended.
      delete: editors,
    },
    writable: {
      authenticated: {
        insert: [
          'workspace_id',
          'flow_id',
          'connector_id',
          'name',
          'version',
          'trigger',
          'input',
          'pinned_connectors',
          'replay_of',
          'replay',
          'created_by',
        ],
        update: ['cancel_requested'],
      },
      connector_runtime: {
        update: [
          'status',
          'output',
          'error',
          'last_seq',
          'lease_until',
          'started_at',
          'finished_at',
          'duration_ms',
        ],
      },
    },
    touch: { default: 'cancel_requested', runtime: 'status' },
    row: ({ workspace, flow }, user) => ({
      workspace_id: workspace,
      flow_id: flow,
      name: 'Another',
      version: 1,
      trigger: 'manual',
      created_by: user,
    }),
  },
  connector_execution_events: {
    may: { select: [...members, 'runtime'], insert: ['runtime'], update: [], delete: [] },
    writable: {
      connector_runtime: { insert: ['workspace_id', 'execution_id', 'seq', 'type', 'event', 'at'] },
    },
    touch: { default: 'type' },
    row: ({ workspace, execution }) => ({
      workspace_id: workspace,
      execution_id: execution,
      seq: 99,
      type: 'step_queued',
      event: '{}',
      at: '2026-01-01T00:00:00Z',
    }),
  },
  connector_execution_steps: {
    may: { select: [...members, 'runtime'], insert: ['runtime'], update: ['runtime'], delete: [] },
    writable: {
      connector_runtime: {
        insert: ['workspace_id', 'execution_id', 'path', 'position', 'status', 'state', 'updated_at'],
        update: ['status', 'state', 'updated_at'],
      },
    },
    touch: { default: 'status' },
    row: ({ workspace, execution }) => ({
      workspace_id: workspace,
      execution_id: execution,
      path: 'step_99',
      position: 99,
      status: 'queued',
      state: '{}',
    }),
  },
  workspace_api_credentials: {
    may: {
      select: [...members, 'runtime'],
      insert: admins,
      update: [...admins, 'runtime'],
      delete: admins,
    },
    // All but the ciphertext.
    readable: [
      'workspace_id',
      'id',
      'slot',
      'name',
      'type',
      'settings',
      'hints',
      'hosts',
      'version',
      'last_used_at',
      'created_at',
      'updated_at',
      'created_by',
      'status',
      'problem',
      'expires_at',
      'token_version',
      'test',
    ],
    writable: {
      authenticated: {
        insert: [
          'workspace_id',
          'id',
          'slot',
          'name',
          'type',
          'settings',
          'hints',
          'hosts',
          'sealed',
          'created_by',
          'status',
          'test',
        ],
        update: ['slot', 'name', 'settings', 'hints', 'hosts', 'sealed', 'version', 'test'],
      },
      connector_runtime: {
        update: [
          'last_used_at',
          'status',
          'problem',
          'expires_at',
          'sealed_tokens',
          'token_version',
          'refreshing_until',
        ],
      },
    },
    touch: { default: 'name', runtime: 'last_used_at' },
    row: ({ workspace }, user) => ({
      workspace_id: workspace,
      slot: `another_${randomUUID().slice(0, 8)}`,
      name: 'Another',
      type: 'bearer',
      hosts: '{api.example.com}',
      sealed: '{"v":1,"kid":"k1","iv":"","ct":""}',
      created_by: user,
    }),
  },
  oauth_states: {
    may: { select: [], insert: admins, update: [], delete: [] },
    readable: [],
    writable: {
      authenticated: {
        insert: [
          'workspace_id',
          'state_hash',
          'credential_id',
          'user_id',
          'browser_hash',
          'sealed',
          'credential_version',
          'return_to',
        ],
      },
    },
    touch: { default: 'return_to' },
    row: ({ workspace, credential }, user) => ({
      workspace_id: workspace,
      state_hash: randomUUID().replaceAll('-', '').padEnd(43, '0'),
      credential_id: credential,
      user_id: user,
      browser_hash: '0'.repeat(43),
      sealed: '{"v":1,"kid":"k1","iv":"","ct":""}',
      credential_version: 1,
    }),
  },
  flow_triggers: {
    may: {
      select: [...members, 'runtime'],
      insert: editors,
      update: [...editors, 'runtime'],
      delete: editors,
    },
    writable: {
      authenticated: {
        insert: [
          'workspace_id',
          'id',
          'flow_id',
          'type',
          'name',
          'enabled',
          'config',
          'token_hash',
          'next_at',
          'created_by',
        ],
        update: ['name', 'enabled', 'config', 'token_hash', 'next_at', 'version'],
      },
      connector_runtime: { update: ['next_at', 'last_fired_at'] },
    },
    touch: { default: 'name', runtime: 'last_fired_at' },
    row: ({ workspace, flow }, user) => ({
      workspace_id: workspace,
      flow_id: flow,
      type: 'webhook',
      name: 'Another',
      token_hash: 'b'.repeat(64),
      created_by: user,
    }),
  },
  saas_admin_users: {
    may: { select: ['saas_admin'], insert: [], update: [], delete: [] },
    everywhere: ['saas_admin'],
    key: { column: 'user_id', value: () => saasAdmin },
    writable: {},
    touch: { default: 'created_at' },
    row: () => ({ user_id: randomUUID() }),
  },
  connector_templates: {
    may: { select: templateMakers, insert: templateMakers, update: templateMakers, delete: templateMakers },
    everywhere: ['saas_admin'],
    writable: {
      authenticated: {
        insert: [
          'slug',
          'tier',
          'workspace_id',
          'name',
          'summary',
          'category',
          'icon',
          'status',
          'created_by',
        ],
        update: [
          'name',
          'summary',
          'category',
          'icon',
          'status',
          'verified',
          'deprecated_reason',
          'successor',
        ],
      },
    },
    touch: { default: 'name' },
    row: ({ workspace }, user) => ({
      slug: `another-${randomUUID()}`,
      tier: 'community',
      workspace_id: workspace,
      name: 'Another',
      created_by: user,
    }),
  },
  connector_template_versions: {
    may: { select: templateMakers, insert: templateMakers, update: ['saas_admin'], delete: [] },
    everywhere: ['saas_admin'],
    key: { column: 'slug', value: ({ template }) => template },
    writable: {
      authenticated: {
        insert: ['slug', 'version', 'manifest', 'content_hash', 'status', 'published_at', 'created_by'],
        update: ['status', 'review', 'published_at'],
      },
    },
    touch: { default: 'status' },
    row: ({ template }, user) => ({
      slug: template,
      version: '2.0.0',
      manifest: '{}',
      content_hash: 'c'.repeat(64),
      created_by: user,
    }),
  },
  workspace_api_keys: {
    may: { select: admins, insert: admins, update: admins, delete: [] },
    // All but the hash.
    readable: [
      'workspace_id',
      'id',
      'name',
      'hint',
      'scopes',
      'created_at',
      'created_by',
      'last_used_at',
      'expires_at',
      'revoked_at',
    ],
    writable: {
      authenticated: {
        insert: ['workspace_id', 'id', 'name', 'hint', 'hash', 'scopes', 'expires_at', 'created_by'],
        update: ['revoked_at'],
      },
    },
    touch: { default: 'revoked_at' },
    row: ({ workspace }, user) => ({
      workspace_id: workspace,
      name: 'Another',
      hint: 'pb_…abcd',
      hash: randomBytes(32).toString('hex'),
      scopes: '{write}',
      created_by: user,
    }),
  },
  // Everybody has a row of their own, and reaches no other.
  idempotency_keys: {
    may: { select: members, insert: members, update: members, delete: [] },
    writable: {
      authenticated: {
        insert: ['workspace_id', 'route', 'key', 'fingerprint', 'answer', 'is_sealed', 'busy_until'],
        update: ['fingerprint', 'answer', 'is_sealed', 'busy_until', 'created_at'],
      },
    },
    touch: { default: 'answer' },
    row: ({ workspace }) => ({
      workspace_id: workspace,
      route: 'POST /flows',
      key: randomUUID(),
      fingerprint: randomBytes(32).toString('hex'),
      answer: '{}',
    }),
  },
  // Reached through private.take_requests alone.
  rate_limits: {
    may: { select: [], insert: [], update: [], delete: [] },
    readable: [],
    writable: {},
    touch: { default: 'used' },
    row: ({ workspace }) => ({
      workspace_id: workspace,
      subject: randomUUID(),
      window_start: '2026-01-01T00:00:00Z',
      used: 0,
      granted: 0,
    }),
  },
  audit_log: {
    may: { select: admins, insert: [], update: [], delete: [] },
    writable: {},
    touch: { default: 'action' },
    row: ({ workspace, flow }, user) => ({
      workspace_id: workspace,
      action: 'flow.updated',
      actor_type: 'user',
      actor_id: user,
      subject_type: 'flow',
      subject_id: flow,
    }),
  },
};

/** Who may call each function of `public` and `private`, of the roles that are asked about. */
export const functionExpectations: Record<string, readonly string[]> = {
  'public.increment_connector_stats': ['connector_runtime'],
  'private.applied_migrations': ['service_role'],
  'private.connect_credential': ['authenticated', 'service_role'],
  'private.forget_tokens': [],
  'private.claimed_workspace': ['authenticated', 'connector_runtime', 'service_role'],
  'private.is_member': ['authenticated', 'service_role'],
  'private.member_workspaces': ['authenticated', 'service_role'],
  'private.number_execution': ['service_role'],
  'private.record_events': ['connector_runtime'],
  'private.is_saas_admin': ['authenticated'],
  'private.key_role': ['service_role'],
  'private.keep_revoked': [],
  'private.keep_an_owner': ['service_role'],
  'private.add_audit': ['service_role'],
  'private.write_audit': ['service_role'],
  'private.write_execution_audit': ['service_role'],
  'private.record_audit': ['authenticated', 'connector_runtime', 'service_role'],
  'private.keep_audit': [],
  'private.take_requests': ['authenticated', 'service_role'],
  'private.keep_workspace': [],
  'private.touch_updated_at': [],
};
