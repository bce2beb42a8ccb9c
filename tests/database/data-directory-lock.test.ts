import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'vitest';
import { DataDirectoryInUseError, lockDataDirectory } from '../../api/db/data-directory-lock.js';
import { createPgliteDatabase } from '../../api/db/pglite-database.js';
import { ownIdentity } from '../../api/db/process-identity.js';

/** Each test has a folder of its own: most of them wait, so they run side by side. */
const it = test.extend<{ directory: string }>({
  // biome-ignore lint/correctness/noEmptyPattern: Vitest reads from the pattern that it needs nothing
  directory: async ({}, use) => {
    const directory = await mkdtemp(join(tmpdir(), 'patchbay-lock-'));
    await use(directory);
    await rm(directory, { recursive: true, force: true });
  },
});

const claims = async (directory: string) =>
  (await readdir(directory)).filter((name) => name.startsWith('lock-'));
const leaveClaim = async (directory: string, identity: object, ageMs = 0) => {
  const path = join(directory, `lock-left-${Math.random()}.json`);
  await writeFile(path, JSON.stringify(identity));
  const then = new Date(Date.now() - ageMs);
  await utimes(path, then, then);
};

/** The pid of a process that is no more. */
async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ['-e', '']);
  await new Promise((resolve) => child.once('exit', resolve));
  return child.pid ?? 0;
}

describe.concurrent('the lock of the data folder', () => {
  it('is held by one, and free again after its release', async ({ directory, expect }) => {
    const lock = await lockDataDirectory(directory);
    const refused = await lockDataDirectory(directory).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(DataDirectoryInUseError);
    expect((refused as Error).message).toContain(`process ${process.pid}`);
    expect((refused as Error).message).toContain('PATCHBAY_DATA_DIR');
    expect(await claims(directory)).toHaveLength(1);
    await lock.release();
    await (await lockDataDirectory(directory)).release();
    expect(await claims(directory)).toEqual([]);
  });

  it.for([1, 2, 3])(
    'goes to exactly one of eight that ask at once (round %i)',
    async (_, { directory, expect }) => {
      const outcomes = await Promise.allSettled(
        Array.from({ length: 8 }, () => lockDataDirectory(directory)),
      );
      const held = outcomes.filter((outcome) => outcome.status === 'fulfilled');
      expect(held).toHaveLength(1);
      for (const outcome of outcomes) {
        if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(DataDirectoryInUseError);
      }
      expect(await claims(directory)).toHaveLength(1);
      await held[0]!.value.release();
    },
  );

  it('is taken over from a process that died', async ({ directory, expect }) => {
    await leaveClaim(directory, { ...ownIdentity(), pid: await deadPid() });
    await (await lockDataDirectory(directory)).release();
    expect(await claims(directory)).toEqual([]);
  });

  it.skipIf(process.platform === 'win32')(
    'is taken over from a dead process whose pid another one has now',
    async ({ directory }) => {
      await leaveClaim(directory, { ...ownIdentity(), startedAt: '1' });
      await (await lockDataDirectory(directory)).release();
    },
  );

  it('is respected where the process can’t be seen, until it shows no life for 30 s', async ({
    directory,
    expect,
  }) => {
    const elsewhere = { pid: 7, startedAt: '1', scope: 'another machine' };
    await leaveClaim(directory, elsewhere, 25_000);
    await expect(lockDataDirectory(directory)).rejects.toThrow(DataDirectoryInUseError);
    for (const name of await claims(directory)) await rm(join(directory, name));
    await leaveClaim(directory, elsewhere, 31_000);
    await (await lockDataDirectory(directory)).release();
  });

  it('names a claim that can’t be read, and stops', async ({ directory, expect }) => {
    await writeFile(join(directory, 'lock-1-x.json'), '');
    await expect(lockDataDirectory(directory)).rejects.toThrow(/lock-1-x\.json can't be read/);
  });

  it('keeps a second PGlite from the folder, and what was written is there for the next', async ({
    directory,
    expect,
  }) => {
    const dataDir = join(directory, 'data');
    const first = await createPgliteDatabase({ dataDir });
    await first.asOwner((session) =>
      session.script('create table kept (n int); insert into kept values (7)'),
    );
    await expect(createPgliteDatabase({ dataDir })).rejects.toThrow(DataDirectoryInUseError);
    await first.close();
    const second = await createPgliteDatabase({ dataDir });
    expect(await second.asOwner((session) => session.query('select n from kept'))).toEqual([{ n: 7 }]);
    await second.close();
  });

  it('names the process that holds it, whichever process that is', async ({ directory, expect }) => {
    const lock = await lockDataDirectory(directory);
    const [name] = await claims(directory);
    expect(JSON.parse(await readFile(join(directory, name!), 'utf8'))).toEqual(ownIdentity());
    await lock.release();
  });
});
