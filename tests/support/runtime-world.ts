import type { ServerResponse } from 'node:http';
import type { Graph, HttpStep, RunEvent } from '#engine';
import { service } from '../../api/db/actor.js';
import { createGuardedHttp, type GuardedHttp } from '../../api/http/guarded-http.js';
import { createExecution, type ExecutionRow } from '../../api/runtime/create-execution.js';
import {
  createEmbeddedRuntime,
  type EmbeddedRuntimeOptions,
  type Runtime,
} from '../../api/runtime/embedded.js';
import { listEvents, readExecution } from '../../api/runtime/read-execution.js';
import type { TestDatabase, TestDriver } from './database.js';
import { createWorkspace, saveFlow, type TestWorkspace } from './database-fixtures.js';
import { type ReceivedRequest, startUpstream, type Upstream } from './upstream-server.js';

export type Answer = (request: ReceivedRequest, response: ServerResponse) => void | Promise<void>;

/** A database, a workspace, an HTTP server to call, and what runs executions against them. */
export interface RuntimeWorld extends TestDatabase {
  workspace: TestWorkspace;
  http: GuardedHttp;
  upstream: Upstream;
  /** What the server answers from now on. Default: `{ "path": … }`. */
  answer(how: Answer): void;
  /** A started runtime; stopped when the world closes. */
  runtime(options?: Partial<EmbeddedRuntimeOptions>): Promise<Runtime>;
  /** Faults that a runtime reported. */
  faults: unknown[];
  /** Queues a run of a new flow, or of the flow with this id. */
  start(what: Graph | string, input?: ExecutionRow['input']): Promise<ExecutionRow>;
  /** The execution, once it has ended. */
  ended(id: string): Promise<ExecutionRow>;
  read(id: string): Promise<ExecutionRow>;
  events(id: string): Promise<RunEvent[]>;
  /** The paths that were asked for, in order. */
  asked(): string[];
}

const echoPath: Answer = ({ url }, response) => sendJson(response, { path: url });

export function sendJson(response: ServerResponse, value: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

export async function openWorld(driver: TestDriver): Promise<RuntimeWorld> {
  const opened = await driver.openMigrated();
  const { database } = opened;
  const workspace = await createWorkspace(database, 'w');
  let answer = echoPath;
  const upstream = await startUpstream((request, response) => void answer(request, response));
  const http = createGuardedHttp({ allow: [upstream], allowHttp: true });
  const runtimes: Runtime[] = [];
  const faults: unknown[] = [];

  const read = async (id: string) => {
    const found = await database.as({ role: 'runtime', workspaceId: 'w' }, (tx) => readExecution(tx, id));
    if (!found) throw new Error(`There is no execution ${id}.`);
    return found.execution;
  };

  return {
    ...opened,
    workspace,
    http,
    upstream,
    faults,
    answer: (how) => {
      answer = how;
    },
    runtime: async (options) => {
      const onError = (error: unknown) => void faults.push(error);
      const runtime = createEmbeddedRuntime({ database, http, secret: 'a secret', onError, ...options });
      runtimes.push(runtime);
      await runtime.start();
      return runtime;
    },
    start: async (what, input = null) => {
      const flowId = typeof what === 'string' ? what : await saveFlow(database, 'w', what);
      const userId = workspace.users.editor;
      const row = await database.as({ role: 'authenticated', userId, workspaceId: 'w' }, (tx) =>
        createExecution(tx, { workspaceId: 'w', flowId, input, trigger: 'manual' }),
      );
      if (!row) throw new Error(`There is no flow ${flowId}.`);
      return row;
    },
    read,
    ended: async (id) => {
      const deadline = Date.now() + 20_000;
      for (;;) {
        const row = await read(id);
        if (row.finished_at) return row;
        if (Date.now() > deadline) throw new Error(`Execution ${id} is still ${row.status} after 20 s.`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    events: (id) => database.as(service, (tx) => listEvents(tx, id, 0)),
    asked: () => upstream.requests.map(({ url }) => url),
    close: async () => {
      await Promise.all(runtimes.map((runtime) => runtime.stop()));
      await http.close();
      await upstream.close();
      await opened.close();
    },
  };
}

/** A GET of `path` on the upstream. */
export function getStep(upstream: { url: string }, id: string, path: string): HttpStep {
  return {
    id,
    type: 'http',
    request: { method: 'GET', url: `${upstream.url}${path}` },
    retry: { attempts: 1 },
  };
}

/** A promise that is settled from outside. */
export function gate(): { opened: Promise<void>; open(): void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
