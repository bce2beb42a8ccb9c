import type { ApiKey, AuditEntry, Member, PatchbayClient } from '../../src/client/index.js';
import { page, type ScriptedRequest, scriptedClient } from '../scripted-server.js';

const HOUR_MS = 3_600_000;
const from = (ms: number) => new Date(Date.now() + ms).toISOString();
export const id = (number: number) => `00000000-0000-4000-a000-${String(number).padStart(12, '0')}`;
const joined = from(-50 * HOUR_MS);

const members: readonly Member[] = [
  { userId: id(1), email: 'ana@example.com', role: 'owner', createdAt: joined },
  {
    userId: id(2),
    email: 'ben.with.a.very.long.address@subsidiary.of.example.com',
    role: 'editor',
    createdAt: joined,
  },
  { userId: id(3), email: null, role: 'viewer', createdAt: joined },
];

function apiKey(number: number, more: Partial<ApiKey> = {}): ApiKey {
  return {
    id: id(100 + number),
    name: 'Nightly import',
    hint: 'pb_live_…9f3c',
    scopes: ['read', 'execute'],
    createdAt: from(-30 * HOUR_MS),
    createdBy: id(1),
    lastUsedAt: from(-HOUR_MS / 12),
    expiresAt: from(90 * 24 * HOUR_MS),
    revokedAt: null,
    ...more,
  };
}

const keys: readonly ApiKey[] = [
  apiKey(1),
  apiKey(2, { name: 'Trial', expiresAt: from(-HOUR_MS), lastUsedAt: null }),
  apiKey(3, { name: 'Old server', revokedAt: from(-HOUR_MS), scopes: ['read', 'execute', 'write'] }),
];

const ana = { type: 'user', id: id(1), name: 'ana@example.com' } as const;

const entries: readonly AuditEntry[] = [
  {
    id: id(201),
    at: from(-HOUR_MS),
    action: 'flow.updated',
    actor: ana,
    subject: { type: 'flow', id: id(11), name: 'Orders' },
    detail: { changed: ['definition'], version: 4 },
  },
  {
    id: id(202),
    at: from(-2 * HOUR_MS),
    action: 'member.role_changed',
    actor: ana,
    subject: { type: 'member', id: id(2), name: 'ben@example.com' },
    detail: { from: 'viewer', to: 'editor' },
  },
  {
    id: id(203),
    at: from(-3 * HOUR_MS),
    action: 'execution.started',
    actor: { type: 'api_key', id: id(101), name: 'Nightly import' },
    subject: { type: 'execution', id: id(12), name: 'Orders' },
    detail: { number: 7, version: 4 },
  },
  {
    id: id(204),
    at: from(-4 * HOUR_MS),
    action: 'flow.imported',
    actor: { type: 'service', id: null, name: null },
    subject: { type: 'flow', id: null, name: null },
    detail: {},
  },
];

/** A workspace whose user is `me`; `heard` gets every write. */
export function workspaceServer(
  more: Record<string, unknown> = {},
  { me = id(1), heard }: { me?: string; heard?: (request: ScriptedRequest) => unknown } = {},
): PatchbayClient {
  const listOf =
    (items: readonly unknown[], made: unknown) =>
    (request: ScriptedRequest): unknown => {
      if (request.method === 'GET') return { items };
      return heard?.(request) ?? (request.method === 'DELETE' ? new Response(null, { status: 204 }) : made);
    };
  return scriptedClient({
    '/session': { user: { id: me, email: null }, workspaces: [], capabilities: {} },
    '/workspace/members': listOf(members, members[1]),
    '/workspace/keys': listOf(keys, { ...apiKey(9, { name: 'New one' }), token: 'pb_live_secret' }),
    '/workspace/audit': ({ path }: ScriptedRequest) => {
      if (path.includes('cursor=')) return page(entries.slice(3));
      if (path.includes('subjectType=connector')) return page([]);
      return page(entries.slice(0, 3), 'more');
    },
    ...more,
  });
}
