import { type Selectable, sql, type Transaction } from 'kysely';
import { z } from 'zod';
import type { KnownSlot } from '#engine';
import type {
  CredentialCreate,
  CredentialUpdate,
  WorkspaceCredential,
} from '../credentials/credential-resources.js';
import { credentialTypes } from '../credentials/credential-types.js';
import type { Secrets } from '../credentials/define-type.js';
import { hintOf } from '../credentials/hint.js';
import type { KeyRing } from '../credentials/key-ring.js';
import { seal } from '../credentials/seal.js';
import type { DB, WorkspaceApiCredentialsTable } from '../db/generated/database-types.js';
import { notFound, Problem } from '../problem.js';
import { storable } from '../storable-text.js';
import { parseIn, refuseForeignTest, refuseOtherDestinations, refuseSameNames } from './credential-rules.js';
import { credentialUsers } from './credential-users.js';
import { comesAfter, documentCursor } from './document-cursor.js';
import { DEFAULT_LIMIT, decodeCursor, type Page, toPage } from './page.js';
import { staleVersion } from './stale-version.js';

type Tx = Transaction<DB>;

/** All columns that a user may read; what is sealed is none of them. */
const SHOWN = [
  'id',
  'slot',
  'name',
  'type',
  'settings',
  'hints',
  'hosts',
  'status',
  'problem',
  'expires_at',
  'test',
  'version',
  'last_used_at',
  'created_at',
  'updated_at',
] as const;
type Row = Pick<Selectable<WorkspaceApiCredentialsTable>, (typeof SHOWN)[number]>;

export interface CredentialTarget {
  workspaceId: string;
  id: string;
  version: number;
}

