import { describe, expect, it } from 'vitest';
import { type Graph, type RunEvent, runGraph, type Step, type WaitStep } from '#engine';
import { createHost, eachInner, graph, json, names, pathOf, settle } from '../../support/engine.js';

const HOUR = 3_600_000;
const wait = (id: string, fields: Partial<WaitStep>): Step => ({ id, type: 'wait', ...fields });
const flow = graph('a -> pause, pause -> b', { pause: wait('pause', { for: { seconds: 7_200 } }) });

/** A host whose clock stands at `at` and moves only by hand. */
function stillHost(options: Parameters<typeof createHost>[0] = {}, at = 0) {
  const host = createHost(options);
  host.clock.skipsSleep = false;
  host.clock.advance(at);
  return host;
}

async function park(value: Graph, part: readonly RunEvent[] = [], at = 0, parkAfterMs = 60_000) {
  const host = stillHost({ seed: part }, at);
  const result = await runGraph({ graph: value, ports: host.ports, resume: part, parkAfterMs }).result;
  return { host, result };
}

describe('a wait', () => {
  it('[X29] holds what follows for so many seconds', async () => {
    const host = stillHost();
    const value = graph('pause -> b', { pause: wait('pause', { for: { seconds: '{{input}}' } }) });
    const run = runGraph({ graph: value, input: 90, ports: host.ports });
    await settle();
    expect(names(host.journal)).toEqual(['run_started', 'step_started pause', 'step_waiting pause']);
    expect(host.journal.at(-1)).toMatchObject({ waiting: { until: 91_000, reason: 'wait' } });
    host.clock.advance(89_999);
    await settle();
    expect(host.calls()).toEqual([]);
    host.clock.advance(1);
    const result = await run.result;
    expect(host.calls()).toEqual(['GET /b']);
    expect(result.steps.pause).toMatchObject({
      status: 'succeeded',
      output: { until: '1970-01-01T00:01:31.000Z' },
    });
    expect(result.steps.pause?.waiting).toBeUndefined();
  });

  it.each([
    ['RFC 3339 text', '1970-01-01T01:00:00+01:00', 0],
    ['a date', '1970-01-02', 86_400_000],
    ['text in lower case', '1970-01-02t00:00:00z', 86_400_000],
    ['Unix seconds', 4_000, 4_000_000],
  ])('[X29] lasts until a time: %s', async (_, until, expected) => {
    const host = createHost();
    const value = graph('pause', { pause: wait('pause', { until }) });
    const result = await runGraph({ graph: value, ports: host.ports }).result;
    expect(result.output).toEqual({ until: new Date(expected).toISOString() });
    expect(host.clock.now()).toBe(Math.max(1_000, expected));
  });

  it.each([
    ['a time without a zone', { until: '2030-01-01T00:00:00' }, 'until'],
    ['text that is no time', { until: 'soon' }, 'until'],
    ['a day that its month does not have', { until: '2030-02-31' }, 'until'],
    ['a time before the year 0', { until: -1e20 }, 'until'],
    ['a time before the year 0 from a run', { until: '{{input | length | add(-1e20)}}' }, 'until'],
    ['a negative time', { for: { seconds: -1 } }, 'for.seconds'],
    ['more than a year', { for: { seconds: 40_000_000 } }, 'for.seconds'],
    ['a list', { for: { seconds: '{{input}}' } }, 'for.seconds'],
  ])('[X29] refuses %s', async (_, fields, path) => {
    const value = graph('pause', { pause: wait('pause', fields) });
    const host = createHost();
    const result = await runGraph({ graph: value, input: [], ports: host.ports }).result;
    expect(result.status).toBe('failed');
    expect(result.error?.path ?? path).toBe(path);
  });

  it('[X9] ends at once when the run is cancelled', async () => {
    const host = stillHost();
    const controller = new AbortController();
    const run = runGraph({ graph: flow, ports: host.ports, signal: controller.signal });
    await settle();
    controller.abort();
    expect(await run.result).toMatchObject({
      status: 'cancelled',
      steps: { pause: { status: 'cancelled' } },
    });
  });

  it('[X30] keeps no slot from other steps', async () => {
    const host = stillHost();
    const value = graph('p, q -> b', {
      p: wait('p', { for: { seconds: 60 } }),
      q: wait('q', { for: { seconds: 1 } }),
    });
    const run = runGraph({ graph: value, ports: host.ports, limits: { concurrency: 1 } });
    await settle();
    host.clock.advance(1_000);
    await settle();
    expect(host.calls()).toEqual(['GET /b']);
    host.clock.advance(60_000);
    expect((await run.result).status).toBe('succeeded');
  });
});

