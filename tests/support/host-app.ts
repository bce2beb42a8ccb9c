import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
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
  /** Puts each `tsx` snippet of the README and the docs into the host's sources, so that its type check reads them. */
  addReadmeSnippets(): Promise<void>;
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
  const addReadmeSnippets = async () => {
    const docs = (await readdir(join(root, 'docs')))
      .filter((name) => name.endsWith('.md'))
      .map((name) => join('docs', name));
    for (const [page, path] of ['README.md', ...docs].entries()) {
      const text = await readFile(join(root, path), 'utf8');
      for (const [index, match] of [...text.matchAll(/^```tsx\n([\s\S]*?)^```/gm)].entries()) {
        await writeFile(join(directory, 'src', `snippet-${page}-${index}.tsx`), match[1] ?? '');
      }
    }
  };
  return { directory, run, addReadmeSnippets, remove: () => rm(directory, { recursive: true, force: true }) };
}
