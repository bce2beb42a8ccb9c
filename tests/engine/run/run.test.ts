import { describe, expect, it } from 'vitest';
import { type AbortSignalLike, type HttpStep, type RunEvent, runGraph, type TransformStep } from '#engine';
import {
  type Answer,
  createHost,
  deferred,
  failure,
  graph,
  json,
  names,
  pathOf,
  settle,
} from '../../support/engine.js';

const sends = (value: string): Partial<HttpStep> => ({
  request: { method: 'POST', url: 'http://api.test/x', body: { type: 'json', value } },
});

/** A host whose requests are answered by hand, by their path. */
function heldHost() {
  const open = new Map<string, (answer: Answer) => void>();
  const host = createHost({
    script(request) {
      const { promise, resolve } = deferred<Answer>();
      open.set(pathOf(request), resolve);
      return promise;
    },
  });
  const answer = async (path: string, reply: Answer = json(path)) => {
    const resolve = open.get(path);
    if (!resolve) throw new Error(`${path} was not asked for.`);
    open.delete(path);
    resolve(reply);
    await settle();
  };
  return { host, answer, open: () => [...open.keys()] };
}

describe('order', () => {
  it('[X1] a step waits for all its edges and runs once one is active', async () => {
    const { host, answer, open } = heldHost();
    const run = runGraph({ graph: graph('a -> c, b -> c, c -> d'), ports: host.ports });
    await settle();
    expect(open()).toEqual(['/a', '/b']);
    await answer('/a');
    expect(open()).toEqual(['/b']);
    await answer('/b');
    expect(open()).toEqual(['/c']);
    await answer('/c');
    await answer('/d');
    expect(await run.result).toMatchObject({ status: 'succeeded', output: '/d' });
  });

  it('[X1] a step whose edges are all inactive is skipped, and so is what only follows it', async () => {
    const host = createHost();
    const run = runGraph({ graph: graph('a -x> b, b -> c, c -> d, a -> d'), ports: host.ports });
    const result = await run.result;
    expect(host.calls()).toEqual(['GET /a', 'GET /d']);
    expect(result.steps.b).toMatchObject({
      status: 'skipped',
      reason: 'No line to it was followed: a succeeded.',
    });
    expect(result.steps.c).toMatchObject({
      status: 'skipped',
      reason: 'No line to it was followed: b was skipped.',
    });
  });

  it('[X21] what a skipped step would have given is missing', async () => {
    const body = graph('a -x> b, a -> c, b -> c', { c: sends('{{b.id | default("none")}}') });
    const host = createHost();
    expect((await runGraph({ graph: body, ports: host.ports }).result).status).toBe('succeeded');
    expect(host.sent[1]?.request.body).toBe('"none"');
    const strict = graph('a -x> b, a -> c, b -> c', { c: sends('{{b.id}}') });
    expect(await runGraph({ graph: strict, ports: createHost().ports }).result).toMatchObject({
      status: 'failed',
      error: {
        code: 'expression',
        step: 'c',
        path: 'request.body.value',
        detail: { code: 'missing', reference: 'b.id' },
      },
    });
  });

  it('[X2] ten steps run at once, the others wait in order and say so', async () => {
    const { host, answer, open } = heldHost();
    const ids = Array.from({ length: 12 }, (_, index) => `s${index}`);
    runGraph({ graph: graph(ids.join(', ')), ports: host.ports });
    await settle();
    expect(open()).toEqual(ids.slice(0, 10).map((id) => `/${id}`));
    expect(names(host.journal).filter((name) => name.startsWith('step_queued'))).toEqual([
      'step_queued s10',
      'step_queued s11',
    ]);
    await answer('/s3');
    expect(open().at(-1)).toBe('/s10');
  });

  it('[X2] the number is a limit of the run', async () => {
    const { host, open } = heldHost();
    runGraph({ graph: graph('a, b, c'), ports: host.ports, limits: { concurrency: 2 } });
    await settle();
    expect(open()).toEqual(['/a', '/b']);
  });
});

