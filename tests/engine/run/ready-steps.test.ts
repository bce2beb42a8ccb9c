import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Graph,
  type ReadyStep,
  type RunEvent,
  type RunStepsPort,
  runGraph,
  runReadyStep,
  type StepReport,
} from '#engine';
import { bearer, shelf } from '../../support/credentials.js';
import {
  createHost,
  eachInner,
  graph,
  type HostOptions,
  httpStep,
  json,
  names,
  pathOf,
  settle,
} from '../../support/engine.js';
import { forecast, type RandomFlow, randomFlow } from '../../support/random-graph.js';

interface Elsewhere {
  batches: string[][];
  /** How many batches were under way at the same time, at most. */
  atOnce: number;
}

/** A host that runs steps in other processes: all that goes there and comes back is JSON. */
function distributed(options: HostOptions = {}) {
  const host = createHost(options);
  const elsewhere: Elsewhere = { batches: [], atOnce: 0 };
  let underWay = 0;
  const { journal: _, ...ports } = host.ports;
  const overTheWire = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
  const runSteps = async (batch: readonly ReadyStep[]): Promise<StepReport[]> => {
    underWay += 1;
    elsewhere.atOnce = Math.max(elsewhere.atOnce, underWay);
    elsewhere.batches.push(batch.map(({ path }) => path));
    const reports = await Promise.all(
      batch.map(async (ready) => overTheWire(await runReadyStep(overTheWire(ready), { ports }))),
    );
    underWay -= 1;
    return reports;
  };
  return { host, elsewhere, ports: { ...host.ports, runSteps } };
}

