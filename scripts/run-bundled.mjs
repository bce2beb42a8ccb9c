import { spawnSync } from 'node:child_process';
import { basename, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

// Runs one of our TypeScript modules as the library is shipped, bundled and unminified, so that what is measured is
// what hosts get: node scripts/run-bundled.mjs <file> …
const [file, ...args] = process.argv.slice(2);
if (!file) throw new Error('Say which module to run: node scripts/run-bundled.mjs <file>');
const root = fileURLToPath(new URL('..', import.meta.url));
const name = basename(file, '.ts');
const outDir = resolve(root, 'node_modules/.bundled', name);
const conditions = ['patchbay-source', 'module', 'node'];

await build({
  root,
  configFile: false,
  logLevel: 'error',
  publicDir: false,
  ssr: {
    noExternal: ['#engine', /^[./]/, 'zod', '@noble/hashes', 'aws4fetch'],
    resolve: { conditions },
  },
  resolve: { conditions: ['patchbay-source'] },
  build: {
    ssr: true,
    target: 'node22',
    outDir,
    emptyOutDir: true,
    minify: false,
    rolldownOptions: { input: { [name]: resolve(file) }, output: { entryFileNames: '[name].js' } },
  },
});
const { status } = spawnSync(process.execPath, ['--expose-gc', resolve(outDir, `${name}.js`), ...args], {
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
