import { createGuardedHttp } from '../http/guarded-http.js';
import { type Listening, listen, PortInUseError } from '../node/listen.js';
import { createDemoApi, DEMO_SERVICE, type DemoApiOptions } from './demo-api.js';

const HOST = '127.0.0.1';
const PROBE_TIMEOUT_MS = 1_000;

/** `started`: by us. `shared`: another Patchbay's serves on that port. `port_taken`: something else does. */
export type DemoApi =
  | { state: 'started' | 'shared'; url: string; port: number; close(): Promise<void> }
  | { state: 'port_taken' };

/** Serves the demo API on a loopback port, or uses the one that another Patchbay serves there already. */
export async function startDemoApi(port: number, options: DemoApiOptions = {}): Promise<DemoApi> {
  const started = await tryListen(port, options);
  if (started)
    return {
      state: 'started',
      url: `http://localhost:${started.port}`,
      port: started.port,
      close: started.close,
    };
  if (await isDemoApi(port))
    return { state: 'shared', url: `http://localhost:${port}`, port, close: async () => {} };
  return { state: 'port_taken' };
}

async function tryListen(port: number, options: DemoApiOptions): Promise<Listening | undefined> {
  try {
    return await listen(createDemoApi(options).fetch, { host: HOST, port });
  } catch (error) {
    if (error instanceof PortInUseError) return undefined;
    throw error;
  }
}

/** True when a Patchbay demo API answers on this loopback port. */
async function isDemoApi(port: number): Promise<boolean> {
  const http = createGuardedHttp({ allow: [{ host: HOST, port }] });
  try {
    const reply = await http.send(
      { method: 'GET', url: `http://${HOST}:${port}/health`, headers: {} },
      { signal: new AbortController().signal, timeoutMs: PROBE_TIMEOUT_MS, maxResponseBytes: 1_000 },
    );
    return reply.ok && reply.text() === JSON.stringify({ service: DEMO_SERVICE });
  } finally {
    await http.close();
  }
}
