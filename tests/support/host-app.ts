import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

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
  const run = (command: string, ...args: string[]) => executeIn(directory, command, args);
  await cp(join(root, 'tests/package/host'), directory, { recursive: true });
  const packed = await executeIn(root, 'npm', [
    'pack',
    '--ignore-scripts',
    '--json',
    '--pack-destination',
    directory,
  ]);
  const tarball = /"filename":\s*"([^"]+)"/.exec(packed)?.[1];
  if (!tarball) throw new Error(`npm pack named no tarball: ${packed}`);
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

/** What the command printed; throws all of it, errors too, when the command fails. */
async function executeIn(cwd: string, command: string, args: readonly string[]): Promise<string> {
  const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  let complaints = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints += text;
  });
  const [code] = await once(child, 'close');
  if (code !== 0)
    throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${printed}\n${complaints}`);
  return printed;
}
