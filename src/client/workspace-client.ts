import type {
  ApiKey,
  ApiKeyCreate,
  AuditEntry,
  CreatedApiKey,
  Member,
  MemberCreate,
  MemberUpdate,
} from '../../api/workspace-resources.js';
import type { CallOptions, Page } from './patchbay-client.js';
import { requestJson, type Transport } from './transport.js';

export interface MembersClient {
  /** Everybody in the workspace, at most 1,000, who came first first. */
  list(options?: CallOptions): Promise<Member[]>;
  /** Needs the role admin; to add an owner, owner. Fails with `conflict` (409) for one who is a member already. */
  add(body: MemberCreate, options?: CallOptions): Promise<Member>;
  /** Needs the role admin; from or to owner, owner. The last owner stays one: `last_owner` (409). */
  update(userId: string, body: MemberUpdate, options?: CallOptions): Promise<Member>;
  /** Removes a member, with the same roles as `update`; anybody may remove themselves. */
  remove(userId: string, options?: CallOptions): Promise<void>;
}

/** Needs the role admin. */
export interface KeysClient {
  /** At most 500: those in force first, then the revoked; the newest first. */
  list(options?: CallOptions): Promise<ApiKey[]>;
  /** The only answer that holds the token: show it now, or it is lost. */
  create(body: ApiKeyCreate, options?: CallOptions): Promise<CreatedApiKey>;
  /** Ends a key at once and for good. */
  revoke(id: string, options?: CallOptions): Promise<void>;
}

export interface AuditQuery {
  /** As in `flow`, `connector`, `credential`, `member`, `key`, `execution`. */
  subjectType?: string;
  subjectId?: string;
  /** As in `flow.updated`. */
  action?: string;
  /** A user's or an API key's id. */
  actorId?: string;
  /** 1 to 100; default 50. */
  limit?: number;
  cursor?: string;
}

/** Needs the role admin. */
export interface AuditClient {
  /** The newest first. */
  list(query?: AuditQuery, options?: CallOptions): Promise<Page<AuditEntry>>;
}

const MEMBERS = '/workspace/members';
const KEYS = '/workspace/keys';

export function createMembersClient(transport: Transport): MembersClient {
  return {
    list: async ({ signal } = {}) =>
      (await requestJson<{ items: Member[] }>(transport, MEMBERS, { signal })).items,
    add: (body, { signal } = {}) => requestJson<Member>(transport, MEMBERS, { method: 'POST', body, signal }),
    update: (userId, body, { signal } = {}) =>
      requestJson<Member>(transport, at(MEMBERS, userId), { method: 'PATCH', body, signal }),
    async remove(userId, { signal } = {}) {
      await transport(at(MEMBERS, userId), { method: 'DELETE', signal });
    },
  };
}

export function createKeysClient(transport: Transport): KeysClient {
  return {
    list: async ({ signal } = {}) =>
      (await requestJson<{ items: ApiKey[] }>(transport, KEYS, { signal })).items,
    create: (body, { signal } = {}) =>
      requestJson<CreatedApiKey>(transport, KEYS, { method: 'POST', body, signal }),
    async revoke(id, { signal } = {}) {
      await transport(at(KEYS, id), { method: 'DELETE', signal });
    },
  };
}

export function createAuditClient(transport: Transport): AuditClient {
  return {
    list: (query, { signal } = {}) =>
      requestJson<Page<AuditEntry>>(transport, '/workspace/audit', { query: { ...query }, signal }),
  };
}

function at(path: string, id: string): string {
  return `${path}/${encodeURIComponent(id)}`;
}