describe('a run that only waits', () => {
  it('[X30] is put down, and goes on from its journal when its time has come', async () => {
    const { host, result } = await park(flow);
    expect(result).toMatchObject({ status: 'waiting', waitingUntil: 1_000 + 2 * HOUR });
    expect(names(host.journal).slice(-2)).toEqual(['step_waiting pause', 'run_waiting']);
    expect(result.steps.pause).toMatchObject({ status: 'waiting', waiting: { reason: 'wait' } });
    const later = await park(flow, host.journal, 2 * HOUR);
    expect(later.result.status).toBe('succeeded');
    expect(later.host.calls()).toEqual(['GET /b']);
    const all = names(later.host.journal);
    expect(all.filter((name) => name === 'step_started pause')).toHaveLength(1);
    expect(all.slice(all.indexOf('run_waiting'))).toEqual([
      'run_waiting',
      'run_resumed',
      'step_resumed pause',
      'step_succeeded pause',
      'step_started b',
      'step_attempted b',
      'step_succeeded b',
      'run_succeeded',
    ]);
    expect(later.host.journal.map((event) => event.seq)).toEqual(all.map((_, index) => index + 1));
  });

  it('[X30] is put down again where it is resumed too early', async () => {
    const { host } = await park(flow);
    const early = await park(flow, host.journal, HOUR);
    expect(early.result).toMatchObject({ status: 'waiting', waitingUntil: 1_000 + 2 * HOUR });
    expect(names(early.host.journal).slice(-2)).toEqual(['run_resumed', 'run_waiting']);
  });

  it('[X30] is not put down while anything else is under way, nor for a short wait', async () => {
    const open: ((answer: ReturnType<typeof json>) => void)[] = [];
    const host = stillHost({ script: () => new Promise((resolve) => open.push(resolve)) });
    const value = graph('pause, a -> b', { pause: wait('pause', { for: { seconds: 7_200 } }) });
    const run = runGraph({ graph: value, ports: host.ports, parkAfterMs: 60_000 });
    await settle();
    expect(names(host.journal)).not.toContain('run_waiting');
    open[0]?.(json(1));
    await settle();
    expect(names(host.journal)).not.toContain('run_waiting');
    open[1]?.(json(2));
    expect(await run.result).toMatchObject({ status: 'waiting', steps: { b: { status: 'succeeded' } } });
    const short = stillHost();
    void runGraph({ graph: flow, ports: short.ports, parkAfterMs: 3 * HOUR });
    await settle();
    expect(names(short.journal)).toEqual(expect.arrayContaining(['step_waiting pause']));
    expect(names(short.journal)).not.toContain('run_waiting');
  });

  it('[X30] inside of connectors and loops too, with the first time of all', async () => {
    const inner = {
      graph: graph('pause -> b', { pause: wait('pause', { for: { seconds: '{{input.s}}' } }) }),
    };
    const value = graph('each -> end', {
      each: eachInner({ s: '{{item}}' }, { items: [7_200, 3_600, 0], concurrency: 3 }),
    });
    const go = async (part: readonly RunEvent[], at: number) => {
      const host = stillHost({ connectors: { inner }, seed: part }, at);
      const result = await runGraph({ graph: value, ports: host.ports, resume: part, parkAfterMs: 60_000 })
        .result;
      return { host, result };
    };
    const first = await go([], 0);
    expect(first.result).toMatchObject({ status: 'waiting', waitingUntil: 1_000 + HOUR });
    expect(first.host.calls()).toEqual(['GET /b']);
    const second = await go(first.host.journal, HOUR);
    expect(second.result).toMatchObject({ status: 'waiting', waitingUntil: 1_000 + 2 * HOUR });
    const third = await go(second.host.journal, 2 * HOUR);
    expect(third.result.status).toBe('succeeded');
    expect([first, second, third].flatMap(({ host }) => host.calls())).toEqual([
      'GET /b',
      'GET /b',
      'GET /b',
      'GET /end',
    ]);
  });

  it('[X30] from any prefix of its journal, in any process, to the same end', async () => {
    const { host } = await park(flow);
    const { host: done } = await park(flow, host.journal, 2 * HOUR);
    for (let length = 0; length <= done.journal.length; length++) {
      const part = done.journal.slice(0, length);
      let { host: next, result } = await park(flow, part, part.length > 0 ? HOUR : 0);
      while (result.status === 'waiting') {
        ({ host: next, result } = await park(flow, next.journal, 5 * HOUR));
      }
      expect(result.status).toBe('succeeded');
      const again = names(next.journal);
      for (const name of ['step_succeeded a', 'step_succeeded pause', 'step_waiting pause', 'run_succeeded'])
        expect(again.filter((other) => other === name)).toHaveLength(1);
    }
  });

  it('[X8] a failure beside a wait ends the run at once', async () => {
    const host = stillHost({ script: (request) => (pathOf(request) === '/a' ? json(0, 404) : undefined) });
    const value = graph('pause, a', { pause: wait('pause', { for: { seconds: 7_200 } }) });
    const result = await runGraph({ graph: value, ports: host.ports, parkAfterMs: 60_000 }).result;
    expect(result).toMatchObject({ status: 'failed', steps: { pause: { status: 'cancelled' } } });
  });
});
