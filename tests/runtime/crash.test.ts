import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RunEvent } from '#engine';
import { createPgliteDatabase } from '../../api/db/pglite-database.js';
import { copyMigratedDatabase } from '../support/database-snapshot.js';
import { type Answer, gate, sendJson } from '../support/runtime-world.js';
import { startUpstream, type Upstream } from '../support/upstream-server.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Inside the package, so that the built server finds its peers. */
const builtFolder = join(root, 'node_modules/.cache', `patchbay-crash-${process.pid}`);

// Each server takes seconds to start on a busy machine.
describe('kill -9 of the server', { timeout: 240_000 }, () => {
  let dataDir: string;
  let upstream: Upstream;
  let answer: Answer;
  const children: Child[] = [];
  // Built once: it is started nine times.
  beforeAll(async () => {
    const conditions = ['patchbay-source'];
    await build({
      root,
      configFile: false,
      logLevel: 'error',
      resolve: { conditions },
      ssr: { resolve: { conditions } },
      build: { ssr: 'tests/runtime/crash-child.ts', outDir: builtFolder, target: 'node22' },
    });
  });
  afterAll(() => rm(builtFolder, { recursive: true, force: true }));
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'patchbay-crash-'));
    await copyMigratedDatabase(dataDir);
    answer = ({ url }, response) => sendJson(response, { path: url });
    upstream = await startUpstream((request, response) => void answer(request, response));
  });
  afterEach(async () => {
    await Promise.all(children.splice(0).map((child) => child.kill()));
    await upstream.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  function startServer(runs: number): Child {
    const child = startChild([dataDir, upstream.url, String(runs)]);
    children.push(child);
    return child;
  }

  const hits = (path: string) => upstream.requests.filter(({ url }) => url.startsWith(path)).length;

  it('[X3] between two steps: the first is never repeated, the run ends', async () => {
    const reached = gate();
    answer = ({ url }, response) => {
      if (url.startsWith('/b')) reached.open();
      else sendJson(response, { path: url });
    };
    const first = startServer(1);
    await reached.opened;
    await first.kill();

    answer = ({ url }, response) => sendJson(response, { path: url });
    await startServer(0).done;
    expect([hits('/a'), hits('/b'), hits('/c')]).toEqual([1, 2, 1]);
    const [execution] = await readAll(dataDir);
    expect(execution).toMatchObject({ status: 'succeeded', fence: 2 });
  });

  it('[X4] while the first answer is awaited: the request is sent again, the run ends', async () => {
    const reached = gate();
    answer = () => reached.open();
    const first = startServer(1);
    await reached.opened;
    await first.kill();

    answer = ({ url }, response) => sendJson(response, { path: url });
    await startServer(0).done;
    expect([hits('/a'), hits('/b'), hits('/c')]).toEqual([2, 1, 1]);
  });

  it('again and again at any moment: every run ends once, and no recorded step is called again', async () => {
    answer = async ({ url }, response) => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      sendJson(response, { path: url });
    };
    for (const requests of [3, 17, 40, 71]) {
      const server = startServer(requests === 3 ? 40 : 0);
      const target = upstream.requests.length + requests;
      await Promise.race([until(() => upstream.requests.length >= target), server.done]);
      await server.kill();
    }
    await startServer(0).done;

    const executions = await readAll(dataDir);
    expect(executions).toHaveLength(40);
    for (const { id, status, number, events } of executions) {
      expect(status).toBe('succeeded');
      expect(
        events.map(({ seq }) => seq),
        `run ${number}`,
      ).toEqual(events.map((_, index) => index + 1));
      expect(events.filter(({ type }) => type.startsWith('run_') && type !== 'run_started')).toHaveLength(1);
      for (const step of ['a', 'b', 'c']) {
        const ofStep = events
          .filter((event) => 'step' in event && event.step === step)
          .map(({ type }) => type);
        expect(ofStep.filter((type) => type === 'step_succeeded')).toHaveLength(1);
        expect(ofStep.at(-1)).toBe('step_succeeded');
        // A request is sent only after its start is recorded, so none can have been sent after the success.
        const starts = ofStep.filter((type) => type === 'step_started').length;
        expect(hits(`/${step}?run=${id}`)).toBeLessThanOrEqual(starts);
      }
    }
  });
});

interface Child {
  /** Resolves when it has nothing left to run; rejects when it stops before. */
  done: Promise<void>;
  kill(): Promise<void>;
}

function startChild(args: string[]): Child {
  const script = join(builtFolder, 'crash-child.js');
  const child: ChildProcess = spawn(process.execPath, [script, ...args], { cwd: root, stdio: 'pipe' });
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    output += chunk;
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    output += chunk;
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const done = exited.then(() => {
    if (!output.includes('done\n')) throw new Error(`The server stopped before it was done:\n${output}`);
  });
  done.catch(() => {}); // a child that is killed is awaited by nobody
  return {
    done,
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 2));
}

interface Read {
  id: string;
  number: number;
  status: string;
  fence: number;
  events: RunEvent[];
}

async function readAll(dataDir: string): Promise<Read[]> {
  const database = await createPgliteDatabase({ dataDir });
  try {
    return await database.as({ role: 'service' }, async (tx) => {
      const executions = await tx
        .selectFrom('connector_executions')
        .select(['id', 'number', 'status', 'fence'])
        .orderBy('number')
        .execute();
      const events = await tx
        .selectFrom('connector_execution_events')
        .select(['execution_id', 'event'])
        .orderBy('seq')
        .execute();
      return executions.map((row) => ({
        ...row,
        events: events.filter(({ execution_id }) => execution_id === row.id).map(({ event }) => event),
      }));
    });
  } finally {
    await database.close();
  }
}
