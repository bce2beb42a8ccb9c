import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The page that `patchbay dev` serves: the library's own screens, put together. */
export default defineConfig({
  root: 'app',
  resolve: { conditions: ['patchbay-source', 'module', 'browser', 'development|production'] },
  plugins: [react()],
  build: { target: 'es2022', outDir: '../dist/app', emptyOutDir: true },
  server: { proxy: { '/api': 'http://localhost:4310' } },
});
