import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright';
import { build, preview } from 'vite';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { chromiumArguments, findChromium } from '../../scripts/chromium.js';
import { createHostApp, type HostApp } from '../support/host-app.js';
import { startWorker } from '../support/workerd.js';

const expected = { status: 'succeeded', output: { text: 'Hello Ada', id: 1 } };
let host: HostApp;
let browser: Browser;

beforeAll(async () => {
  host = await createHostApp();
  await host.addReadmeSnippets();
  await host.run('npm', 'run', 'build');
  const executablePath = findChromium();
  browser = await chromium.launch({ ...(executablePath && { executablePath }), args: chromiumArguments });
});

afterAll(async () => {
  await browser?.close();
  await host?.remove();
});

describe('a host app made from the packed tarball', () => {
  test('renders two editors and a connector node in its own canvas, without a word in the console', async () => {
    const server = await preview({ root: host.directory, preview: { port: 0 } });
    onTestFinished(() => server.close());
    const origin = server.resolvedUrls?.local[0];
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));

    await page.goto(`${origin}index.html`);
    const controlled = page.getByRole('region', { name: 'Controlled' });
    await controlled.getByText('Fetch user').first().waitFor();
    await controlled.getByText('Create invoice').first().waitFor();
    await page
      .getByRole('region', { name: 'Uncontrolled' })
      .getByRole('button', { name: /HTTP request/ })
      .first()
      .waitFor();
    await page.getByRole('region', { name: 'Own canvas' }).getByText('Create invoice').waitFor();
    // The host imports React Flow's own stylesheet outside of any layer, where it beats every rule in one.
    expect(await controlled.locator('.pb-wire').first().evaluate(wireLook)).toEqual(expectedWire);
    for (const region of ['Controlled', 'Own canvas']) {
      const handle = page.getByRole('region', { name: region }).getByRole('img', { name: 'Input E-mail' });
      expect(await handle.evaluate(handleLook)).toEqual(expectedHandle);
    }
    await page.waitForFunction(() => document.body.dataset.engine);
    expect(JSON.parse(await page.evaluate(() => document.body.dataset.engine ?? ''))).toEqual(expected);
    const withPatchbay = await page.evaluate(hostStyles);

    await page.goto(`${origin}plain.html`);
    const withoutPatchbay = await page.evaluate(hostStyles);
    expect(withPatchbay).toEqual(withoutPatchbay);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('the engine runs in Node from the package', async () => {
    await host.run('npx', 'vite', 'build', '--ssr', 'src/engine-check.ts', '--outDir', 'node-check');
    const script =
      "import('./node-check/engine-check.js').then(async (m) => console.log(JSON.stringify(await m.check())))";
    expect(JSON.parse(await host.run(process.execPath, '-e', script))).toEqual(expected);
  });

  test('the engine runs in workerd from the package', async () => {
    await build({
      root: host.directory,
      logLevel: 'warn',
      configFile: false,
      build: {
        outDir: 'worker-check',
        lib: { entry: 'src/engine-check.ts', formats: ['es'], fileName: 'check' },
        rolldownOptions: { output: { codeSplitting: false } },
      },
    });
    const folder = join(host.directory, 'worker-check');
    await writeFile(
      join(folder, 'worker.js'),
      "import { check } from './check.js'; export default { fetch: async () => Response.json(await check()) };",
    );
    const worker = await startWorker(folder, 'worker.js');
    onTestFinished(worker.stop);
    const answer = await fetch(worker.origin);
    expect(await answer.json()).toEqual(expected);
  });
});

const expectedWire = { isTyped: true, isText: true, width: '2px' };
const expectedHandle = { width: '11px', height: '11px', border: '2px', isText: true };

/** Whether a wire is drawn in the colour of what it carries, and that is the colour of text. */
function wireLook(wire: Element) {
  const path = wire.querySelector('.react-flow__edge-path');
  if (!path) throw new Error('The wire has no line.');
  const { stroke, strokeWidth } = getComputedStyle(path);
  const text = document.createElement('i');
  text.style.color = 'var(--pb-type-string)';
  wire.closest('.pb-root')?.append(text);
  const textColor = getComputedStyle(text).color;
  text.remove();
  return {
    isTyped: stroke === getComputedStyle(wire).color,
    isText: stroke === textColor,
    width: strokeWidth,
  };
}

/** The size of a handle, and whether it has the colour of text. */
function handleLook(handle: Element) {
  const { width, height, borderTopWidth: border, backgroundColor } = getComputedStyle(handle);
  const text = document.createElement('i');
  text.style.color = 'var(--pb-type-string)';
  handle.closest('.pb-root')?.append(text);
  const isText = backgroundColor === getComputedStyle(text).color;
  text.remove();
  return { width, height, border, isText };
}

/** What the host's own elements look like; sizes that follow from the content are left out. */
function hostStyles(): Record<string, Record<string, string>> {
  const followsContent = /^(height|width|block-size|inline-size|perspective-origin|transform-origin)$/;
  const read = (selector: string) => {
    const element = document.querySelector(selector);
    if (!element) throw new Error(`The page has no ${selector}.`);
    const style = getComputedStyle(element);
    return Object.fromEntries(
      [...style]
        .filter((name) => !followsContent.test(name) && !name.startsWith('--'))
        .map((name) => [name, style.getPropertyValue(name)]),
    );
  };
  return { html: read('html'), body: read('body'), text: read('#text') };
}
