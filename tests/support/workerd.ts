import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import workerd from 'workerd';

export interface Worker {
  origin: string;
  stop(): Promise<void>;
}

export interface WorkerOptions {
  compatibilityFlags?: readonly string[];
  /** `host:port` of the one HTTP server that every outgoing request goes to, whatever its URL. Default: the internet. */
  outbound?: string;
}

/** Runs the ES modules of a folder in workerd, on a free port of 127.0.0.1; `main` is the one that serves. */
export async function startWorker(
  folder: string,
  main: string,
  { compatibilityFlags = [], outbound }: WorkerOptions = {},
): Promise<Worker> {
  const others = (await readdir(folder)).filter((file) => file.endsWith('.js') && file !== main);
  const modules = [main, ...others].map((file) => `(name = "${file}", esModule = embed "${file}")`);
  const config = join(folder, 'workerd.capnp');
  const worker = [
    'compatibilityDate = "2026-10-01"',
    `compatibilityFlags = ${JSON.stringify(compatibilityFlags)}`,
    `modules = [${modules.join(', ')}]`,
    ...(outbound ? ['globalOutbound = "outbound"'] : []),
  ];
  const services = [
    `(name = "main", worker = (${worker.join(', ')}))`,
    ...(outbound ? [`(name = "outbound", external = (address = "${outbound}", http = ()))`] : []),
  ];
  await writeFile(
    config,
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [${services.join(', ')}],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")]
);`,
  );
  const child = spawn(workerd, ['serve', '--control-fd=3', config], {
    stdio: ['ignore', 'inherit', 'inherit', 'pipe'],
  });
  const port = await listeningPort(child);
  return {
    origin: `http://127.0.0.1:${port}`,
    async stop() {
      child.kill();
      await once(child, 'exit');
    },
  };
}

/** workerd says on its control channel where it listens, one JSON message a line. */
async function listeningPort(child: ChildProcess): Promise<number> {
  const control = child.stdio[3] as Readable; // a pipe that the child writes to
  for await (const line of createInterface({ input: control })) {
    const message: unknown = JSON.parse(line);
    if (message && typeof message === 'object' && 'port' in message && typeof message.port === 'number')
      return message.port;
  }
  throw new Error('workerd ended before it listened.');
}