describe('the journal', () => {
  it('[X5] has a result before anything that depends on it is sent', async () => {
    const stored: string[] = [];
    const gate = { open: Promise.resolve() };
    const host = createHost({
      beforeRecord: async (events) => {
        await gate.open;
        stored.push(...names(events));
      },
      script: (request) => json([...stored, pathOf(request)]),
    });
    const run = runGraph({ graph: graph('a -> b, b -> c'), ports: host.ports });
    const { steps } = await run.result;
    expect(steps.b?.output).toContain('step_succeeded a');
    expect(steps.b?.output).toContain('step_started b');
    expect(steps.c?.output).toContain('step_succeeded b');
    expect(steps.b?.output).not.toContain('step_succeeded b');
  });

  it('[X5] nothing is sent while a write is under way', async () => {
    const write = deferred<void>();
    const host = createHost({ beforeRecord: () => write.promise });
    const run = runGraph({ graph: graph('a'), ports: host.ports });
    await settle();
    expect(host.sent).toEqual([]);
    write.resolve();
    expect((await run.result).status).toBe('succeeded');
  });

  it('[X5] what happens at once is stored in one write', async () => {
    const host = createHost();
    await runGraph({ graph: graph('a -> b'), ports: host.ports }).result;
    expect(host.writes.map(names)).toEqual([
      ['run_started', 'step_started a'],
      ['step_attempted a', 'step_succeeded a', 'step_started b'],
      ['step_attempted b', 'step_succeeded b', 'run_succeeded'],
    ]);
  });

  it('[X20] that fails rejects the run and sends nothing more', async () => {
    const host = createHost({
      beforeRecord: (events) => {
        if (names(events).includes('step_succeeded a')) throw new Error('The disk is full.');
      },
    });
    const run = runGraph({ graph: graph('a -> b, c'), ports: host.ports });
    await expect(run.result).rejects.toThrow('The disk is full.');
    await settle();
    expect(host.calls()).toEqual(['GET /a', 'GET /c']);
    const resumed = createHost({ seed: host.journal });
    const again = runGraph({ graph: graph('a -> b, c'), ports: resumed.ports, resume: host.journal });
    expect((await again.result).status).toBe('succeeded');
    await expect(collect(run)).rejects.toThrow('The disk is full.');
  });

  it('[X6] counts from 1 without a gap', async () => {
    const host = createHost();
    await runGraph({ graph: graph('a -> b, a -> c, c -x> d'), ports: host.ports }).result;
    expect(host.journal.map((event) => event.seq)).toEqual(host.journal.map((_, index) => index + 1));
  });

  it('[X19] every iteration gives all events, in order, also after the end', async () => {
    const host = createHost();
    const run = runGraph({ graph: graph('a -> b'), ports: host.ports });
    const [first, second] = await Promise.all([collect(run), collect(run)]);
    expect(first).toEqual(host.journal);
    expect(second).toEqual(host.journal);
    expect(await collect(run)).toEqual(host.journal);
  });

  it('[X15] the same replies in the same order give the same events', async () => {
    const record = async () => {
      const { host, answer } = heldHost();
      const run = runGraph({ graph: graph('a -> c, b -> c, b -> d, c -x> e'), ports: host.ports });
      await settle();
      for (const path of ['/b', '/d', '/a', '/c']) await answer(path);
      await run.result;
      return host.journal;
    };
    expect(await record()).toEqual(await record());
  });
});

