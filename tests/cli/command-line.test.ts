import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createDevSession } from '../../src/client/index.js';
import { buildCommandLine, type CommandLine } from '../support/command-line.js';
import { freePort } from '../support/free-port.js';
import { temporaryFolder } from '../support/server.js';
import { startUpstream, type Upstream } from '../support/upstream-server.js';

// Each of these starts databases or processes, several at a time.
vi.setConfig({ testTimeout: 60_000 });

const orders = 'examples/orders.flow.json';
const digest = 'examples/digest.flow.json';
let patchbay: CommandLine;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let upstream: Upstream;
let flow: string;
let allow: Record<string, string>;

beforeAll(async () => {
  [patchbay, folder, upstream] = await Promise.all([
    buildCommandLine(),
    temporaryFolder(),
    startUpstream((request, response) => {
      if (request.url === '/hang') return;
      response.statusCode = request.url === '/users/404' ? 404 : 200;
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ url: request.url }));
    }),
  ]);
  allow = {
    PATCHBAY_ALLOW_PRIVATE_HOSTS: `127.0.0.1:${upstream.port}`,
    PATCHBAY_DATA_DIR: join(folder.path, 'never'),
  };
  flow = await save('users.flow.json', {
    name: 'Users',
    inputSchema: { type: 'object', required: ['id'], properties: { id: { type: 'integer', default: 1 } } },
    graph: {
      steps: [
        {
          id: 'user',
          type: 'http',
          name: 'Get user',
          request: { method: 'GET', url: `${upstream.url}/users/{{input.id}}` },
        },
      ],
      output: { seen: '{{user.url}}' },
    },
  });
});
afterAll(async () => {
  await upstream.close();
  await folder.remove();
  await patchbay.remove();
});

async function save(name: string, document: unknown): Promise<string> {
  const path = join(folder.path, name);
  await writeFile(path, typeof document === 'string' ? document : JSON.stringify(document));
  return path;
}

describe('run', () => {
  test('prints the output as JSON, tells the progress beside it, and opens no database', async () => {
    const { code, stdout, stderr } = await patchbay.run(['run', flow, '--input', '{"id":7}'], { env: allow });
    expect(stderr).toMatch(/^✓ Get user {2}\d+ ms\n✓ Succeeded in \d+ ms\n$/);
    expect(JSON.parse(stdout)).toEqual({ seen: '/users/7' });
    expect(code).toBe(0);
    expect(() => readFileSync(join(folder.path, 'never', 'secret'))).toThrow('ENOENT');
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
    const env = { PATCHBAY_DATA_DIR: join(folder.path, 'actions'), PATCHBAY_DEMO_PORT: '0' };
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

  test.concurrent.each([
    ['an input that does not fit', () => ['run', flow, '--input', '{"id":"x"}'], 'input.id'],
    ['an input that is no JSON', () => ['run', flow, '--input', '{'], '--input is not JSON'],
    ['a file that is not there', () => ['run', 'none.flow.json'], 'There is no file none.flow.json.'],
    ['no file', () => ['run'], 'Which file?'],
    ['an unknown command', () => ['fly'], 'There is no command "fly".'],
    ['an unknown command with a file', () => ['rn', flow], 'There is no command "rn".'],
    ['an unknown option', () => ['run', flow, '--fast'], "'--fast'"],
    ['one argument too many', () => ['run', flow, 'more'], '"more" is one argument too many.'],
    ['a file for a command without one', () => ['migrate', flow], 'is one argument too many.'],
    [
      'an option of another command',
      () => ['migrate', '--json'],
      '--input and --json belong to the command run.',
    ],
    ['a folder', () => ['run', folder.path], 'is a folder. Name a file in it.'],
  ])('%s is said, with exit code 2', async (_name, args, message) => {
    const { code, stdout, stderr } = await patchbay.run(args(), { env: allow });
    expect(stderr).toContain(message);
    expect([code, stdout]).toEqual([2, '']);
  });

  test('what is wrong in a file is listed with its places, and nothing is sent', async () => {
    const before = upstream.requests.length;
    const broken = await save('broken.flow.json', {
      name: 'Broken',
      graph: {
        steps: [
          { id: 'a', type: 'http', request: { method: 'GET', url: `${upstream.url}/{{nope.id}}` } },
          { id: 'b', type: 'connector', connector: 'missing', input: {} },
        ],
      },
    });
    const { code, stderr } = await patchbay.run(['run', broken], { env: allow });
    expect(code).toBe(2);
    expect(stderr).toContain(`2 problems in ${broken}:`);
    expect(stderr).toContain('a › request.url: ');
    expect(stderr).toContain('b › connector: ');
    expect(upstream.requests.length).toBe(before);
    expect((await patchbay.run(['run', await save('bad.json', 'x')])).stderr).toContain('is not JSON');
  });

  test('connectors of a file that share a slug or run themselves are refused', async () => {
    const step = (connector: string) => ({ id: 'a', type: 'connector', connector, input: {} });
    const connector = (slug: string, uses: string) => ({ slug, name: slug, graph: { steps: [step(uses)] } });
    const file = await save('cycle.flow.json', {
      name: 'Cycle',
      graph: { steps: [step('one')] },
      connectors: [connector('one', 'two'), connector('two', 'one'), connector('two', 'one')],
    });
    for (const command of ['run', 'import']) {
      const { code, stderr } = await patchbay.run([command, file], { env: allow });
      expect(code).toBe(2);
      expect(stderr).toContain('two: Several connectors of this file have this slug.');
      expect(stderr).toContain('one: This connector would run itself: one → two → one.');
    }
  });

  test('a file may start with a byte order mark, but must be UTF-8; names cannot steer the terminal', async () => {
    const name = '\u001b[2J\nfake ✓ ok';
    const document = { name: 'Mark', graph: { steps: [{ id: 'a', type: 'transform', name, output: {} }] } };
    const marked = await save('marked.flow.json', `\ufeff${JSON.stringify(document)}`);
    const { code, stderr } = await patchbay.run(['run', marked]);
    expect(stderr).toMatch(/^✓ {2}\[2J fake ✓ ok {2}\d+ ms\n✓ Succeeded in \d+ ms\n$/);
    expect(code).toBe(0);
    const latin = join(folder.path, 'latin.flow.json');
    await writeFile(latin, Buffer.from('{"name":"gr\xfc\xdfe"}', 'latin1'));
    expect(await patchbay.run(['run', latin])).toMatchObject({
      code: 2,
      stderr: `${latin} is not text in UTF-8. Save it in that encoding.\n`,
    });
  });

  test('a file may be a graph alone, which has the name of the file', async () => {
    const steps = [{ id: 'a', type: 'transform', output: { told: '{{input.word}}' } }];
    const alone = await save('greet.flow.json', { steps });
    expect(await patchbay.run(['run', alone, '--input', '{"word":"hi"}'])).toMatchObject({
      code: 0,
      stdout: '{\n  "told": "hi"\n}\n',
    });
    const neither = await save('neither.flow.json', { step: [] });
    expect((await patchbay.run(['run', neither])).stderr).toContain('graph is missing');
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
      PATCHBAY_DATA_DIR: join(folder.path, 'unused'),
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
      PATCHBAY_DATA_DIR: join(folder.path, 'unused'),
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
    const env = { PATCHBAY_DATA_DIR: join(folder.path, 'data'), PORT: '0', PATCHBAY_DEMO_PORT: '0' };
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
      PATCHBAY_DATA_DIR: join(folder.path, 'taken'),
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
