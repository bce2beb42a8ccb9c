import { flowPage } from './support/flow-page.js';
import { expect, test } from './support/test.js';

test.use({ serverName: 'branches' });

/** Saves a flow over the API, as the page's own user. */
async function saveFlow(origin: string, definition: unknown): Promise<string> {
  const post = async (path: string, headers: Record<string, string>, body?: unknown) => {
    const response = await fetch(`${origin}/api/v1${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return response.json();
  };
  const { token, workspaceId } = await post('/dev/session', {});
  const headers = { authorization: `Bearer ${token}`, 'x-workspace-id': workspaceId };
  return (await post('/flows', headers, { name: 'Everyone', definition })).id;
}

test('a flow branches, waits, and runs a step for each item of a list, for all to see', async ({
  page,
  server,
}) => {
  const get = (path: string) => ({ method: 'GET', url: `${server.demoUrl}${path}` });
  const id = await saveFlow(server.url, {
    graph: {
      steps: [
        { id: 'users', type: 'http', name: 'Get users', position: { x: 0, y: 0 }, request: get('/users') },
        {
          id: 'any',
          type: 'branch',
          name: 'Anyone there?',
          position: { x: 340, y: 0 },
          cases: [{ id: 'some', name: 'Somebody', when: { left: '{{users}}', op: 'not_empty' } }],
        },
        {
          id: 'nobody',
          type: 'transform',
          name: 'Nobody',
          position: { x: 680, y: 240 },
          output: { found: 'nobody' },
        },
        { id: 'pause', type: 'wait', name: 'Breathe', position: { x: 680, y: 0 }, for: { seconds: 4 } },
        {
          id: 'each',
          type: 'http',
          name: 'Get each',
          position: { x: 1020, y: 0 },
          forEach: { items: '{{users}}', concurrency: 2, onItemError: 'collect' },
          request: { ...get('/users/:id'), path: { id: '{{item.id}}' } },
        },
      ],
      edges: [
        { source: 'users', target: 'any' },
        { source: 'any', target: 'pause', on: 'some' },
        { source: 'any', target: 'nobody', on: 'else' },
        { source: 'pause', target: 'each' },
      ],
    },
  });
  const flow = flowPage(page);
  await page.goto(`${server.url}/flows/${id}`);
  await expect(flow.node('Breathe')).toContainText('Wait 4 seconds');
  await expect(page.getByRole('button', { name: /problem/ })).toHaveCount(0);
  await flow.run();

  await expect(flow.node('Breathe').getByRole('img', { name: 'waiting' })).toBeVisible();
  await expect(flow.runPanel.getByText(/ s left$/)).toBeVisible();
  await flow.open('Breathe', 'Output');
  await expect(flow.inspector.getByText(/^Waits until .+, then goes on\.$/)).toBeVisible();

  await flow.ended('succeeded');
  await expect(flow.node('Nobody').getByRole('img', { name: 'skipped' })).toBeVisible();
  await expect(flow.node('Get each').getByRole('img', { name: /: 10 items$/ })).toBeVisible();
  await flow.open('Anyone there?', 'Output');
  await expect(flow.inspector.getByText('It took the way “Somebody”.')).toBeVisible();
  await flow.runPanel.getByRole('button', { name: 'What is inside Get each' }).click();
  await expect(flow.runPanel.getByRole('button', { name: /^Item 10 succeeded/ })).toBeVisible();

  await page.goto(`${server.url}/executions`);
  await page.getByRole('link', { name: 'Run #1', exact: true }).click();
  await page.getByRole('button', { name: 'What is inside Get each' }).click();
  await page.getByRole('button', { name: /^Item 3 succeeded/ }).click();
  const details = page.getByRole('complementary', { name: 'Step' });
  await expect(details.getByRole('heading', { name: 'Get each, item 3' })).toBeVisible();
  await expect(details.getByRole('region', { name: 'Request' })).toContainText('/users/3');
});