describe('failures', () => {
  const notFound =
    (path: string): ((request: { url: string }) => Answer) =>
    (request) =>
      request.url.endsWith(path) ? json({}, 404) : undefined;

  it('[X7] with a failure edge are handled, and error tells of them downstream', async () => {
    const host = createHost({ script: notFound('/a') });
    const value = graph('a -> b, a -x> c, c -> d', {
      c: sends('{{error.message}} {{error.step}} {{error.status}}'),
      d: sends('{{error.step}}'),
    });
    const result = await runGraph({ graph: value, ports: host.ports }).result;
    expect(result).toMatchObject({
      status: 'succeeded',
      steps: { a: { status: 'failed', handled: true }, b: { status: 'skipped' } },
    });
    expect(host.sent.map(({ request }) => request.body)).toEqual([
      undefined,
      '"GET http://api.test/a answered 404 Not Found. Check the id in the URL. a 404"',
      '"a"',
    ]);
  });

  it('[X7] error is the failure that led to a step, not that of a neighbour', async () => {
    const host = createHost({
      script: (request) => (/\/[ab]$/.test(request.url) ? json({}, 404) : undefined),
    });
    const value = graph('a -x> c, b -x> d', { c: sends('{{error.step}}'), d: sends('{{error.step}}') });
    await runGraph({ graph: value, ports: host.ports }).result;
    expect(host.sent.slice(2).map(({ request }) => request.body)).toEqual(['"a"', '"b"']);
  });

  it('[X8] without one fail the run: the rest is aborted and recorded, and nothing new starts', async () => {
    const { host, answer } = heldHost();
    const run = runGraph({
      graph: graph('a -> c, b -> d, slow, w1, w2'),
      ports: host.ports,
      limits: { concurrency: 4 },
    });
    await settle();
    await answer('/a', json({}, 404));
    const result = await run.result;
    expect(result).toMatchObject({
      status: 'failed',
      error: { code: 'http_status', step: 'a', status: 404 },
    });
    expect(host.calls()).toEqual(['GET /a', 'GET /b', 'GET /slow', 'GET /w1']);
    expect(names(host.journal)).toEqual(
      expect.arrayContaining([
        'step_cancelled b',
        'step_cancelled slow',
        'step_cancelled w1',
        'step_cancelled w2',
      ]),
    );
    expect(names(host.journal).at(-1)).toBe('run_failed');
    expect(result.steps.c).toBeUndefined();
    expect(result.steps.b?.attempts[0]?.error?.code).toBe('cancelled');
  });

  it('[X8] a wait before a retry is cut short', async () => {
    const { host, answer } = heldHost();
    host.clock.skipsSleep = false;
    const run = runGraph({ graph: graph('a, b'), ports: host.ports });
    await settle();
    await answer('/b', failure('connection_failed'));
    await answer('/a', json({}, 404));
    expect(await run.result).toMatchObject({ status: 'failed', steps: { b: { status: 'cancelled' } } });
  });

  it('[X8] an expression that fails says where', async () => {
    const value = graph('user -> b', {
      b: { request: { method: 'GET', url: 'http://api.test/x/:id', path: { id: '{{user.emial}}' } } },
    });
    const host = createHost({ script: () => json({ email: 'x', id: 1 }) });
    expect((await runGraph({ graph: value, ports: host.ports }).result).error).toEqual({
      code: 'expression',
      message: "user has no 'emial'; it has 'email', 'id'.",
      step: 'b',
      path: 'request.path.id',
      detail: { code: 'missing', reference: 'user.emial', suggestion: 'user.email' },
    });
  });

  it('[X17] a graph with errors fails before any step', async () => {
    const host = createHost();
    const result = await runGraph({ graph: graph('a -> b, b -> a'), ports: host.ports }).result;
    expect(result).toMatchObject({
      status: 'failed',
      error: { code: 'invalid_graph', detail: [{ code: 'cycle' }] },
    });
    expect(names(host.journal)).toEqual(['run_started', 'run_failed']);
  });
});

