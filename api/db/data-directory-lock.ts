import { randomUUID } from 'node:crypto';
import { readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ownIdentity, type ProcessIdentity, processState } from './process-identity.js';

/** How often a holder touches its claim, for readers that can't look its process up. */
const HEARTBEAT_MS = 5_000;
/** A claim of a process that can't be looked up counts until it wasn't touched for this long. */
const HEARTBEAT_TIMEOUT_MS = 30_000;
/** Two processes that start at once may each see the other and step back; they try again for this long. */
const CONTENTION_MS = 2_000;

const CLAIM = /^lock-.+\.json$/;

export class DataDirectoryInUseError extends Error {
  override readonly name = 'DataDirectoryInUseError';
  constructor(
    readonly directory: string,
    readonly pid: number,
    readonly claim: string,
  ) {
    super(
      `The data folder ${directory} is in use by process ${pid}. Two processes on one folder would destroy the ` +
        'database, so this one stops. Stop that process, or choose another folder with PATCHBAY_DATA_DIR. ' +
        `(If no such process runs on any machine that shares the folder, delete ${claim} and start again.)`,
    );
  }
}

export interface DataDirectoryLock {
  release(): Promise<void>;
}

/**
 * Takes a directory for this process alone, or throws `DataDirectoryInUseError`.
 *
 * Each process first writes a claim under a name that no other process uses, then looks for other claims: if one is
 * alive, it takes its own back. Of two processes the later one to look always finds the other's claim, so both can
 * never hold the directory; and since a claim is deleted only when its process is dead, no takeover can delete a
 * live one. A claim lives as long as its process (pid, start time, boot); where that can't be seen, as between
 * containers, as long as it is touched. Needs a file system on which a file once made is seen by all: a local
 * disk, not NFS.
 */
export async function lockDataDirectory(directory: string): Promise<DataDirectoryLock> {
  const deadline = performance.now() + CONTENTION_MS;
  const identity = ownIdentity();
  for (;;) {
    const claim = join(directory, `lock-${identity.pid}-${randomUUID()}.json`);
    await writeClaim(claim, identity);
    const other = await liveClaim(directory, claim);
    if (!other) return holdClaim(claim);
    await rm(claim, { force: true });
    if (!other.isNew || performance.now() > deadline) {
      throw new DataDirectoryInUseError(directory, other.pid, other.path);
    }
    await new Promise((resolve) => setTimeout(resolve, 20 + Math.random() * 180));
  }
}

/** Whole from the moment it is there: written under another name first. */
async function writeClaim(path: string, identity: ProcessIdentity): Promise<void> {
  const draft = `${path}.draft`;
  await writeFile(draft, `${JSON.stringify(identity)}\n`, { flag: 'wx' });
  await rename(draft, path);
}

function holdClaim(path: string): DataDirectoryLock {
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => {}); // the folder was removed under us: there is nothing left to hold
  }, HEARTBEAT_MS);
  heartbeat.unref();
  return {
    release: async () => {
      clearInterval(heartbeat);
      await rm(path, { force: true });
    },
  };
}

async function liveClaim(
  directory: string,
  own: string,
): Promise<{ path: string; pid: number; isNew: boolean } | undefined> {
  for (const name of await readdir(directory)) {
    const path = join(directory, name);
    if (!CLAIM.test(name) || path === own) continue;
    const claim = await readClaim(path);
    if (!claim) continue;
    const state = processState(claim.identity);
    const isAlive = state === 'alive' || (state === 'unknown' && claim.untouchedMs < HEARTBEAT_TIMEOUT_MS);
    if (isAlive) return { path, pid: claim.identity.pid, isNew: claim.ageMs < CONTENTION_MS };
    await rm(path, { force: true });
  }
  return undefined;
}

async function readClaim(
  path: string,
): Promise<{ identity: ProcessIdentity; ageMs: number; untouchedMs: number } | undefined> {
  try {
    const [text, { birthtimeMs, mtimeMs }] = await Promise.all([readFile(path, 'utf8'), stat(path)]);
    const identity = JSON.parse(text) as ProcessIdentity; // only writeClaim makes files of this name
    const now = Date.now();
    return { identity, ageMs: now - birthtimeMs, untouchedMs: now - mtimeMs };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new Error(`The lock ${path} can't be read. Delete it if no other process uses the folder.`, {
      cause: error,
    });
  }
}
