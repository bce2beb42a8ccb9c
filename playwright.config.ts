import { defineConfig } from '@playwright/test';
import { chromiumArguments, findChromium } from './scripts/chromium.js';

const executablePath = findChromium();

/** End to end: the built server and a real browser. `npm run build` comes first. */
export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.spec.ts',
  timeout: 90_000,
  expect: { timeout: 15_000 },
  workers: 1,
  forbidOnly: process.env.CI !== undefined,
  reporter: [['list']],
  outputDir: 'test-results',
  use: {
    viewport: { width: 1440, height: 900 },
    screenshot: 'only-on-failure',
    trace: 'off',
    actionTimeout: 15_000,
    launchOptions: { ...(executablePath && { executablePath }), args: chromiumArguments },
  },
});