describe('cancelling', () => {
  it('[X9] aborts what is in flight, records it and ends as cancelled', async () => {
    const { host, answer } = heldHost();
    const abort = new AbortController();
    const run = runGraph({ graph: graph('a -> b, c'), ports: host.ports, signal: abort.signal });
    await settle();
    await answer('/a');
    abort.abort();
    expect(await run.result).toMatchObject({
      status: 'cancelled',
      steps: { b: { status: 'cancelled' }, c: { status: 'cancelled' }, a: { status: 'succeeded' } },
    });
    expect(names(host.journal).at(-1)).toBe('run_cancelled');
  });

  it('[X9] before the start sends nothing', async () => {
    const signal: AbortSignalLike = {
      aborted: true,
      addEventListener: () => undefined,
      removeEventListener: () => undefined,
    };
    const host = createHost();
    expect(await runGraph({ graph: graph('a'), ports: host.ports, signal }).result).toMatchObject({
      status: 'cancelled',
    });
    expect(host.sent).toEqual([]);
  });

  it('[X9] after the last step changes nothing', async () => {
    const abort = new AbortController();
    const host = createHost();
    const run = runGraph({ graph: graph('a'), ports: host.ports, signal: abort.signal });
    await run.result;
    abort.abort();
    expect(await run.result).toMatchObject({ status: 'succeeded' });
  });

  it('[X18] a run that takes too long is stopped', async () => {
    const { host } = heldHost();
    const run = runGraph({ graph: graph('a'), ports: host.ports });
    await settle();
    host.clock.advance(900_000);
    expect(await run.result).toMatchObject({
      status: 'failed',
      error: {
        code: 'limit',
        message: 'The run took longer than 15 minutes and was stopped. Split it into smaller runs.',
      },
      steps: { a: { status: 'cancelled' } },
    });
  });

  it('[X18] a run that starts too many steps is stopped', async () => {
    const host = createHost();
    const run = runGraph({ graph: graph('a -> b, b -> c'), ports: host.ports, limits: { steps: 2 } });
    expect(await run.result).toMatchObject({ status: 'failed', error: { code: 'limit', step: 'c' } });
    expect(host.calls()).toEqual(['GET /a', 'GET /b']);
  });
});

describe('output', () => {
  const transform = (output: TransformStep['output']): TransformStep => ({
    id: 't',
    type: 'transform',
    ...(output && { output }),
  });

  it('[X14] is the template where there is one', async () => {
    const value = {
      ...graph('a -> b'),
      output: { path: '{{b.path}}', input: '{{input.x}}', id: '{{execution.id}}' },
    };
    const run = runGraph({
      graph: value,
      input: { x: 1 },
      ports: createHost().ports,
      execution: { id: 'e1' },
    });
    expect((await run.result).output).toEqual({ path: '/b', input: 1, id: 'e1' });
  });

  it('[X14] is that of the last step, or of the last steps by id', async () => {
    const output = async (text: string) =>
      (await runGraph({ graph: graph(text), ports: createHost().ports }).result).output;
    expect(await output('a -> b')).toEqual({ path: '/b' });
    expect(await output('a -> b, a -> c, a -x> d')).toEqual({ b: { path: '/b' }, c: { path: '/c' } });
  });

  it('[X14] that has an error fails the run and says where', async () => {
    const value = { ...graph('a'), output: { x: ['{{a.nope}}'] } };
    expect((await runGraph({ graph: value, ports: createHost().ports }).result).error).toMatchObject({
      code: 'expression',
      path: 'output.x[0]',
    });
  });

  it('[X14] a transform gives its output', async () => {
    const value = graph('a -> t', { t: transform({ upper: '{{a.path | upper}}' }) });
    expect((await runGraph({ graph: value, ports: createHost().ports }).result).output).toEqual({
      upper: '/A',
    });
  });

  it('[X1] two thousand steps in a row need no deep stack', async () => {
    const steps = Array.from({ length: 2_000 }, (_, index) => ({
      ...transform({ n: index }),
      id: `s${index}`,
    }));
    expect((await runGraph({ graph: { steps }, ports: createHost().ports }).result).output).toEqual({
      n: 1_999,
    });
  });
});

async function collect(run: AsyncIterable<RunEvent>): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  for await (const event of run) events.push(event);
  return events;
}
