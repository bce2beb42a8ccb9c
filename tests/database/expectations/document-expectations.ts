import { randomUUID } from 'node:crypto';
import { definition, editors, members, type SampleIds, type TableExpectation } from '../expectation.js';

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

/** What people make. */
export const documentExpectations: Record<string, TableExpectation> = {
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
};
