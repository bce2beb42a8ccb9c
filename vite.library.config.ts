import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** What a host brings itself. Everything else is bundled, so that `npm i patchbay` stays light. */
const peers = ['react', 'react-dom', '@xyflow/react', 'zustand', 'zod'];

/** The browser side: components, engine and client. Chunks that only the forms need are loaded on first use. */
export default defineConfig({
  publicDir: false,
  resolve: { conditions: ['patchbay-source', 'module', 'browser', 'development|production'] },
  plugins: [react(), clientDirective()],
  build: {
    target: 'es2022',
    outDir: 'dist',
    emptyOutDir: false,
    minify: false,
    sourcemap: true,
    cssCodeSplit: false,
    lib: {
      entry: {
        index: 'src/index.ts',
        engine: 'src/engine/index.ts',
        client: 'src/client/index.ts',
        styles: 'src/styles/index.css',
      },
      formats: ['es'],
    },
    rolldownOptions: {
      external: (id) => peers.some((peer) => id === peer || id.startsWith(`${peer}/`)),
      output: { chunkFileNames: 'chunks/[name]-[hash].js', assetFileNames: 'styles.css' },
    },
  },
});

/** React Server Components need to be told that the component entry runs in the browser. */
function clientDirective(): Plugin {
  return {
    name: 'patchbay:use-client',
    renderChunk: (code, chunk) =>
      chunk.name === 'index' ? { code: `'use client';\n${code}`, map: null } : null,
  };
}
