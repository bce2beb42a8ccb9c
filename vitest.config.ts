import { storybookTest } from '@storybook/addon-vitest/vitest-plugin';
import react from '@vitejs/plugin-react';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { chromiumArguments, findChromium } from './scripts/chromium.js';

const conditions = ['patchbay-source', 'module', 'browser', 'development|production'];
const resolve = { conditions: ['patchbay-source'] };
const node = { environment: 'node' as const, testTimeout: 20_000, hookTimeout: 60_000 };
const chromium = findChromium();

export default defineConfig({
  test: {
    projects: [
      {
        resolve,
        ssr: { resolve },
        test: { ...node, name: 'engine', include: ['tests/engine/**/*.test.ts'] },
      },
      {
        resolve,
        ssr: { resolve },
        test: {
          ...node,
          name: 'editor',
          include: ['tests/{editor,forms,runs,client-state,credentials}/**/*.test.{ts,tsx}'],
        },
      },
      {
        resolve,
        ssr: { resolve },
        // Much of it waits for processes and servers: more workers than the default leaves of two cores.
        test: { ...node, name: 'api', include: ['tests/{api,http,client,cli}/**/*.test.ts'], maxWorkers: 2 },
      },
      {
        resolve,
        ssr: { resolve },
        test: {
          ...node,
          name: 'database',
          include: ['tests/{database,runtime}/**/*.test.ts'],
          globalSetup: 'tests/support/postgres-setup.ts',
          // These wait more than they work. Vitest runs projects with different numbers of workers one after another.
          maxWorkers: 2,
          // PGlite is compiled once a worker and not once a file; each file has databases of its own anyway.
          isolate: false,
          sequence: { groupOrder: 1 },
          testTimeout: 60_000,
        },
      },
      {
        resolve,
        ssr: { resolve },
        test: {
          ...node,
          name: 'package',
          include: ['tests/package/**/*.test.ts'],
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
      {
        resolve: { conditions },
        plugins: [
          react(),
          storybookTest({ configDir: '.storybook', storybookScript: 'npm run storybook -- --no-open' }),
        ],
        test: {
          name: 'components',
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: { ...(chromium && { executablePath: chromium }), args: chromiumArguments },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
