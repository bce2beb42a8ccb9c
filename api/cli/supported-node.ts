import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const MIN_MAJOR = 22;
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs `main` where this Node is new enough. Otherwise the same command is run by the `node` package, when that is
 * installed beside us, and else a sentence says what is needed. Answers the exit code.
 */
export async function runOnSupportedNode(main: () => Promise<number>): Promise<number> {
  if (Number.parseInt(process.versions.node, 10) >= MIN_MAJOR) return main();
  const binary = installedNode();
  if (binary) return runBy(binary);
  console.error(
    `Patchbay needs Node.js ${MIN_MAJOR} or newer; this is ${process.versions.node}. Install a newer one from https://nodejs.org, or: npm install node@24`,
  );
  return 1;
}

function installedNode(): string | undefined {
  try {
    const folder = dirname(createRequire(import.meta.url).resolve('node/package.json'));
    const binary = join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
    return existsSync(binary) ? binary : undefined;
  } catch {
    // The package isn't installed, which is the usual case outside of this repository.
    return undefined;
  }
}

function runBy(binary: string): Promise<number> {
  const child = spawn(binary, process.argv.slice(1), { stdio: 'inherit' });
  for (const signal of signals) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}
