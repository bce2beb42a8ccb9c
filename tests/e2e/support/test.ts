import { test as base, expect } from '@playwright/test';
import { type PatchbayServer, startPatchbay } from './patchbay-server.js';

interface TestFixtures {
  /** Console messages that a test brings about on purpose, e.g. by stopping the server. */
  expectConsole: (pattern: RegExp) => void;
}

interface WorkerFixtures {
  /** Files that give it another name get a server, and data, of their own. */
  serverName: string;
  server: PatchbayServer;
  /** A port of this machine that nothing listens on and that steps may try. */
  closedPort: number;
}

/** Playwright's test with a server; it fails where a page logs an error or breaks its content security policy. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  serverName: ['shared', { scope: 'worker', option: true }],
  closedPort: [4_399, { scope: 'worker', option: true }],
  server: [
    async ({ closedPort, serverName: _name }, use) => {
      const server = await startPatchbay({ allow: [`localhost:${closedPort}`] });
      await use(server);
      await server.dispose();
    },
    { scope: 'worker', timeout: 90_000 },
  ],
  expectConsole: [
    async ({ page }, use) => {
      const expected: RegExp[] = [];
      const problems: string[] = [];
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) problems.push(message.text());
      });
      page.on('pageerror', (error) => problems.push(String(error)));
      await page.addInitScript(() => {
        document.addEventListener('securitypolicyviolation', (event) =>
          console.error(`The policy refused ${event.violatedDirective}: ${event.blockedURI}`),
        );
      });
      await use((pattern) => expected.push(pattern));
      expect(problems.filter((problem) => !expected.some((pattern) => pattern.test(problem)))).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
