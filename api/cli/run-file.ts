import { createHmac, randomUUID } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { type FlowFile, type JsonValue, type Ports, runGraph } from '#engine';
import type { Config } from '../config.js';
import { type DemoApi, startDemoApi } from '../demo/start-demo-api.js';
import { createGuardedHttp } from '../http/guarded-http.js';
import { systemClock } from '../runtime/system-clock.js';
import { prepareInput } from '../services/prepare-input.js';
import { createProgress } from './progress.js';
import { parseJson, readFlowFile, readText } from './read-flow-file.js';
import { UsageError } from './usage-error.js';

export interface RunFileOptions {
  /** JSON, `@file`, or `-` for the standard input. */
  input?: string | undefined;
  /** Print the whole result as JSON, and no progress. */
  json: boolean;
}

/**
 * Runs a flow file in this process, with its journal in memory, and prints the output. Exit codes: 0 succeeded,
 * 1 failed, 130 interrupted. No database is opened.
 */
export async function runFile(path: string, config: Config, options: RunFileOptions): Promise<number> {
  // In a terminal there is no product around the flow that could do anything.
  const file = await readFlowFile(path, { actions: () => undefined });
  const input = await readInput(options.input, file);
  const demo = await demoFor(file, config);
  const http = createGuardedHttp({
    allow: [
      ...config.allowPrivateHosts,
      ...(demo && demo.state !== 'port_taken' ? [{ host: 'localhost', port: demo.port }] : []),
    ],
    allowHttp: config.allowHttp,
  });
  const interrupt = new AbortController();
  const onInterrupt = (): void => interrupt.abort();
  process.once('SIGINT', onInterrupt);
  process.once('SIGTERM', onInterrupt);
  try {
    const run = runGraph({
      graph: file.graph,
      permissions: file.permissions,
      input,
      ports: createPorts(file, http),
      signal: interrupt.signal,
    });
    const progress = createProgress(file.graph);
    for await (const event of run) if (!options.json) progress(event);
    const result = await run.result;
    if (options.json) print(result);
    else if (result.status === 'succeeded') print(result.output ?? null);
    if (result.status === 'succeeded') return 0;
    // A step's own failure is told by its line of progress.
    if (result.error && !options.json && result.error.step === undefined) console.error(result.error.message);
    return interrupt.signal.aborted ? 130 : 1;
  } finally {
    process.off('SIGINT', onInterrupt);
    process.off('SIGTERM', onInterrupt);
    await http.close();
    if (demo && demo.state !== 'port_taken') await demo.close();
  }
}

function createPorts(file: FlowFile, http: Ports['http']): Ports {
  const secret = randomUUID();
  return {
    http,
    clock: systemClock,
    random: Math.random,
    // The run ends with this process, so nothing has to outlive it.
    journal: { record: async () => {} },
    connectors: {
      find: async (name) => {
        const found = file.connectors?.find(({ slug }) => slug === name);
        return found && { name: found.name, definition: found };
      },
    },
    idempotencyKey: async (step) => createHmac('sha256', secret).update(step).digest('hex'),
  };
}

/** The demo API for the time of the run, when the file calls its port. */
async function demoFor(file: FlowFile, { demoPort }: Config): Promise<DemoApi | undefined> {
  if (!JSON.stringify(file).includes(`"http://localhost:${demoPort}/`)) return undefined;
  const demo = await startDemoApi(demoPort);
  if (demo.state === 'port_taken')
    console.error(`Port ${demoPort} is taken by another program, so the demo API is not there.`);
  return demo;
}

async function readInput(input: string | undefined, file: FlowFile): Promise<JsonValue> {
  const prepared = prepareInput(await readGiven(input), file);
  if (prepared.ok) return prepared.input;
  const lines = prepared.errors.map(({ path, message }) => `  ${path}: ${message}`);
  throw new UsageError(['The input does not fit:', ...lines].join('\n'));
}

async function readGiven(input: string | undefined): Promise<JsonValue | undefined> {
  if (input === undefined) return undefined;
  if (input === '-') return readJson(await text(process.stdin), 'The standard input');
  if (input.startsWith('@')) return readJson(await readText(input.slice(1)), input.slice(1));
  return readJson(input, '--input');
}

function readJson(source: string, what: string): JsonValue {
  // What JSON.parse gives is JSON.
  return parseJson(source, what) as JsonValue;
}

function print(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}
