import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
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
let save: CommandLineWorld['save'];

beforeAll(async () => {
  world = await startCommandLineWorld();
  ({ patchbay, folder, upstream, flow, allow, save } = world);
});
afterAll(() => world.close());

describe('a file that is run', () => {
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
    ['a folder', () => ['run', folder], 'is a folder. Name a file in it.'],
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
    const latin = join(folder, 'latin.flow.json');
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
});
