import { randomBytes, randomUUID } from 'node:crypto';
import { admins, members, people, type TableExpectation } from '../expectation.js';

/** The workspace itself: who is in it, what was done, and how often. */
export const workspaceExpectations: Record<string, TableExpectation> = {
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
};
