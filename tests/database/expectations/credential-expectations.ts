import { randomUUID } from 'node:crypto';
import { admins, members, type TableExpectation } from '../expectation.js';

/** Secrets. */
export const credentialExpectations: Record<string, TableExpectation> = {
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
};
