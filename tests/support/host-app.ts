import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));

export interface HostApp {
  /** The host's folder, outside of the repository. */
  directory: string;
  run(command: string, ...args: string[]): Promise<string>;
  remove(): Promise<void>;
}

/** A product of somebody else's: a folder of its own that installs the packed tarball as anyone would. */
export async function createHostApp(): Promise<HostApp> {
  const directory = await mkdtemp(join(tmpdir(), 'patchbay-host-'));
  const run = async (command: string, ...args: string[]) =>
    (await execute(command, args, { cwd: directory, maxBuffer: 1e7 })).stdout;
  await cp(join(root, 'tests/package/host'), directory, { recursive: true });
  const packed = await execute(
    'npm',
    ['pack', '--ignore-scripts', '--json', '--pack-destination', directory],
    { cwd: root, maxBuffer: 1e7 },
  );
  const tarball = /"filename":\s*"([^"]+)"/.exec(packed.stdout)?.[1];
  if (!tarball) throw new Error(`npm pack named no tarball: ${packed.stdout}`);
  await run('npm', 'install', '--no-audit', '--no-fund', `./${tarball}`);
  return { directory, run, remove: () => rm(directory, { recursive: true, force: true }) };
}
