import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/**
 * Builds after an install. `npx patchbay` installs the folder that it runs from anew: there the build that is
 * there serves, since a server may be running from it.
 */
const isBuilt = existsSync(new URL('../dist/bin/patchbay.js', import.meta.url));
if (process.env.npm_command !== 'exec' || !isBuilt) {
  const { status } = spawnSync('npm', ['run', 'build'], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  process.exitCode = status ?? 1;
}
