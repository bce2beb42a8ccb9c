import { execFileSync } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { type AuthServer, startAuthServer } from '../support/auth-server.js';
import { type PostgresServer, postgresSource, startPostgres } from '../support/postgres.js';
import { type PatchbayServer, startPatchbay } from './support/patchbay-server.js';
import { expect, test } from './support/test.js';

test.skip(postgresSource === undefined, 'no PostgreSQL on this machine');
test.use({ serverName: 'unused' });

const command = process.env.PATCHBAY_BIN ?? 'dist/bin/patchbay.js';
const password = 'correct horse';
const [ada, bob] = [
  { id: randomUUID(), email: 'ada@example.com', password },
  { id: randomUUID(), email: 'bob@example.com', password },
];
let auth: AuthServer;
let postgres: PostgresServer;
let site: PatchbayServer;

test.beforeAll(async () => {
  [auth, postgres] = await Promise.all([startAuthServer(ada, bob), startPostgres()]);
  const env = {
    DATABASE_URL: postgres.connectionString,
    PATCHBAY_ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    SUPABASE_URL: auth.url,
    SUPABASE_PUBLISHABLE_KEY: 'sb_publishable_test',
  };
  site = await startPatchbay({ env });
  for (const [id, name] of [
    ['acme', 'Acme'],
    ['globex', 'Globex'],
  ] as const) {
    const args = [command, 'workspaces', 'add', id, '--name', name, '--owner', ada.id];
    execFileSync(process.execPath, args, { env: { ...process.env, ...env } });
  }
});
test.afterAll(async () => {
  await site?.dispose();
  await postgres?.stop();
  await auth?.close();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`somebody signs in, chooses a workspace, stays signed in and signs out, in ${colorScheme} colours`, async ({
    page,
    expectConsole,
  }) => {
    expectConsole(/400 \(Bad Request\)/);
    await page.emulateMedia({ colorScheme });
    await page.goto(site.url);
    await page.getByLabel('Email address').fill(ada.email);
    await page.getByLabel('Password').fill('wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('alert')).toContainText(
      'There is no account with this email address and password.',
    );
    await expect(page.getByLabel('Password')).toBeFocused();
    await page.getByLabel('Password').fill(password);
    await page.getByLabel('Password').press('Enter');

    await page.getByRole('button', { name: 'Globex' }).click();
    await expect(page.getByRole('navigation')).toContainText('Globex');
    await page.reload();
    await expect(page.getByRole('navigation')).toContainText('Globex');
    await page.getByRole('button', { name: 'Choose another workspace' }).click();
    await page.getByRole('button', { name: 'Acme' }).click();
    await expect(page.getByRole('navigation')).toContainText('Acme');

    await page.getByRole('button', { name: 'Sign out' }).click();
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
    await page.reload();
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  });
}

test('somebody who is in no workspace is told whom to ask', async ({ page }) => {
  await page.goto(site.url);
  await page.getByLabel('Email address').fill(bob.email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('You are in no workspace yet')).toBeVisible();
  await expect(page.getByText(bob.id)).toBeVisible();
});
