import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vite';

/** What a server installs itself, named by the start when it is missing. */
const peers = ['@electric-sql/pglite', '@hono/node-server', 'hono', 'kysely', 'pg', 'undici', 'zod'];

/** The server side, for Node 22 and newer: the API, the embedded server and the command line. */
export default defineConfig({
  publicDir: false,
  plugins: [
    {
      // npx links the command once and makes it a program then; after another build it would be none.
      name: 'patchbay:executable',
      writeBundle: ({ dir = 'dist' }) => chmodSync(join(dir, 'bin/patchbay.js'), 0o755),
    },
  ],
  resolve: { conditions: ['patchbay-source'] },
  ssr: { noExternal: true, external: peers, resolve: { conditions: ['patchbay-source', 'module', 'node'] } },
  build: {
    ssr: true,
    target: 'node22',
    outDir: 'dist',
    emptyOutDir: false,
    minify: false,
    sourcemap: true,
    rolldownOptions: {
      input: { server: 'api/index.ts', 'server-node': 'api/node.ts', 'bin/patchbay': 'bin/patchbay.ts' },
      // Else `patchbay/server`, which is no Node program, imports one of Node's modules for nothing.
      platform: 'neutral',
      external: (id) => peers.some((peer) => id === peer || id.startsWith(`${peer}/`)),
      output: { chunkFileNames: 'chunks/server-[name]-[hash].js', entryFileNames: '[name].js' },
    },
  },
});
