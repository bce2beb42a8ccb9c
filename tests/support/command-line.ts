import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { build } from 'vite';

/** Inside the package, so that it finds its package.json and its peers; one for each process that runs the tests. */
const outDir = resolve(`node_modules/.cache/patchbay-command-line-${process.pid}`);

interface CommandResult {
  code: number | null;
  stdout: string;
  stderr: string;
}

interface RunningCommand {
  /** What it has printed so far, on both. */
  output(): string;
  kill(signal: NodeJS.Signals): void;
  done: Promise<CommandResult>;
}

interface CommandOptions {
  env?: Record<string, string>;
  stdin?: string;
  /** The Node to run it with; default: this one. */
  node?: string;
}

/** The command line as it is released, built for the tests. */
export interface CommandLine {
  file: string;
  start(args: readonly string[], options?: CommandOptions): RunningCommand;
  run(args: readonly string[], options?: CommandOptions): Promise<CommandResult>;
  remove(): Promise<void>;
}

export async function buildCommandLine(): Promise<CommandLine> {
  await build({
    configFile: 'vite.server.config.ts',
    logLevel: 'error',
    build: { outDir, emptyOutDir: true },
  });
  const start: CommandLine['start'] = (args, { env = {}, stdin = '', node = process.execPath } = {}) => {
    const child = spawn(node, [`${outDir}/bin/patchbay.js`, ...args], {
      env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...env },
    });
    const result: CommandResult = { code: null, stdout: '', stderr: '' };
    child.stdout.on('data', (chunk: Buffer) => {
      result.stdout += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      result.stderr += chunk.toString();
    });
    child.stdin.end(stdin);
    return {
      output: () => result.stdout + result.stderr,
      kill: (signal) => child.kill(signal),
      done: new Promise((settle, reject) => {
        child.on('error', reject);
        child.on('close', (code) => settle({ ...result, code }));
      }),
    };
  };
  return {
    file: `${outDir}/bin/patchbay.js`,
    start,
    run: (args, options) => start(args, options).done,
    remove: () => rm(outDir, { recursive: true, force: true }),
  };
}
