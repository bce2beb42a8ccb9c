import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createDevSession } from '../../src/client/index.js';
import type { CommandLine } from '../support/command-line.js';
import { type CommandLineWorld, startCommandLineWorld } from '../support/command-line-world.js';
import type { Upstream } from '../support/upstream-server.js';

// Each of these starts databases or processes, several at a time.
vi.setConfig({ testTimeout: 60_000 });

let world: CommandLineWorld;
let patchbay: CommandLine;
let folder: string;
let upstream: Upstream;
let flow: string;
let allow: Record<string, string>;

beforeAll(async () => {
  world = await startCommandLineWorld();
  ({ patchbay, folder, upstream, flow, allow } = world);
});
afterAll(() => world.close());

describe('the others', () => {
  test('--help and --version answer, no command asks for one', async () => {
    expect(await patchbay.run(['--help'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('patchbay run <file>'),
    });
    expect((await patchbay.run(['--version'])).stdout).toBe(
      `${JSON.parse(readFileSync('package.json', 'utf8')).version}\n`,
    );
    expect(await patchbay.run([])).toMatchObject({ code: 2 });
  });

  test('a wrong setting stops every command, with a sentence', async () => {
    const { code, stderr } = await patchbay.run(['dev'], { env: { PORT: 'many' } });
    expect(stderr).toBe('PORT must be a port from 0 to 65535 (0: any free one); it is "many".\n');
    expect(code).toBe(2);
  });

  test('a database or folder that cannot be used is said in a sentence, without its password', async () => {
    const url = 'postgres://user:hunter2@127.0.0.1:1/x';
    const env = {
      DATABASE_URL: url,
      PATCHBAY_ENCRYPTION_KEYS: `k1:${Buffer.alloc(32).toString('base64')}`,
      PATCHBAY_DATA_DIR: join(folder, 'unused'),
      PORT: '0',
    };
    const [dev, migrate, file] = await Promise.all([
      patchbay.run(['dev'], { env }),
      patchbay.run(['migrate'], { env }),
      patchbay.run(['migrate'], { env: { PATCHBAY_DATA_DIR: flow } }),
    ]);
    const sentence =
      "The database of DATABASE_URL can't be used: connect ECONNREFUSED 127.0.0.1:1. Check that it runs, and the address.\n";
    expect([dev.code, dev.stderr]).toEqual([1, sentence]);
    expect([migrate.code, migrate.stderr]).toEqual([1, sentence]);
    expect([file.code, file.stderr]).toEqual([1, expect.stringMatching(/^The data folder .+ can't be made/)]);
  });

  test('a server of a shared database refuses to start without encryption keys, and with wrong ones', async () => {
    const env = {
      DATABASE_URL: 'postgres://user:hunter2@127.0.0.1:1/x',
      PATCHBAY_DATA_DIR: join(folder, 'unused'),
      PORT: '0',
    };
    const [without, wrong] = await Promise.all([
      patchbay.run(['dev'], { env }),
      patchbay.run(['dev'], { env: { ...env, PATCHBAY_ENCRYPTION_KEYS: 'k1:c2hvcnQ=' } }),
    ]);
    expect([without.code, without.stderr]).toEqual([
      2,
      expect.stringMatching(/^DATABASE_URL needs PATCHBAY_ENCRYPTION_KEYS beside it, .+\n$/),
    ]);
    expect([wrong.code, wrong.stderr]).toEqual([
      2,
      expect.stringMatching(/^PATCHBAY_ENCRYPTION_KEYS: Key 1 is not of the form .+\n$/),
    ]);
    expect(wrong.stderr).not.toContain('c2hvcnQ');
  });

  test('migrate, import and dev work on one data folder, and dev stops at once on SIGTERM', async () => {
    const env = { PATCHBAY_DATA_DIR: join(folder, 'data'), PORT: '0', PATCHBAY_DEMO_PORT: '0' };
    expect((await patchbay.run(['migrate'], { env })).stdout).toMatch(/^Applied:\n {2}\d+_/);
    expect((await patchbay.run(['migrate'], { env })).stdout).toBe('The schema is up to date.\n');
    expect((await patchbay.run(['keys', 'rotate'], { env })).stdout).toBe(
      'Encrypted 0 credentials anew with k1.\n  k1  0\n',
    );
    expect((await patchbay.run(['keys', 'burn'], { env })).code).toBe(2);
    const imported = await patchbay.run(['import', flow], { env });
    expect(imported).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Saved "Users" as flow [\w-]{36}\.\n$/),
    });

    const running = patchbay.start(['dev'], { env });
    await expect.poll(() => running.output(), { timeout: 20_000 }).toContain('Stop with Ctrl+C');
    const url = /runs at (\S+)/.exec(running.output())?.[1] ?? '';
    expect((await createDevSession(url)).workspaceId).toBe('demo');
    const second = await patchbay.run(['import', flow], { env });
    expect(second).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^The data folder .+ is in use by process \d+/),
    });
    running.kill('SIGTERM');
    expect(await running.done).toMatchObject({ code: 0 });
  });

  test('a taken port is said with what to do', async () => {
    const env = {
      PATCHBAY_DATA_DIR: join(folder, 'taken'),
      PORT: String(upstream.port),
      PATCHBAY_DEMO_PORT: '0',
    };
    const { code, stderr } = await patchbay.run(['dev'], { env });
    expect(stderr).toMatch(
      /^Port \d+ is in use by another program\. Stop it, or choose another: PORT=\d+ npm start\n$/,
    );
    expect(code).toBe(1);
  });
});

test.skipIf(process.platform === 'win32')('a build leaves the command as a program, as npx calls it', () => {
  expect(execFileSync(patchbay.file, ['--version'], { encoding: 'utf8' })).toMatch(/^\d+\.\d+\.\d+/);
});

const old = oldNode();

describe.skipIf(!old)('an older Node', () => {
  test('hands over to the one that the repository brings', async () => {
    const { code, stdout } = await patchbay.run(['run', flow], { env: allow, ...(old && { node: old }) });
    expect([code, stdout]).toEqual([0, expect.stringContaining('/users/1')]);
  });
});

/** A Node before 22 on this machine, where there is one. */
function oldNode(): string | undefined {
  try {
    const version = execFileSync('/usr/bin/node', ['--version'], { encoding: 'utf8' });
    return Number.parseInt(version.slice(1), 10) < 22 ? '/usr/bin/node' : undefined;
  } catch {
    // There is none there.
    return undefined;
  }
}
