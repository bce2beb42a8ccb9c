import { randomUUID } from 'node:crypto';
import { saasAdmin, type TableExpectation, templateMakers } from '../expectation.js';

/** Templates, one catalogue for all workspaces. */
export const templateExpectations: Record<string, TableExpectation> = {
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
    // All but who made it.
    readable: [
      'slug',
      'tier',
      'workspace_id',
      'name',
      'summary',
      'category',
      'icon',
      'status',
      'verified',
      'deprecated_reason',
      'successor',
      'installs',
      'created_at',
      'updated_at',
    ],
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
    readable: [
      'slug',
      'version',
      'manifest',
      'content_hash',
      'status',
      'review',
      'created_at',
      'published_at',
    ],
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
};
