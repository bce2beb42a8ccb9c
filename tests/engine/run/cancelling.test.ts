import { describe, expect, it } from 'vitest';
import { type AbortSignalLike, runGraph } from '#engine';
import { createHost, graph, heldHost, names, settle } from '../../support/engine.js';

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
