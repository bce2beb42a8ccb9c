import { flowPage } from './support/flow-page.js';
import { expect, test } from './support/test.js';

test.use({ serverName: 'new' });

test('the page opens on the demo flow, and one click runs it to its end', async ({ page, server }) => {
  const flow = flowPage(page);
  await page.goto(server.url);
  await page.waitForURL(/\/flows\/[0-9a-f-]{36}$/);
  await expect(flow.node('Create shipment')).toBeVisible();
  await flow.run();
  await expect(flow.runPanel.getByText(/^running/).first()).toBeVisible();
  await flow.ended('succeeded');
  await flow.runPanel.getByRole('tab', { name: 'Data' }).click();
  await expect(flow.runPanel.getByRole('tree', { name: 'Output of the run' })).toContainText('trackingUrl');
});

test('a run is listed, opens from the list, and leads back to its flow', async ({ page, server }) => {
  await page.goto(server.url);
  const flow = flowPage(page);
  await flow.run();
  await flow.ended('succeeded');
  await page.getByRole('link', { name: 'Flows', exact: true }).click();
  await expect(page.getByText(/^succeeded · /)).toBeVisible();
  await page.getByRole('link', { name: 'Executions' }).click();
  await page
    .getByRole('link', { name: /^Run #\d+$/ })
    .first()
    .click();
  await expect(page.getByRole('heading', { name: /^Run #\d+ succeeded/ })).toBeVisible();
  await page.getByRole('button', { name: /^Get rates succeeded/ }).click();
  const details = page.getByRole('complementary', { name: 'Step' });
  await expect(details.getByRole('region', { name: 'Request' })).toContainText(`GET ${server.demoUrl}/rates`);
  await expect(details.getByRole('region', { name: 'Response' })).toContainText('200');
  await page.getByRole('link', { name: 'Open in the editor' }).click();
  await expect(flow.node('Create shipment')).toBeVisible();
});

test('the theme is remembered', async ({ page, server }) => {
  await page.goto(`${server.url}/executions`);
  await page.getByRole('radio', { name: 'Dark' }).click();
  await expect(page.locator('.pb-provider')).toHaveAttribute('data-theme', 'dark');
  await page.reload();
  await expect(page.locator('.pb-provider')).toHaveAttribute('data-theme', 'dark');
});
