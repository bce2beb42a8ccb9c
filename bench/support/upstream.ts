import type { createServer, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Worker } from 'node:worker_threads';

/** What the benches call: small JSON, a slow answer, and a large one. */
export interface Upstream {
  url: string;
  port: number;
  close(): Promise<void>;
}

/** The upstream as a thread of its own, so that its work doesn't count as ours. */
export async function startUpstream(): Promise<Upstream> {
  const worker = new Worker(`(${serve.toString()})(require)`, { eval: true });
  const port = await new Promise<number>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  return { port, url: `http://127.0.0.1:${port}`, close: async () => void (await worker.terminate()) };
}

/**
 * `/value/7` answers `{ id: 8, … }`, `/slow/50` after 50 ms, `/large` 10 MB of JSON with one field that matters.
 * It is sent to its thread as text, so it uses nothing from around it.
 */
function serve(require: NodeJS.Require): void {
  const http: { createServer: typeof createServer } = require('node:http');
  const { parentPort } = require('node:worker_threads');
  const filler = Array.from({ length: 40_000 }, (_, index) => ({
    index,
    text: 'x'.repeat(200),
    tags: ['a', 'b', 'c'],
  }));
  const large = JSON.stringify({ wanted: 'this', filler });
  const server: Server = http.createServer((request, response) => {
    const [, kind, value] = (request.url ?? '').split(/[/?]/);
    const send = (text: string): void => {
      response.writeHead(200, {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(text),
      });
      response.end(text);
    };
    request.resume();
    if (kind === 'large') send(large);
    else if (kind === 'slow') setTimeout(() => send('{"ok":true}'), Number(value));
    else send(JSON.stringify({ id: Number(value) + 1, name: 'Ada', email: 'ada@example.com' }));
  });
  server.listen(0, '127.0.0.1', () => parentPort.postMessage((server.address() as AddressInfo).port));
}
