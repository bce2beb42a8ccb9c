import { flowPage } from './support/flow-page.js';
import { expect, test } from './support/test.js';

test.describe.configure({ mode: 'serial' });

test('with the mouse: drop, wire, fill, run, look, break, and find it all again', async ({
  page,
  server,
  closedPort,
  expectConsole,
}) => {
  test.setTimeout(180_000);
  const flow = flowPage(page);
  const url = flow.inspector.getByRole('textbox', { name: /^URL/ });

  await test.step('a dropped HTTP request runs once its form is filled', async () => {
    await flow.create(server.url);
    await flow.drop('HTTP request', 60, 120);
    await url.fill(`${server.demoUrl}/users/:id`);
    await flow.inspector.getByRole('textbox', { name: /^id/ }).fill('2');
    await flow.run();
    await flow.ended('succeeded');
  });

  await test.step('a wire from field to field writes the expression and the order', async () => {
    await flow.drop('Quote shipping', 480, 240);
    await page.getByRole('button', { name: 'Arrange the steps' }).click();
    await flow.wire(flow.output('HTTP request', 'id'), flow.input('Quote shipping', 'Weight in kg'));
    await expect(flow.node('Quote shipping').getByTitle('{{step_1.id}}')).toBeVisible();
    await expect(page.locator('.react-flow__edge')).toHaveCount(2);
  });

  await test.step('the rest is filled in the form of the connector', async () => {
    await flow.open('Quote shipping');
    const country = flow.inspector.getByRole('textbox', { name: /^Country/ });
    await country.fill('DE');
    await expect(flow.node('Quote shipping')).toContainText('"DE"');
    await flow.saved();
  });

  await test.step('the run goes live step by step', async () => {
    await flow.run();
    await expect(flow.node('HTTP request').locator('[data-status="running"]').first()).toBeVisible();
    await expect(flow.node('HTTP request').locator('[data-status="succeeded"]').first()).toBeVisible();
    await flow.ended('succeeded');
    await expect(flow.node('Quote shipping').locator('[data-status="succeeded"]').first()).toBeVisible();
  });

  await test.step('a node shows its request, response, timing, attempts and output', async () => {
    await flow.open('HTTP request', 'Request');
    await expect(flow.inspector.getByText(/\d+ ms · 1 attempt · started/)).toBeVisible();
    await expect(flow.inspector.getByRole('region', { name: 'Request' })).toContainText(
      `GET ${server.demoUrl}/users/2`,
    );
    await expect(flow.inspector.getByRole('region', { name: 'Response' })).toContainText('200');
    await flow.inspector.getByRole('tab', { name: 'Output' }).click();
    await expect(flow.inspector.getByRole('region', { name: 'Output' })).toContainText('email');
  });

  await test.step('an answer of 404 is told on the step', async () => {
    await flow.inspector.getByRole('tab', { name: 'Set up' }).click();
    await url.fill(`${server.demoUrl}/nothing-here/:id`);
    await flow.run();
    await flow.ended('failed');
    await expect(flow.node('HTTP request').locator('.pb-node-error')).toContainText('404');
    await expect(
      flow.runPanel.getByText('skipped').or(flow.runPanel.getByText('not reached')).first(),
    ).toBeVisible();
    await flow.inspector.getByRole('tab', { name: 'Request' }).click();
    await expect(flow.inspector.getByRole('region', { name: 'Error' })).toContainText('http_status · 404');
  });

  await test.step('a refused connection is told on the step', async () => {
    await flow.inspector.getByRole('tab', { name: 'Set up' }).click();
    await url.fill(`http://localhost:${closedPort}/:id`);
    await flow.inspector.getByRole('tab', { name: 'Settings' }).click();
    await flow.inspector.getByRole('textbox', { name: 'Attempts' }).fill('1');
    await flow.run();
    await flow.ended('failed');
    await expect(flow.node('HTTP request').locator('.pb-node-error')).toContainText(String(closedPort));
    await flow.inspector.getByRole('tab', { name: 'Request' }).click();
    await expect(flow.inspector.getByRole('region', { name: 'Error' })).toContainText('connection_failed');
  });

  await test.step('a field that is not there is told on the step that reads it', async () => {
    await flow.inspector.getByRole('tab', { name: 'Set up' }).click();
    await url.fill(`${server.demoUrl}/rates?country=AT&weightKg=2`);
    await flow.run();
    await flow.ended('failed');
    await expect(flow.node('Quote shipping').locator('.pb-node-error')).toContainText('id');
    await flow.open('Quote shipping', 'Request');
    await expect(flow.inspector.getByRole('region', { name: 'Error' })).toContainText('expression');
  });

  await test.step('a reload and a new start of the server lose nothing', async () => {
    await flow.saved();
    await page.reload();
    await expect(flow.node('Quote shipping').locator('.pb-node-error')).toContainText('id');
    expectConsole(/Failed to load resource|net::ERR/);
    await server.stop();
    await server.start();
    await page.reload();
    await expect(flow.node('Quote shipping').getByTitle('{{step_1.id}}')).toBeVisible();
    await expect(flow.node('Quote shipping').locator('.pb-node-error')).toContainText('id');
    await page.goto(`${server.url}/executions`);
    await expect(page.getByRole('link', { name: /^Run #\d+$/ }).first()).toBeVisible();
    await expect(page.getByText('succeeded').first()).toBeVisible();
  });
});

test('while the server is away the page says so, keeps the edit, and saves it afterwards', async ({
  page,
  server,
  expectConsole,
}) => {
  const flow = flowPage(page);
  await flow.create(server.url);
  await flow.drop('HTTP request', 60, 120);
  await flow.saved();
  expectConsole(/Failed to load resource|net::ERR/);
  await server.stop();
  await flow.inspector.getByRole('textbox', { name: /^URL/ }).fill(`${server.demoUrl}/users/1`);
  await expect(page.getByRole('alert')).toContainText("Your changes aren't saved");
  await server.start();
  await page.getByRole('alert').getByRole('button', { name: 'Try again' }).click();
  await flow.saved();
  await page.reload();
  await expect(flow.node('HTTP request')).toContainText('/users/1');
});