describe('ready steps', () => {
  it('[X33] go out in batches, and no batch before the one before it is back', async () => {
    const { host, elsewhere, ports } = distributed();
    const value = graph('a -> d, b -> d, c -> e', {});
    const result = await runGraph({ graph: value, ports }).result;
    expect(result.status).toBe('succeeded');
    expect(elsewhere).toEqual({
      batches: [
        ['a', 'b', 'c'],
        ['d', 'e'],
      ],
      atOnce: 1,
    });
    expect(host.calls()).toHaveLength(5);
  });

  it('[X33] see what their expressions name, in connectors and loops too, and nothing else', async () => {
    const inner = {
      graph: {
        ...graph('one -> two', {
          two: { request: { method: 'GET', url: 'http://api.test/{{one.path | slice(1)}}/{{input.n}}' } },
        }),
        output: '{{two.path}}',
      },
    };
    const seen: ReadyStep[] = [];
    const { ports } = distributed({ connectors: { inner } });
    const value: Graph = graph('first -> each', {
      each: eachInner({ n: '{{item}}' }, { items: [1, 2], concurrency: 2 }),
    });
    const runSteps = (batch: readonly ReadyStep[]) => {
      seen.push(...batch);
      return ports.runSteps(batch);
    };
    const result = await runGraph({ graph: value, ports: { ...ports, runSteps } }).result;
    expect(result.output).toEqual(['/one/1', '/one/2']);
    expect(seen.find(({ path }) => path === 'each[1]/two')?.scope).toEqual({
      one: { path: '/one' },
      input: { n: 2 },
    });
    expect(seen.find(({ path }) => path === 'each[1]/two')?.graph).toMatchObject({ connector: 'inner' });
  });

  it('[X33] wait with the run, which is put down and goes on', async () => {
    const script: HostOptions['script'] = (_request, number) =>
      number === 1 ? json('busy', 503, { 'retry-after': '3600' }) : undefined;
    const first = distributed({ script });
    first.host.clock.skipsSleep = false;
    const put = await runGraph({ graph: graph('a -> b'), ports: first.ports, parkAfterMs: 60_000 }).result;
    expect(put).toMatchObject({ status: 'waiting', waitingUntil: 3_601_000 });
    const journal = first.host.journal;
    const later = distributed({ seed: journal });
    later.host.clock.advance(3_600_000);
    const result = await runGraph({ graph: graph('a -> b'), ports: later.ports, resume: journal }).result;
    expect(result.status).toBe('succeeded');
    expect(result.steps.a?.attempts.map(({ number }) => number)).toEqual([1, 2]);
    const all = names(later.host.journal);
    expect(all.filter((name) => name === 'step_waiting a')).toHaveLength(1);
    expect(all.filter((name) => name === 'step_resumed a')).toHaveLength(1);
    expect(all.filter((name) => name === 'step_started a')).toHaveLength(1);
  });

  it('[X33] that wait are handed out when they are due, and not before, however early their run is resumed', async () => {
    const script: HostOptions['script'] = (_request, number) =>
      number === 1 ? json('busy', 503, { 'retry-after': '3600' }) : undefined;
    const value = graph('a -> b');
    const first = distributed({ script });
    first.host.clock.skipsSleep = false;
    await runGraph({ graph: value, ports: first.ports, parkAfterMs: 60_000 }).result;
    const seed = first.host.journal;
    const early = distributed({ seed });
    early.host.clock.skipsSleep = false;
    early.host.clock.advance(1_800_000);
    const put = await runGraph({ graph: value, ports: early.ports, resume: seed, parkAfterMs: 60_000 })
      .result;
    expect(put).toMatchObject({ status: 'waiting', waitingUntil: 3_601_000 });
    const patient = distributed({ seed });
    const waited = await runGraph({ graph: value, ports: patient.ports, resume: seed }).result;
    expect(waited.status).toBe('succeeded');
    expect(patient.elsewhere.batches).toEqual([['a'], ['b']]);
  });

  it.each([
    ['what they give', 'join("")'],
    ['why they fail', 'join("") | number'],
  ])('[S24] bring no secret home in %s', async (_where, functions) => {
    const token = 'sk_live_0123456789';
    const request = {
      method: 'GET',
      url: 'https://api.test/',
      auth: { type: 'credential', slot: 's' },
    } as const;
    const step = httpStep({ id: 'a', request, output: { joined: `{{response.body | ${functions}}}` } });
    const { ports } = createHost({
      script: () => json([token.slice(0, 9), token.slice(9)]),
      credentials: shelf({ s: bearer(token) }),
    });
    const ready: ReadyStep = { path: 'a', step, input: null, scope: {}, absent: [], graph: {} };
    const { result } = await runReadyStep(ready, { ports });
    expect(JSON.stringify(result)).toContain('••••');
    expect(JSON.stringify(result)).not.toContain(token);
  });

  it('[X20] a host that can not run them ends the run by a rejection, and it can be resumed', async () => {
    const { host, ports } = distributed();
    const broken = { ...ports, runSteps: () => Promise.reject(new Error('No worker.')) };
    await expect(runGraph({ graph: graph('a'), ports: broken }).result).rejects.toThrow('No worker.');
    await settle();
    expect(names(host.journal)).toEqual(['run_started', 'step_started a']);
    const again = distributed({ seed: host.journal });
    expect(
      (await runGraph({ graph: graph('a'), ports: again.ports, resume: host.journal }).result).status,
    ).toBe('succeeded');
  });

  it('[X9] a run that is cancelled hands out no more', async () => {
    const { elsewhere, ports } = distributed();
    const controller = new AbortController();
    const runSteps = (batch: readonly ReadyStep[]) => {
      controller.abort();
      return ports.runSteps(batch);
    };
    const run = runGraph({
      graph: graph('a -> b'),
      ports: { ...ports, runSteps },
      signal: controller.signal,
    });
    expect((await run.result).status).toBe('cancelled');
    expect(elsewhere.batches).toEqual([['a']]);
  });

  it('[X9] are told when the run has no more use for all of them, and are not waited for in vain', async () => {
    const { ports } = distributed({ script: () => new Promise(() => undefined) });
    const { journal: _, ...own } = ports;
    const runSteps: RunStepsPort = (batch, options) =>
      Promise.all(batch.map((ready) => runReadyStep(ready, { ports: own, ...options })));
    const controller = new AbortController();
    const run = runGraph({ graph: graph('a, b'), ports: { ...ports, runSteps }, signal: controller.signal });
    await settle();
    controller.abort();
    const { status, steps } = await run.result;
    expect([status, steps.a?.status, steps.b?.status]).toEqual(['cancelled', 'cancelled', 'cancelled']);
  });

  it.each([21, 22])(
    '[X33] of random flows come to the same result as in one process (seed %i)',
    async (seed) => {
      await fc.assert(
        fc.asyncProperty(
          randomFlow.filter((flow) => forecast(flow).fatal.length === 0),
          async (flow) => {
            const here = createHost(scripted(flow));
            const { ports, host } = distributed(scripted(flow));
            const expected = await runGraph({ graph: flow.graph, ports: here.ports }).result;
            const result = await runGraph({ graph: flow.graph, ports }).result;
            expect(withoutTimes(result.output)).toEqual(withoutTimes(expected.output));
            expect(fates(host.journal)).toEqual(fates(here.journal));
          },
        ),
        { seed, numRuns: 80 },
      );
    },
  );
});

function scripted(flow: RandomFlow): HostOptions {
  const asked = new Map<string, number>();
  return {
    idempotencyKey: (step) => step,
    script(request) {
      const path = pathOf(request);
      const number = asked.get(path) ?? 0;
      asked.set(path, number + 1);
      const answers = flow.steps[path.split('/')[1] ?? '']?.answers ?? [];
      const answer = answers[Math.min(number, answers.length - 1)];
      return answer === 'ok' ? json({ path }) : json(answer ?? null, answer === 'busy' ? 503 : 404);
    },
  };
}

/** Waits give when they were over. */
function withoutTimes(value: unknown): string {
  return JSON.stringify(value, (key, member: unknown) => (key === 'until' ? undefined : member));
}

/** How each step ended, in no order. */
function fates(journal: readonly RunEvent[]): string[] {
  return names(journal)
    .filter((name) => /^step_(attempted|succeeded|failed|skipped|cancelled)/.test(name))
    .sort();
}