/** Newest change first. */
export async function listCredentials(
  tx: Tx,
  workspaceId: string,
  query: { limit?: number | undefined; cursor?: string | undefined },
): Promise<Page<WorkspaceCredential>> {
  const limit = query.limit ?? DEFAULT_LIMIT;
  const after = decodeCursor(query.cursor, documentCursor);
  let select = tx
    .selectFrom('workspace_api_credentials')
    .select(SHOWN)
    .select(sql<string>`updated_at::text`.as('sort_at'))
    .where('workspace_id', '=', workspaceId);
  if (after) select = select.where(comesAfter(after));
  const rows = await select
    .orderBy('updated_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  return toPage(rows, limit, { item: toResource, key: (row) => [row.sort_at, row.id] });
}

export async function getCredential(tx: Tx, workspaceId: string, id: string): Promise<WorkspaceCredential> {
  return toResource(await readCredential(tx, workspaceId, id));
}

/** Seals the secrets and stores them with what may be seen of them. */
export async function createCredential(
  tx: Tx,
  keys: KeyRing,
  workspaceId: string,
  credential: CredentialCreate,
): Promise<WorkspaceCredential> {
  const body = storable(credential);
  const type = credentialTypes[body.type];
  const settings = parseIn(type.settings, body.settings ?? {}, 'settings');
  const secrets = parseIn(type.secrets, body.secrets, 'secrets');
  refuseSameNames(settings, secrets);
  if (body.test) refuseForeignTest(body.test, body);
  const id = crypto.randomUUID();
  const row = await tx
    .insertInto('workspace_api_credentials')
    .values({
      workspace_id: workspaceId,
      id,
      slot: body.slot,
      name: body.name,
      type: body.type,
      settings: JSON.stringify(settings),
      hosts: body.hosts,
      ...(type.tokens && { status: 'not_connected' as const }),
      ...(body.test && { test: JSON.stringify(body.test) }),
      ...(await sealedColumns(keys, { workspaceId, id }, secrets)),
    })
    .returning(SHOWN)
    .executeTakeFirstOrThrow();
  return toResource(row);
}

/**
 * Changes a credential, if `version` is still the newest. Its secrets are replaced all together. A host can't be added
 * without them, nor the address changed that tokens are fetched from: whoever can't read a secret shouldn't be able to
 * have it sent somewhere else. The database forgets tokens that were fetched with other settings or secrets.
 */
export async function updateCredential(
  tx: Tx,
  keys: KeyRing,
  target: CredentialTarget,
  change: CredentialUpdate,
): Promise<WorkspaceCredential> {
  const body = storable(change);
  const { workspaceId, id, version } = target;
  const current = await readCredential(tx, workspaceId, id);
  const type = credentialTypes[current.type];
  const settings = body.settings && parseIn(type.settings, body.settings, 'settings');
  const secrets = body.secrets && parseIn(type.secrets, body.secrets, 'secrets');
  if (!secrets) refuseOtherDestinations(current, { hosts: body.hosts, settings });
  refuseSameNames(settings ?? current.settings, secrets ?? current.hints);
  const test = body.test === undefined ? current.test : body.test;
  if (test) refuseForeignTest(test, { hosts: body.hosts ?? current.hosts, slot: body.slot ?? current.slot });
  const row = await tx
    .updateTable('workspace_api_credentials')
    .set({
      version: version + 1,
      ...(body.slot !== undefined && { slot: body.slot }),
      ...(body.name !== undefined && { name: body.name }),
      ...(body.hosts !== undefined && { hosts: body.hosts }),
      ...(body.test !== undefined && { test: body.test && JSON.stringify(body.test) }),
      ...(settings && { settings: JSON.stringify(settings) }),
      ...(secrets && (await sealedColumns(keys, { workspaceId, id }, secrets))),
    })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where('version', '=', version)
    .returning(SHOWN)
    .executeTakeFirst();
  if (!row) throw staleVersion(await readCredential(tx, workspaceId, id));
  return toResource(row);
}

/** Deletes a credential; without `force` it refuses while flows or connectors name its slot, and says which. */
export async function deleteCredential(
  tx: Tx,
  { workspaceId, id, version }: CredentialTarget,
  { force }: { force: boolean },
): Promise<void> {
  const current = await readCredential(tx, workspaceId, id);
  if (current.version !== version) throw staleVersion(current);
  const users = force ? [] : await credentialUsers(tx, workspaceId, current.slot);
  if (users.length > 0) {
    const names = users.map(({ name }) => `"${name}"`).join(', ');
    throw new Problem(
      'credential_in_use',
      `${names} would break without it. Change them first, or delete with ?force=true.`,
      {
        errors: users.map((user) => ({ path: user.id, message: `"${user.name}" uses this credential` })),
      },
    );
  }
  const { numDeletedRows } = await tx
    .deleteFrom('workspace_api_credentials')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  // Somebody saved or deleted it since it was read above.
  if (numDeletedRows === 0n) throw staleVersion(await readCredential(tx, workspaceId, id));
}

/**
 * The slots that the workspace's credentials fill, with the fields that a placeholder may name. `chosen` are ids by slot
 * that fill these instead; one that isn't in the workspace is refused.
 */
export async function knownSlots(
  tx: Tx,
  workspaceId: string,
  chosen: Readonly<Record<string, string>> = {},
): Promise<KnownSlot[]> {
  const rows = await tx
    .selectFrom('workspace_api_credentials')
    .select(['id', 'slot', 'type', 'settings', 'hints'])
    .where('workspace_id', '=', workspaceId)
    .execute();
  const filled = new Map(rows.map((row) => [row.slot, row]));
  for (const [slot, id] of Object.entries(chosen)) {
    const row = rows.find((one) => one.id === id);
    if (!row) {
      const message = 'There is no such credential in this workspace';
      const errors = [{ path: `credentials.${slot}`, message }];
      throw new Problem('invalid_input', `${message}. Choose another for the slot '${slot}'.`, { errors });
    }
    filled.set(slot, row);
  }
  return [...filled].map(([slot, { type, settings, hints }]) => ({
    slot,
    fields: credentialTypes[type].fieldNames(settings, Object.keys(hints)),
  }));
}

async function readCredential(tx: Tx, workspaceId: string, id: string): Promise<Row> {
  const row = z.uuid().safeParse(id).success
    ? await tx
        .selectFrom('workspace_api_credentials')
        .select(SHOWN)
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', id)
        .executeTakeFirst()
    : undefined;
  if (!row) throw notFound('credential');
  return row;
}

async function sealedColumns(
  keys: KeyRing,
  { workspaceId, id }: { workspaceId: string; id: string },
  secrets: Secrets,
) {
  const hints = Object.entries(secrets).map(([field, secret]) => [field, hintOf(secret)]);
  return {
    sealed: JSON.stringify(await seal(keys, { workspaceId, credentialId: id }, JSON.stringify(secrets))),
    hints: JSON.stringify(Object.fromEntries(hints)),
  };
}

function toResource(row: Row): WorkspaceCredential {
  return {
    id: row.id,
    slot: row.slot,
    name: row.name,
    type: row.type,
    settings: row.settings,
    secrets: Object.fromEntries(
      Object.entries(row.hints).map(([field, hint]) => [field, { set: true as const, hint }]),
    ),
    hosts: row.hosts,
    status: row.status,
    problem: row.problem,
    expiresAt: row.expires_at?.toISOString() ?? null,
    test: row.test,
    version: row.version,
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}
