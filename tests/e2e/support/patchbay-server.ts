import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const START_MS = 60_000;
/** Another build than the one in `dist` can be tested, e.g. an installed package. */
const command = process.env.PATCHBAY_BIN ?? 'dist/bin/patchbay.js';

/** The built server as a process of its own, on a data folder of its own. */
export interface PatchbayServer {
  readonly url: string;
  readonly demoUrl: string;
  /** Asks it to stop and waits for that. */
  stop(): Promise<void>;
  /** kill -9. */
  kill(): Promise<void>;
  /** Starts it again on the same ports and the same data. */
  start(): Promise<void>;
  /** Stops it and deletes its data. */
  dispose(): Promise<void>;
}

/**
 * `allow`: `host:port` entries that steps may reach although they are private. `port`: of the page, for tests that have to
 * know it before. Default: any free one. `env`: more settings.
 */
export async function startPatchbay({
  allow = [],
  port = 0,
  env = {},
}: {
  allow?: readonly string[];
  port?: number;
  env?: Readonly<Record<string, string>>;
} = {}): Promise<PatchbayServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'patchbay-e2e-'));
  let ports = { page: String(port), demo: '0' };
  let running: ChildProcess | undefined;
  let address = { url: '', demoUrl: '' };

  const start = async () => {
    const child = spawn(process.execPath, [command, 'dev'], {
      env: {
        ...process.env,
        PORT: ports.page,
        PATCHBAY_DEMO_PORT: ports.demo,
        PATCHBAY_DATA_DIR: dataDir,
        PATCHBAY_ALLOW_PRIVATE_HOSTS: allow.join(','),
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running = child;
    address = await greeting(child);
    ports = {
      page: new URL(address.url).port,
      // None where people sign in with Supabase.
      demo: URL.canParse(address.demoUrl) ? new URL(address.demoUrl).port : '0',
    };
  };
  const end = async (signal: NodeJS.Signals) => {
    const child = running;
    running = undefined;
    if (!child || child.exitCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await gone;
  };
  await start();
  return {
    get url() {
      return address.url;
    },
    get demoUrl() {
      return address.demoUrl;
    },
    start,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    dispose: async () => {
      await end('SIGTERM');
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Reads the addresses out of what the server prints once it is ready. */
function greeting(child: ChildProcess): Promise<{ url: string; demoUrl: string }> {
  return new Promise((resolve, reject) => {
    let output = '';
    const timer = setTimeout(
      () => reject(new Error(`The server isn't ready after 60 s:\n${output}`)),
      START_MS,
    );
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const url = /runs at (http:\S+)/.exec(output)?.[1];
      const demoUrl = /Demo API\s+(http:\S+)/.exec(output)?.[1] ?? '';
      if (!url || !(demoUrl || output.includes('Sign-in'))) return;
      clearTimeout(timer);
      resolve({ url, demoUrl });
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`The server ended with ${code} before it was ready:\n${output}`));
    });
  });
}
