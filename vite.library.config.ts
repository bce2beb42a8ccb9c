import react from '@vitejs/plugin-react';
import { defineConfig, esmExternalRequirePlugin } from 'vite';

/** What a host brings itself. Everything else is bundled, so that `npm i patchbay` stays light. */
const peers = /^(react|react-dom|@xyflow\/react|zustand|zod)(\/|$)/;

/** The browser side: components, engine and client. Chunks that only the forms need are loaded on first use. */
export default defineConfig({
  publicDir: false,
  resolve: { conditions: ['patchbay-source', 'module', 'browser', 'development|production'] },
  // Some of what is bundled is CommonJS; its `require` of a peer becomes an import.
  plugins: [react(), esmExternalRequirePlugin({ external: [peers] })],
  build: {
    target: 'es2022',
    outDir: 'dist',
    emptyOutDir: false,
    minify: false,
    cssCodeSplit: true,
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
      output: {
        // Module by module, so that a host's bundler takes only what the host uses.
        preserveModules: true,
        // npm leaves every folder named node_modules out of a package.
        entryFileNames: ({ name }) => `${name.replaceAll('node_modules', 'vendor')}.js`,
        assetFileNames: '[name][extname]',
      },
    },
  },
});
