import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { CommandLine } from '../support/command-line.js';
import { type CommandLineWorld, startCommandLineWorld } from '../support/command-line-world.js';
import { freePort } from '../support/free-port.js';
import type { Upstream } from '../support/upstream-server.js';

// Each of these starts databases or processes, several at a time.
vi.setConfig({ testTimeout: 60_000 });

const orders = 'examples/orders.flow.json';
const digest = 'examples/digest.flow.json';
let world: CommandLineWorld;
let patchbay: CommandLine;
let folder: string;
let upstream: Upstream;
let flow: string;
let allow: Record<string, string>;
let save: CommandLineWorld['save'];

beforeAll(async () => {
  world = await startCommandLineWorld();
  ({ patchbay, folder, upstream, flow, allow, save } = world);
});
afterAll(() => world.close());

describe('run', () => {
  test('prints the output as JSON, tells the progress beside it, and opens no database', async () => {
    const { code, stdout, stderr } = await patchbay.run(['run', flow, '--input', '{"id":7}'], { env: allow });
    expect(stderr).toMatch(/^✓ Get user {2}\d+ ms\n✓ Succeeded in \d+ ms\n$/);
    expect(JSON.parse(stdout)).toEqual({ seen: '/users/7' });
    expect(code).toBe(0);
    expect(() => readFileSync(join(folder, 'never', 'secret'))).toThrow('ENOENT');
  });

  test('takes its input from a file, from the standard input, or from the defaults', async () => {
    const input = await save('input.json', { id: 8 });
    const runs = await Promise.all([
      patchbay.run(['run', flow, '--input', `@${input}`], { env: allow }),
      patchbay.run(['run', flow, '--input', '-'], { env: allow, stdin: '{"id":9}' }),
      patchbay.run(['run', flow], { env: allow }),
    ]);
    expect(runs.map(({ stdout }) => JSON.parse(stdout).seen)).toEqual(['/users/8', '/users/9', '/users/1']);
  });

  test('tells the way of a branch, a wait, and how many items a loop had', async () => {
    const path = await save('loop.flow.json', {
      name: 'Loop',
      permissions: { hosts: [`127.0.0.1:${upstream.port}`] },
      graph: {
        steps: [
          {
            id: 'any',
            type: 'branch',
            name: 'Anyone?',
            cases: [{ id: 'some', name: 'Somebody', when: { left: '{{input.ids}}', op: 'not_empty' } }],
          },
          { id: 'pause', type: 'wait', name: 'Breathe', for: { seconds: 0.2 } },
          {
            id: 'each',
            type: 'http',
            name: 'Get each',
            forEach: { items: '{{input.ids}}', concurrency: 2, onItemError: 'collect' },
            retry: { attempts: 1 },
            request: { method: 'GET', url: `${upstream.url}/users/:id`, path: { id: '{{item}}' } },
          },
        ],
        output: { urls: '{{each[*].url}}' },
      },
    });
    const input = JSON.stringify({ ids: [1, 404, 3] });
    const { code, stdout, stderr } = await patchbay.run(['run', path, '--input', input], { env: allow });
    expect(stderr.split('\n')).toEqual([
      expect.stringMatching(/^✓ Anyone\? {2}→ Somebody {2}\d+ ms$/),
      expect.stringMatching(/^… Breathe {2}waits \d+ ms$/),
      expect.stringMatching(/^✓ Breathe {2}\d+ ms$/),
      expect.stringMatching(/^✗ Get each › 2 {2}GET .+ answered 404/),
      expect.stringMatching(/^✓ Get each {2}3 items, 1 failed {2}\d+ ms$/),
      expect.stringMatching(/^✓ Succeeded in \d+ ms$/),
      '',
    ]);
    expect(JSON.parse(stdout)).toEqual({ urls: ['/users/1', '/users/3'] });
    expect(code).toBe(0);
  });

  test('of what only a product can do is refused, and imported nevertheless', async () => {
    const path = await save('action.flow.json', {
      name: 'Ask',
      graph: { steps: [{ id: 'ask', type: 'action', action: 'approvals.ask' }] },
    });
    const env = { PATCHBAY_DATA_DIR: join(folder, 'actions'), PATCHBAY_DEMO_PORT: '0' };
    expect(await patchbay.run(['run', path], { env })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('approvals.ask'),
    });
    expect(await patchbay.run(['import', path], { env })).toMatchObject({ code: 0 });
  });

  test('--json prints the whole result and no progress', async () => {
    const { code, stdout, stderr } = await patchbay.run(['run', flow, '--json'], { env: allow });
    expect(JSON.parse(stdout)).toMatchObject({ status: 'succeeded', output: { seen: '/users/1' } });
    expect([code, stderr]).toEqual([0, '']);
  });

  test('a failed run tells the step and what happened, prints nothing else, and exits with 1', async () => {
    const { code, stdout, stderr } = await patchbay.run(['run', flow, '--input', '{"id":404}'], {
      env: allow,
    });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('✗ Get user');
    expect(stderr).toContain('404');
  });

  test('reaches nothing private that is not allowed', async () => {
    const { code, stderr } = await patchbay.run(['run', flow]);
    expect(code).toBe(1);
    expect(stderr).toContain('PATCHBAY_ALLOW_PRIVATE_HOSTS');
  });

  test('an interrupt cancels the run', async () => {
    const hanging = await save('hang.flow.json', {
      name: 'Hang',
      graph: { steps: [{ id: 'a', type: 'http', request: { method: 'GET', url: `${upstream.url}/hang` } }] },
    });
    const before = upstream.requests.length;
    const running = patchbay.start(['run', hanging], { env: allow });
    await expect.poll(() => upstream.requests.length, { timeout: 10_000 }).toBeGreaterThan(before);
    running.kill('SIGINT');
    expect(await running.done).toMatchObject({ code: 130, stdout: '' });
  });

  test('the example of the README runs by itself, its demo API with it', async () => {
    const { file, env } = await exampleOfItsOwn(orders);
    const { code, stdout } = await patchbay.run(['run', file, '--input', '{"userId":1}'], { env });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ shipmentId: expect.stringMatching(/^shp_/) });
  });

  test('the other example reads pages, decides, loops, waits and polls', async () => {
    const { file, env } = await exampleOfItsOwn(digest);
    const many = await patchbay.run(['run', file], { env });
    expect(many.stderr).toContain('✓ Pause');
    expect(JSON.parse(many.stdout)).toEqual({
      orders: 10,
      revenue: 1710.1,
      customers: [
        { name: 'Konrad Zuse', city: 'Berlin', total: 309 },
        { name: 'Katherine Johnson', city: 'Hampton', total: 304 },
        { name: 'Grace Hopper', city: 'New York', total: 309 },
        { name: 'Maria Agnesi', city: 'Milan', total: 304 },
      ],
      report: expect.stringMatching(/rep_\w+\.pdf$/),
    });
    const few = await patchbay.run(['run', file, '--input', '{"many":11}'], { env });
    expect(few.stderr).toContain('- Look up customers');
    expect(JSON.parse(few.stdout)).toEqual({ orders: 10, revenue: 1710.1, customers: [], report: null });
  });
});

/** An example whose demo API is on a port that no other Patchbay of this machine has. */
async function exampleOfItsOwn(path: string) {
  const port = await freePort();
  const text = (await readFile(path, 'utf8')).replaceAll('localhost:4311', `localhost:${port}`);
  return { file: await save(`${port}.flow.json`, text), env: { PATCHBAY_DEMO_PORT: String(port) } };
}
