import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium } from 'playwright';
import { chromiumArguments, findChromium } from './chromium.ts';

/** Takes the README's pictures anew, from the built server and its demo flow. `npm run build` comes first. */
const folder = fileURLToPath(new URL('../docs/images/', import.meta.url));
const built = new URL('../dist/server-node.js', import.meta.url).href;
const { readConfig, startServer }: typeof import('../api/node.js') = await import(built);

const dataDirectory = await mkdtemp(join(tmpdir(), 'patchbay-screenshots-'));
const settings = { PORT: '0', PATCHBAY_DEMO_PORT: '0', PATCHBAY_DATA_DIR: dataDirectory };
const server = await startServer(readConfig(settings));
const executablePath = findChromium();
const browser = await chromium.launch({ ...(executablePath && { executablePath }), args: chromiumArguments });
await mkdir(folder, { recursive: true });
for (const theme of ['light', 'dark'] as const) await takeFlowBuilder(browser, theme);
await browser.close();
await server.close();
await rm(dataDirectory, { recursive: true, force: true });

async function takeFlowBuilder(opened: Browser, theme: 'light' | 'dark'): Promise<void> {
  const page = await opened.newPage({ viewport: { width: 1440, height: 900 }, colorScheme: theme });
  await page.goto(server.url);
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page
    .getByText(/^succeeded · /)
    .first()
    .waitFor();
  await page
    .locator('.react-flow__node')
    .filter({ hasText: 'Create shipment' })
    .click({ position: { x: 120, y: 20 } });
  await page.getByRole('complementary', { name: 'Inspector' }).getByText('Deliver to').first().waitFor();
  await page.mouse.move(700, 60);
  // The canvas makes room for the run panel in an animation of its own.
  await page.waitForTimeout(1_500);
  await page.screenshot({ path: join(folder, `flow-builder-${theme}.png`) });
  await page.close();
}
