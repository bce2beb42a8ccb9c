import { describe, expect, it } from 'vitest';
import { runGraph } from '#engine';
import {
  collect,
  createHost,
  deferred,
  graph,
  heldHost,
  json,
  names,
  pathOf,
  settle,
} from '../../support/engine.js';

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
