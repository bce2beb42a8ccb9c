import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import { Hono } from 'hono';
import type { HttpPort } from '#engine';
import type { DevOptions } from '../auth/dev-session.js';
import type { Config } from '../config.js';
import { createApi } from '../create-api.js';
import type { KeyRing } from '../credentials/key-ring.js';
import type { MigratableDatabase } from '../db/database.js';
import { migrate } from '../db/migrate.js';
import { demoWorkspace, localUser, seedDemoWorkspace } from '../demo/seed-demo-workspace.js';
import { type DemoApi, startDemoApi } from '../demo/start-demo-api.js';
import { createGuardedHttp } from '../http/guarded-http.js';
import type { RequestLogEntry } from '../middleware/request-log.js';
import { createEmbeddedRuntime } from '../runtime/embedded.js';
import type { HostSteps } from '../runtime/host-steps.js';
import { listen } from './listen.js';
import { openDatabase } from './open-database.js';
import { packageRoot } from './package-root.js';
import { loadKeyRing, loadSecret } from './secrets.js';
import { createStaticApp } from './static-files.js';

const ISSUER = 'patchbay-local';
const AUDIENCE = 'authenticated';
const GRACE_MS = 5_000;

export interface StartOptions {
  /** Gets one entry a request; default: nobody. */
  log?(entry: RequestLogEntry): void;
  /** Told of faults that belong to no request or run. Default: the console. */
  onError?(error: unknown): void;
  /** Whether the demo API takes its time, so that runs can be watched. Default: true. */
  demoDelay?: boolean;
  /** What steps of type `action` do, by the name that they give. Default: nothing. */
  steps?: HostSteps;
  /** Where the built page is; default: the package's own. */
  appDirectory?: string;
}

/** A running server. */
export interface RunningServer {
  url: string;
  /** True on the first start on this database: the demo workspace was just made. */
  isNew: boolean;
  /** The demo API, where it is. */
  demo: { state: 'started' | 'shared'; url: string } | { state: 'port_taken' };
  /** Takes no new requests, ends event streams, gives runs 5 s to end (others go on at the next start), and closes the database. */
  close(): Promise<void>;
}

/**
 * Starts the embedded server: page, API, runtime and demo API over one database, which it migrates and, the first
 * time, seeds. Throws when the port is taken, the data folder is in use, or a setting can't be used.
 */
export async function startServer(config: Config, options: StartOptions = {}): Promise<RunningServer> {
  let app: Hono | undefined;
  // The port comes first: when it is taken, nothing else was begun.
  const server = await listen((request, bindings) => app?.fetch(request, bindings) ?? starting(), config);
  const undo: (() => Promise<unknown>)[] = [];
  const closing = new AbortController();
  const closeAll = async (): Promise<void> => {
    closing.abort();
    await server.close(GRACE_MS);
    for (const close of undo.splice(0).reverse()) await close();
  };
  try {
    const secret = await loadSecret(config.dataDir);
    const keys = await loadKeyRing(config);
    const database = await openDatabase(config);
    undo.push(() => database.close());
    await migrate(database);
    const demo = await startDemoApi(config.demoPort, { delay: options.demoDelay ?? true });
    if (demo.state !== 'port_taken') undo.push(() => demo.close());
    const isNew = await seedDemoWorkspace(database, demoUrlOf(demo, config));
    const http = createGuardedHttp({
      allow: [...config.allowPrivateHosts, ...demoEntries(demo)],
      allowHttp: config.allowHttp,
    });
    undo.push(() => http.close());
    const runtime = createEmbeddedRuntime({
      database,
      http,
      secret: idempotencySecret(secret, config),
      keys,
      ...(options.steps && { steps: options.steps }),
      ...(options.onError && { onError: options.onError }),
    });
    undo.push(() => runtime.stop());
    await runtime.start();
    app = await createApp({
      config,
      options,
      database,
      secret,
      keys,
      http,
      publicUrl: config.publicUrl ?? server.url,
      closing: closing.signal,
    });
    return { url: server.url, isNew, demo, close: closeAll };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

function starting(): Response {
  return new Response('Patchbay is starting. Try again in a moment.', {
    status: 503,
    headers: { 'retry-after': '1' },
  });
}

interface AppParts {
  config: Config;
  options: StartOptions;
  database: MigratableDatabase;
  secret: Uint8Array;
  keys: KeyRing;
  http: HttpPort;
  publicUrl: string;
  closing: AbortSignal;
}

async function createApp(parts: AppParts): Promise<Hono> {
  const { config, options, database, secret, keys, http, publicUrl, closing } = parts;
  const dev: DevOptions = {
    secret,
    issuer: ISSUER,
    audience: AUDIENCE,
    user: localUser,
    workspaceId: demoWorkspace.id,
    remoteAddress: socketAddress,
  };
  const api = createApi({
    database,
    auth: { type: 'hs256', secret, issuer: ISSUER, audience: AUDIENCE },
    corsOrigins: config.corsOrigins,
    steps: options.steps ?? {},
    keys,
    http,
    publicUrl,
    dev,
    closing,
    ...(options.log && { log: options.log }),
  });
  const page = await createStaticApp(options.appDirectory ?? join(packageRoot(), 'dist', 'app'));
  const app = new Hono();
  app.all('/api/*', (c) => api.fetch(c.req.raw, c.env));
  app.route('/', page);
  return app;
}

/** The address at the socket's other end, from what @hono/node-server binds to a request. */
function socketAddress(bindings: unknown): string | undefined {
  if (typeof bindings !== 'object' || bindings === null || !('incoming' in bindings)) return undefined;
  // `incoming` is Node's IncomingMessage, as the adaptor documents it.
  const incoming = bindings.incoming as { socket?: { remoteAddress?: string } };
  return incoming.socket?.remoteAddress;
}

/** Processes that share a database must derive the same keys, and they share nothing but its address. */
function idempotencySecret(secret: Uint8Array, { databaseUrl }: Config): string {
  return createHmac('sha256', databaseUrl ?? secret)
    .update('idempotency')
    .digest('hex');
}

function demoUrlOf(demo: DemoApi, { demoPort }: Config): string {
  return demo.state === 'port_taken' ? `http://localhost:${demoPort}` : demo.url;
}

/** The embedded server may reach its own demo API, and nothing else on loopback. */
function demoEntries(demo: DemoApi) {
  return demo.state === 'port_taken' ? [] : [{ host: 'localhost', port: demo.port }];
}
