import type { Locator, Page } from '@playwright/test';
import { flowPage } from './support/flow-page.js';
import { expect, test } from './support/test.js';

/** More stops than any page here has between two things. */
const MOST_STOPS = 80;

/** Presses Tab until the focus is there. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`The focus never came to ${target}.`);
}

async function press(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press('Enter');
}

async function type(page: Page, target: Locator, text: string): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type(text);
}

/** Opens a select, goes down to an option, and takes it. */
async function choose(page: Page, select: Locator, option: string): Promise<void> {
  await press(page, select);
  const wanted = page.getByRole('option', { name: option, exact: true });
  await wanted.waitFor();
  await page.keyboard.press('Home');
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    if (await wanted.evaluate((element) => element === document.activeElement)) break;
    await page.keyboard.press('ArrowDown');
  }
  await page.keyboard.press('Enter');
  await expect(select).toContainText(option);
}

test('without a mouse: two steps are added, wired and run', async ({ page, server }) => {
  test.setTimeout(150_000);
  const flow = flowPage(page);
  const search = page.getByRole('combobox', { name: 'Search nodes' });
  const run = page.getByRole('button', { name: 'Run', exact: true });

  await page.goto(`${server.url}/flows`);
  await press(page, page.getByRole('button', { name: 'New flow' }));
  await page.waitForURL(/\/flows\/[0-9a-f-]{36}$/);

  await type(page, search, 'HTTP');
  await page.keyboard.press('Enter');
  await type(page, flow.inspector.getByRole('textbox', { name: /^URL/ }), `${server.demoUrl}/users/:id`);
  await type(page, flow.inspector.getByRole('textbox', { name: /^id/ }), '3');
  await press(page, run);
  await flow.ended('succeeded');

  await type(page, search, 'Quote');
  await page.keyboard.press('Enter');
  await expect(flow.node('Quote shipping')).toBeVisible();
  await press(page, flow.inspector.getByRole('button', { name: 'Connect to…' }));
  const dialog = page.getByRole('dialog', { name: 'Connect a field' });
  await choose(page, dialog.getByRole('combobox', { name: 'From step' }), 'HTTP request (step_1)');
  await choose(page, dialog.getByRole('combobox', { name: 'Source field' }), 'id');
  await choose(page, dialog.getByRole('combobox', { name: 'To step' }), 'Quote shipping (step_2)');
  await choose(page, dialog.getByRole('combobox', { name: 'Target field' }), 'Weight in kg');
  await press(page, dialog.getByRole('button', { name: 'Connect', exact: true }));
  await expect(flow.node('Quote shipping').getByTitle('{{step_1.id}}')).toBeVisible();

  await press(page, run);
  await expect(flow.node('Quote shipping').locator('[data-status="succeeded"]').first()).toBeVisible();
  await press(page, flow.runPanel.getByRole('button', { name: /^Quote shipping succeeded/ }));
  const output = flow.inspector.getByRole('tab', { name: 'Output' });
  await tabTo(page, flow.inspector.getByRole('tab', { name: 'Set up' }));
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(output).toBeFocused();
  await expect(flow.inspector.getByRole('region', { name: 'Output' })).toContainText('expressDays');
});
