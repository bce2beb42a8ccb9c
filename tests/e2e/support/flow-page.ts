import { expect, type Locator, type Page } from '@playwright/test';

/** The editor of one flow, in the words of someone who uses it. */
export function flowPage(page: Page) {
  const canvas = page.locator('.react-flow__pane');
  const library = page.getByRole('complementary', { name: 'Node library' });
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  const runPanel = page.getByRole('region', { name: 'Run', exact: true });
  const node = (name: string) => page.locator('.react-flow__node').filter({ hasText: name });
  return {
    canvas,
    library,
    inspector,
    runPanel,
    node,
    input: (name: string, field: string) =>
      node(name).getByRole('img', { name: `Input ${field}`, exact: true }),
    output: (name: string, field: string) =>
      node(name).getByRole('img', { name: `Output ${field}`, exact: true }),
    async create(origin: string) {
      await page.goto(`${origin}/flows`);
      await page.getByRole('button', { name: 'New flow' }).click();
      await page.waitForURL(/\/flows\/[0-9a-f-]{36}$/);
      await canvas.waitFor();
      // The connectors come after the page; what is dragged must not move any more.
      await library.getByRole('option', { name: 'Create shipment' }).waitFor();
    },
    async drop(item: string, x: number, y: number) {
      await library.getByRole('option', { name: item }).dragTo(canvas, { targetPosition: { x, y } });
      await expect(node(item)).toBeVisible();
    },
    /** Draws a wire with the mouse. */
    async wire(from: Locator, to: Locator) {
      await from.hover();
      const start = await centre(from);
      const end = await centre(to);
      await page.mouse.move(start.x, start.y);
      await page.mouse.down();
      await page.mouse.move((start.x + end.x) / 2, (start.y + end.y) / 2, { steps: 8 });
      await page.mouse.move(end.x, end.y, { steps: 8 });
      await page.mouse.up();
    },
    async open(name: string, tab?: string) {
      await node(name).locator('.pb-node-header, header').first().click();
      if (tab) await inspector.getByRole('tab', { name: tab }).click();
    },
    async run() {
      await page.getByRole('button', { name: 'Run', exact: true }).click();
    },
    async saved() {
      await expect(page.getByText(/^v\d+ · saved$/)).toBeVisible();
    },
    async ended(status: 'succeeded' | 'failed') {
      await expect(runPanel.getByText(new RegExp(`^${status} · `))).toBeVisible({ timeout: 30_000 });
    },
  };
}

async function centre(locator: Locator): Promise<{ x: number; y: number }> {
  const box = await locator.boundingBox();
  if (!box) throw new Error('What is to be wired is not on the page.');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
