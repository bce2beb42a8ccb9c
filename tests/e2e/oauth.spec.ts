import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import {
  type AuthorizationServer,
  startAuthorizationServer,
  webClient,
} from '../support/authorization-server.js';
import { freePort } from '../support/free-port.js';
import { flowPage } from './support/flow-page.js';
import { startPatchbay } from './support/patchbay-server.js';
import { expect, test } from './support/test.js';

/** Answers whose access token it was sent. */
async function startOrders(provider: AuthorizationServer) {
  const server = createServer((request, response) => {
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    void provider.ownerOf(token).then((owner) => {
      response.writeHead(owner === undefined ? 401 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ owner: owner ?? null }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server that listens on a port has an address with one.
  const { port } = server.address() as AddressInfo;
  return {
    host: `127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

test('a credential is connected by logging in at the service, tested, used by a run, and connected again when it was withdrawn', async ({
  page,
}) => {
  test.setTimeout(150_000);
  const port = await freePort();
  const provider = await startAuthorizationServer(`http://localhost:${port}/api/v1/oauth/callback`);
  const orders = await startOrders(provider);
  const patchbay = await startPatchbay({ port, allow: [`127.0.0.1:${provider.port}`, orders.host] });
  const row = page.getByRole('listitem').filter({ hasText: '{{workspace.orders}}' });

  const begin = async (button: string) => {
    const opened = page.waitForEvent('popup');
    await row.getByRole('button', { name: button }).click();
    return opened;
  };
  const isConnected = async (popup: Page) => {
    await expect(popup.getByRole('heading', { name: 'Connected' })).toBeVisible();
    await popup.close();
    await expect(row.getByText('Connected', { exact: true })).toBeVisible();
  };

  try {
    await test.step('it is added', async () => {
      await page.goto(`${patchbay.url}/credentials`);
      await page.getByRole('button', { name: 'New credential' }).click();
      const sheet = page.getByRole('dialog');
      await sheet.getByRole('button', { name: /^OAuth 2.0 with a log-in/ }).click();
      await expect(sheet.getByRole('textbox', { name: 'Name', exact: true })).toBeFocused();
      await expect(sheet).toContainText(`http://localhost:${port}/api/v1/oauth/callback`);
      await sheet.getByRole('textbox', { name: 'Name', exact: true }).fill('Orders');
      await sheet.getByRole('textbox', { name: 'Host 1' }).fill(`http://${orders.host}`);
      await sheet.getByRole('textbox', { name: 'Authorization endpoint' }).fill(`${provider.issuer}/auth`);
      await sheet.getByRole('textbox', { name: 'Token endpoint' }).fill(`${provider.issuer}/token`);
      await sheet.getByRole('textbox', { name: 'Client ID' }).fill(webClient.id);
      await sheet.getByRole('textbox', { name: 'Scopes' }).fill('openid offline_access');
      await sheet.getByLabel('Client secret', { exact: true }).fill(webClient.secret);
      await sheet.getByRole('textbox', { name: 'Address' }).fill(`http://${orders.host}/me`);
      await sheet.getByRole('textbox', { name: 'Whose it is' }).fill('owner');
      await sheet.getByRole('button', { name: 'Save credential' }).click();
      await expect(sheet).toHaveCount(0);
      await expect(row.getByText('Not connected')).toBeVisible();
    });

    await test.step('it is connected in a window of the service', async () => {
      const popup = await begin('Connect: Orders');
      await popup.locator('input[name=login]').fill('ada');
      await popup.locator('input[name=password]').fill('any');
      await popup.locator('button[type=submit]').click();
      await expect(popup.locator('input[name=prompt][value=consent]')).toBeAttached();
      await popup.locator('button[type=submit]').click();
      await isConnected(popup);
    });

    await test.step('its test says whose it is', async () => {
      await row.getByRole('button', { name: 'Test connection: Orders' }).click();
      await expect(row.getByText(/^It works, as ada/)).toBeVisible();
    });

    await test.step('a run uses it', async () => {
      const flow = flowPage(page);
      await flow.create(patchbay.url);
      await flow.drop('HTTP request', 60, 120);
      await flow.inspector.getByRole('textbox', { name: /^URL/ }).fill(`http://${orders.host}/orders`);
      await flow.inspector.getByRole('combobox', { name: 'Authentication' }).click();
      await page.getByRole('option', { name: /^Orders/ }).click();
      await flow.run();
      await flow.ended('succeeded');
    });

    await test.step('withdrawn, it says so and is connected again', async () => {
      await provider.revokeAll();
      await page.goto(`${patchbay.url}/credentials`);
      await row.getByRole('button', { name: 'Test connection: Orders' }).click();
      await expect(row.getByRole('button', { name: 'Reconnect: Orders' })).toBeVisible();
      await expect(row).toContainText('refused');
      // The service still knows who is there, and that they agreed.
      await isConnected(await begin('Reconnect: Orders'));
    });
  } finally {
    await patchbay.dispose();
    orders.close();
    await provider.close();
  }
});
