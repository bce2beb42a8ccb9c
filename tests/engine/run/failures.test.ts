import { describe, expect, it } from 'vitest';
import { runGraph } from '#engine';
import {
  type Answer,
  createHost,
  failure,
  graph,
  heldHost,
  json,
  names,
  sends,
  settle,
} from '../../support/engine.js';

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
      '"GET http://api.test/a answered 404 Not Found. Check the URL, and the ids in it. a 404"',
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
