import { flowPage } from './support/flow-page.js';
import { expect, test } from './support/test.js';

test('an earlier version is looked at and restored', async ({ page, server }) => {
  test.setTimeout(90_000);
  const flow = flowPage(page);
  await flow.create(server.url);
  await flow.drop('HTTP request', 60, 120);
  await flow.saved();
  await flow.node('HTTP request').first().click();
  await page.keyboard.press('Delete');
  await expect(flow.node('HTTP request')).toHaveCount(0);
  await expect(page.getByText(/^v3 · saved$/)).toBeVisible();

  await page.getByRole('button', { name: 'History' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: /^v2/ }).click();
  await expect(dialog.getByText(/^Step removed: /)).toBeVisible();
  await dialog.getByRole('button', { name: 'Restore version 2' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Restore version 2' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(flow.node('HTTP request')).toBeVisible();
  await expect(page.getByText(/^v4 · saved$/)).toBeVisible();
  await page.reload();
  await expect(flow.node('HTTP request')).toBeVisible();
});

test('an API key is made, calls the API, and is refused once it is revoked', async ({ page, server }) => {
  await page.goto(`${server.url}/workspace/keys`);
  await page.getByRole('button', { name: 'New API key' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Nightly import');
  await dialog.getByRole('button', { name: 'Create API key' }).click();
  const token = (await dialog.getByRole('figure', { name: 'API key' }).locator('pre').innerText()).trim();
  const call = () => fetch(`${server.url}/api/v1/flows`, { headers: { authorization: `Bearer ${token}` } });
  expect((await call()).status).toBe(200);
  await dialog.getByRole('button', { name: 'Done' }).click();
  expect(await page.content()).not.toContain(token);
  await page.getByRole('button', { name: 'Revoke Nightly import' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke key' }).click();
  await expect(page.getByText('revoked')).toBeVisible();
  expect((await call()).status).toBe(401);
  await page.getByRole('link', { name: 'Audit log' }).click();
  await expect(page.getByText(/revoked the API key Nightly import/)).toBeVisible();
});

test('the members of the workspace are listed, with the last owner kept', async ({ page, server }) => {
  await page.goto(`${server.url}/flows`);
  await page.getByRole('link', { name: 'Workspace' }).click();
  await expect(page.getByRole('heading', { name: 'Members' })).toBeVisible();
  await expect(page.getByText(/^The last owner stays one/)).toBeVisible();
});
