import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import { flowPage } from './support/flow-page.js';
import { startPatchbay } from './support/patchbay-server.js';
import { expect, test } from './support/test.js';

const token = 'sk_live_e2eCanary0123456789_4f2a';

/** Answers who calls with the token, and says their header back. */
async function startShop() {
  const server = createServer((request, response) => {
    const { authorization } = request.headers;
    response.statusCode = authorization === `Bearer ${token}` ? 200 : 401;
    response
      .setHeader('content-type', 'application/json')
      .end(JSON.stringify({ balance: 42, heard: authorization ?? null }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server that listens on a port has an address with one.
  const { port } = server.address() as AddressInfo;
  return {
    host: `localhost:${port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Everything that the page holds, fields included. */
async function contentOf(page: Page): Promise<string> {
  const values = await page
    .locator('input, textarea')
    .evaluateAll((fields) => fields.map((field) => (field as HTMLInputElement).value)); // both have one
  return [await page.content(), ...values].join('\n');
}

test('a credential is added, chosen in a step, and sent to its host, and its token is never seen again', async ({
  page,
}) => {
  test.setTimeout(150_000);
  const shop = await startShop();
  const patchbay = await startPatchbay({ allow: [shop.host] });
  const answers: Promise<string>[] = [];
  page.on('response', (response) => {
    // An answer that was broken off holds nothing.
    if (response.url().includes('/api/')) answers.push(response.text().catch(() => ''));
  });
  try {
    const flow = flowPage(page);
    await test.step('it is added', async () => {
      await page.goto(`${patchbay.url}/flows`);
      await page.getByRole('link', { name: 'Credentials' }).click();
      await page.getByRole('button', { name: 'New credential' }).click();
      const sheet = page.getByRole('dialog');
      await sheet.getByRole('button', { name: /^Bearer token/ }).click();
      // Leaving the empty name says so and moves what is below it; the click still counts.
      await expect(sheet.getByRole('textbox', { name: 'Name', exact: true })).toBeFocused();
      await sheet.getByRole('button', { name: 'Add host' }).click();
      await sheet.getByRole('button', { name: 'Remove: Item 2' }).click();
      await sheet.getByRole('textbox', { name: 'Name', exact: true }).fill('Shop');
      await expect(sheet.getByRole('textbox', { name: 'Slot' })).toHaveValue('shop');
      await sheet.getByRole('textbox', { name: 'Host 1' }).fill(`http://${shop.host}/v1`);
      await sheet.getByLabel('Token').fill(token);
      await sheet.getByRole('button', { name: 'Save credential' }).click();
      await expect(sheet).toHaveCount(0);
      const row = page.getByRole('listitem').filter({ hasText: '{{workspace.shop}}' });
      await expect(row).toContainText(`http://${shop.host}`);
      await expect(row).toContainText('…4f2a');
      await expect(row).toContainText('never');
    });

    await test.step('without it the step fails, with it the step succeeds', async () => {
      await flow.create(patchbay.url);
      await flow.drop('HTTP request', 60, 120);
      await flow.inspector.getByRole('textbox', { name: /^URL/ }).fill(`http://${shop.host}/balance`);
      await flow.run();
      await flow.ended('failed');
      const authentication = flow.inspector.getByRole('combobox', { name: 'Authentication' });
      await authentication.click();
      await page.getByRole('option', { name: /^Shop/ }).click();
      await expect(authentication).toContainText('Shop');
      await flow.run();
      await flow.ended('succeeded');
    });

    await test.step('what is recorded and shown has no token in it', async () => {
      await flow.inspector.getByRole('tab', { name: 'Request' }).click();
      await expect(flow.inspector.getByRole('region', { name: 'Response' })).toContainText('200');
      await expect(flow.inspector.getByRole('region', { name: 'Response' })).toContainText('heard');
      expect(await contentOf(page)).not.toContain(token);
      await flow.inspector.getByRole('tab', { name: 'Output' }).click();
      await expect(flow.inspector.getByRole('region', { name: 'Output' })).toContainText('balance');
      expect(await contentOf(page)).not.toContain(token);
      await page.goto(`${patchbay.url}/credentials`);
      await page.getByRole('button', { name: 'Edit Shop' }).click();
      await page.getByRole('button', { name: 'Replace secrets' }).click();
      await expect(page.getByRole('dialog').getByLabel('Token')).toHaveValue('');
      expect(await contentOf(page)).not.toContain(token);
      const texts = await Promise.all(answers);
      expect(texts.join('\n')).toContain('balance');
      expect(texts.join('\n')).not.toContain(token);
    });

    await test.step('it says where it is used before it is deleted', async () => {
      await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
      await page.getByRole('button', { name: 'Delete Shop' }).click();
      const question = page.getByRole('alertdialog');
      await expect(question.getByRole('link', { name: 'Untitled flow' })).toBeVisible();
      await question.getByRole('button', { name: 'Delete anyway' }).click();
      await expect(page.getByText('No credentials yet')).toBeVisible();
      await page.getByRole('link', { name: 'Flows', exact: true }).click();
      await page.getByRole('link', { name: 'Untitled flow' }).click();
      await page.getByRole('button', { name: '1 problem' }).click();
      await expect(page.getByRole('region', { name: 'Problems' })).toContainText(
        "There is no credential slot 'shop'",
      );
    });
  } finally {
    await patchbay.dispose();
    shop.close();
  }
});
