import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createClient, createDevSession } from '../../src/client/index.js';
import { flowPage } from './support/flow-page.js';
import { type PatchbayServer, startPatchbay } from './support/patchbay-server.js';
import { expect, test } from './support/test.js';

/** Counts who calls what, and holds the first answer at `/two` back for good. */
async function startCounter() {
  const calls = { one: 0, two: 0 };
  let reached = () => {};
  const firstTwo = new Promise<void>((resolve) => {
    reached = resolve;
  });
  const server: Server = createServer((request, response) => {
    if (request.url === '/one') calls.one += 1;
    if (request.url === '/two') {
      calls.two += 1;
      reached();
      if (calls.two === 1) return;
    }
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ calls }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server that listens on a port has an address with one.
  const { port } = server.address() as AddressInfo;
  return {
    calls,
    firstTwo,
    host: `localhost:${port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

test('a run goes on where it was when its server was killed, and no step runs twice', async ({
  page,
  expectConsole,
}) => {
  test.setTimeout(150_000);
  const counter = await startCounter();
  const patchbay: PatchbayServer = await startPatchbay({ allow: [counter.host] });
  try {
    const session = await createDevSession(patchbay.url);
    const client = createClient({
      baseUrl: patchbay.url,
      workspaceId: session.workspaceId,
      token: session.token,
    });
    const { id } = await client.flows.create({
      name: 'Two steps',
      definition: {
        graph: {
          steps: [
            { id: 'one', type: 'http', request: { method: 'POST', url: `http://${counter.host}/one` } },
            { id: 'two', type: 'http', request: { method: 'GET', url: `http://${counter.host}/two` } },
          ],
        },
      },
    });
    const flow = flowPage(page);
    await page.goto(`${patchbay.url}/flows/${id}`);
    // As if the server had died while the code of the run's panel was on its way.
    await page.route(/\/assets\/run-panel-/, (route) => route.abort(), { times: 1 });
    await flow.run();
    await counter.firstTwo;
    expectConsole(/Failed to load resource|net::ERR/);
    await patchbay.kill();
    await patchbay.start();
    // The page was open all the time: it takes the run up by itself.
    await expect(flow.runPanel.getByText(/^succeeded · /)).toBeVisible({ timeout: 90_000 });
    expect(counter.calls).toEqual({ one: 1, two: 2 });
  } finally {
    await patchbay.dispose();
    counter.close();
  }
});
