import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import { Hono } from 'hono';
import type { HttpPort } from '#engine';
import type { Config } from '../config.js';
import { createApi } from '../create-api.js';
import type { KeyRing } from '../credentials/key-ring.js';
import type { MigratableDatabase } from '../db/database.js';
import { migrate } from '../db/migrate.js';
import { seedDemoWorkspace } from '../demo/seed-demo-workspace.js';
import { type DemoApi, startDemoApi } from '../demo/start-demo-api.js';
import { createGuardedHttp } from '../http/guarded-http.js';
import type { RequestLogEntry } from '../middleware/request-log.js';
import { createEmbeddedRuntime } from '../runtime/embedded.js';
import type { HostSteps } from '../runtime/host-steps.js';
import { pruneHourly } from '../runtime/prune-hourly.js';
import { retentionOf } from '../services/retention.js';
import { type ChosenSignIn, chooseSignIn } from './choose-sign-in.js';
import { listen } from './listen.js';
import { openDatabase } from './open-database.js';
import { packageRoot } from './package-root.js';
import { loadKeyRing, loadSecret } from './secrets.js';
import { createStaticApp } from './static-files.js';

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
  /** The demo API, where it is; off where people sign in with Supabase. */
  demo: { state: 'started' | 'shared'; url: string } | { state: 'port_taken' | 'off' };
  /** Takes no new requests, ends event streams, gives runs 5 s to end (others go on at the next start), and closes the database. */
  close(): Promise<void>;
}

/**
 * Starts the embedded server: page, API, runtime and demo API over one database, which it migrates and, the first
 * time, seeds. With a Supabase project its users sign in, and there is no demo. Throws when the port is taken, the data folder is in use, or a setting can't be used.
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
    const signIn = await chooseSignIn(config);
    const keys = await loadKeyRing(config);
    const database = await openDatabase(config);
    undo.push(() => database.close());
    await migrate(database);
    const demo = signIn.dev
      ? await startDemoApi(config.demoPort, { delay: options.demoDelay ?? true })
      : ({ state: 'off' } as const);
    if ('close' in demo) undo.push(() => demo.close());
    const isNew = signIn.dev !== undefined && (await seedDemoWorkspace(database, demoUrlOf(demo, config)));
    const http = createGuardedHttp({
      allow: [...config.allowPrivateHosts, ...demoEntries(demo)],
      allowHttp: config.allowHttp,
    });
    undo.push(() => http.close());
    const runtime = createEmbeddedRuntime({
      database,
      http,
      secret: await idempotencySecret(config),
      keys,
      ...(options.steps && { steps: options.steps }),
      ...(options.onError && { onError: options.onError }),
    });
    undo.push(() => runtime.stop());
    await runtime.start();
    // biome-ignore lint/suspicious/noConsole: where no log is given, a fault must still be seen
    const onError = options.onError ?? ((error: unknown) => console.error(error));
    undo.push(pruneHourly(database, retentionOf(config), onError));
    app = await createApp({
      config,
      options,
      database,
      signIn,
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

type Demo = DemoApi | { state: 'off' };

interface AppParts {
  config: Config;
  options: StartOptions;
  database: MigratableDatabase;
  signIn: ChosenSignIn;
  keys: KeyRing;
  http: HttpPort;
  publicUrl: string;
  closing: AbortSignal;
}

async function createApp(parts: AppParts): Promise<Hono> {
  const { config, options, database, signIn, keys, http, publicUrl, closing } = parts;
  const api = createApi({
    database,
    ...signIn,
    corsOrigins: config.corsOrigins,
    limits: {
      requestsPerMinute: {
        user: config.rateLimitUser,
        workspace: config.rateLimitWorkspace,
        runs: config.rateLimitRuns,
      },
    },
    steps: options.steps ?? {},
    keys,
    http,
    publicUrl,
    closing,
    ...(options.log && { log: options.log }),
  });
  const directory = options.appDirectory ?? join(packageRoot(), 'dist', 'app');
  const page = await createStaticApp(directory, config.supabase ? [config.supabase.url] : []);
  const app = new Hono();
  app.all('/api/*', (c) => api.fetch(c.req.raw, c.env));
  app.route('/', page);
  return app;
}

/** Processes that share a database must derive the same keys, and they share nothing but its address. */
async function idempotencySecret({ databaseUrl, dataDir }: Config): Promise<string> {
  return createHmac('sha256', databaseUrl ?? (await loadSecret(dataDir)))
    .update('idempotency')
    .digest('hex');
}

function demoUrlOf(demo: Demo, { demoPort }: Config): string {
  return 'url' in demo ? demo.url : `http://localhost:${demoPort}`;
}

/** The embedded server may reach its own demo API, and nothing else on loopback. */
function demoEntries(demo: Demo) {
  return 'port' in demo ? [{ host: 'localhost', port: demo.port }] : [];
}
