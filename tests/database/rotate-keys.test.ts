import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readKeyRing, UnknownKeyError } from '../../api/credentials/key-ring.js';
import { countByKey, rotateKeys } from '../../api/credentials/rotate-keys.js';
import { seal, unseal } from '../../api/credentials/seal.js';
import { service } from '../../api/db/actor.js';
import type { Database } from '../../api/db/database.js';
import { drivers, type TestDatabase } from '../support/database.js';
import { createWorkspace } from '../support/database-fixtures.js';

const first = `k1:${Buffer.alloc(32, 1).toString('base64')}`;
const second = `k2:${Buffer.alloc(32, 2).toString('base64')}`;
const COUNT = 1_000;

describe.each(drivers)('a change of encryption keys on $name', (driver) => {
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await driver.openMigrated();
    await fill(opened.database);
  });
  afterAll(() => opened.close());

  async function fill(database: Database): Promise<void> {
    const keys = await readKeyRing(first);
    for (const workspaceId of ['red', 'blue']) {
      await createWorkspace(database, workspaceId);
      const rows = await Promise.all(
        Array.from({ length: COUNT / 2 }, async (_, index) => {
          const id = crypto.randomUUID();
          const sealed = await seal(keys, { workspaceId, credentialId: id }, `secret ${id}`);
          return {
            workspace_id: workspaceId,
            id,
            slot: `slot_${index}`,
            name: 'A credential',
            type: 'bearer' as const,
            hosts: ['api.example.com'],
            sealed: JSON.stringify(sealed),
          };
        }),
      );
      await database.as(service, (tx) => tx.insertInto('workspace_api_credentials').values(rows).execute());
    }
  }

  it('goes on where it was interrupted, and every credential opens at any time', async () => {
    const { database } = opened;
    const ring = await readKeyRing(`${second},${first}`);
    const stop = new Error('interrupted');
    const interrupted = rotateKeys(database, ring, (done) => {
      if (done >= 300) throw stop;
    });
    await expect(interrupted).rejects.toBe(stop);
    expect(Object.fromEntries(await countByKey(database, ring))).toEqual({ k2: 300, k1: 700 });
    await openAll(database, `${second},${first}`);
    expect(await rotateKeys(database, ring)).toBe(700);
    expect(Object.fromEntries(await countByKey(database, ring))).toEqual({ k2: COUNT, k1: 0 });
    await openAll(database, second);
    expect(await rotateKeys(database, ring)).toBe(0);
  });

  it('stops at a credential that doesn’t open, and changes none of its batch', async () => {
    const { database } = opened;
    const ring = await readKeyRing(`k3:${Buffer.alloc(32, 3).toString('base64')}`);
    await expect(rotateKeys(database, ring)).rejects.toThrow(UnknownKeyError);
    await openAll(database, second);
  });

  async function openAll(database: Database, setting: string): Promise<void> {
    const ring = await readKeyRing(setting);
    const rows = await database.as(service, (tx) =>
      tx.selectFrom('workspace_api_credentials').select(['workspace_id', 'id', 'sealed']).execute(),
    );
    expect(rows).toHaveLength(COUNT);
    for (const { workspace_id, id, sealed } of rows)
      expect(await unseal(ring, { workspaceId: workspace_id, credentialId: id }, sealed)).toBe(
        `secret ${id}`,
      );
  }
});
