import { editors, members, type TableExpectation } from '../expectation.js';

/** Runs. */
export const executionExpectations: Record<string, TableExpectation> = {
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
};
