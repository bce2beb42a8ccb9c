import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';

// Runs one of our TypeScript modules without a build, resolving it as Vite does: node scripts/run-source.mjs <file> …
const root = fileURLToPath(new URL('..', import.meta.url));
const conditions = ['patchbay-source'];
const [file] = process.argv.splice(2, 1);
if (!file) throw new Error('Say which module to run: node scripts/run-source.mjs <file>');

const server = await createServer({
  root,
  configFile: false,
  logLevel: 'error',
  appType: 'custom',
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  optimizeDeps: { noDiscovery: true },
  server: { middlewareMode: true, watch: null, ws: false },
});
try {
  await server.ssrLoadModule(resolve(file));
} finally {
  await server.close();
}
