import { describe, expect, it } from 'vitest';
import {
  applyRunEvents,
  type Definition,
  type Graph,
  initialRunState,
  type ReadyStep,
  type RunEvent,
  type RunResult,
  runGraph,
  runReadyStep,
} from '#engine';
import { createHost, eachInner, graph, type HostOptions, json, names, pathOf } from '../../support/engine.js';

const SECOND = 1_000;

/** Waits, polls, reads pages and tries an action again, for each of two items. */
const inner: Definition = {
  graph: {
    ...graph('pause -> poll, poll -> pages, pages -> act', {
      pause: { id: 'pause', type: 'wait', for: { seconds: 4 } },
      poll: {
        request: { method: 'GET', url: 'http://api.test/poll/{{input.n}}' },
        poll: {
          until: { left: '{{response.body.done}}', op: 'equals', right: true },
          intervalMs: SECOND,
          maxAttempts: 9,
        },
      },
      pages: {
        request: { method: 'GET', url: 'http://api.test/pages/{{input.n}}' },
        pagination: { type: 'page', name: 'page', items: '{{response.body}}' },
      },
      act: { id: 'act', type: 'action', action: 'act', input: '{{input.n}}', retry: { attempts: 3 } },
    }),
    output: ['{{poll.done}}', '{{pages}}', '{{act}}'],
  },
};
const outer: Definition = {
  graph: {
    ...graph('busy -> way, way -even> each, way -else> other, each -> end, other -> end', {
      busy: { request: { method: 'POST', url: 'http://api.test/busy/{{input.n}}' } },
      way: {
        id: 'way',
        type: 'branch',
        cases: [{ id: 'even', when: { left: '{{input.n}}', op: 'equals', right: 2 } }],
      },
      each: eachInner({ n: '{{item}}' }, { items: [0, 1, 2], concurrency: 2, onItemError: 'collect' }),
      end: { id: 'end', type: 'transform', output: { each: '{{each | default("none")}}' } },
    }),
  },
};
const value: Graph = graph('all -> last, all -x> saved', {
  all: {
    id: 'all',
    type: 'connector',
    connector: 'outer',
    input: { n: '{{item}}' },
    forEach: { items: [1, 2, 3], concurrency: 2 },
  },
});

/** Answers depend on what was asked before, in this life or an earlier one, as those of a real server do. */
function world(fails: string | undefined) {
  const asked = new Map<string, number>();
  const count = (path: string) => {
    const number = (asked.get(path) ?? 0) + 1;
    asked.set(path, number);
    return number;
  };
  const options: HostOptions = {
    connectors: { inner, outer },
    idempotencyKey: (step) => step,
    actions: {
      act: {
        async run(n) {
          if (count(`act ${n}`) % 2 === 1) throw new Error('Busy.');
          if (fails === `act ${n}`) throw new Error('Broken.');
          return n;
        },
      },
    },
    script(request) {
      const path = pathOf(request);
      if (fails === path) return json('no', 404);
      const number = count(path);
      if (path.startsWith('/busy'))
        return number % 2 === 1 ? json('busy', 503, { 'retry-after': '3' }) : json(path);
      if (path.startsWith('/poll')) return json({ done: number > 2 });
      if (path.startsWith('/pages')) return json(/page=[12]$/.test(path) ? [path] : []);
      return json(path);
    },
  };
  return options;
}

type Way = 'here' | 'parked' | 'carried' | 'carried and parked';

function live(way: Way, at: HostOptions, part: readonly RunEvent[], signal: AbortSignal) {
  const host = createHost({ ...at, seed: part });
  const last = part.at(-1);
  host.clock.advance(Math.max(0, (last?.at ?? 0) - 1_000));
  const isParked = way.includes('parked');
  if (isParked) {
    host.clock.skipsSleep = false;
    const until = part.findLast((event) => event.type === 'run_waiting');
    if (until?.type === 'run_waiting') host.clock.advance(Math.max(0, until.until - host.clock.now()));
  }
  const { journal: _, ...ports } = host.ports;
  const runSteps = (batch: readonly ReadyStep[]) =>
    Promise.all(batch.map((ready) => runReadyStep(structuredClone(ready), { ports })));
  const run = runGraph({
    graph: value,
    ports: { ...host.ports, ...(way.includes('carried') && { runSteps }) },
    resume: part,
    signal,
    ...(isParked && { parkAfterMs: 1 }),
  });
  return { run, host };
}

/** Lives one life after another; `cancelAt`: the event at which it is cancelled. */
async function toTheEnd(
  way: Way,
  part: readonly RunEvent[],
  { at, cancelAt = Number.POSITIVE_INFINITY }: { at: HostOptions; cancelAt?: number },
) {
  let journal = part;
  const controller = new AbortController();
  for (let life = 0; life < 60; life++) {
    const { run, host } = live(way, at, journal, controller.signal);
    for await (const { seq } of run) if (seq >= cancelAt) controller.abort();
    const result = await run.result;
    journal = host.journal;
    if (result.status !== 'waiting') return { result, journal };
  }
  throw new Error('The run never ends.');
}

/** What must hold of every journal of a run that ended. */
function violations(journal: readonly RunEvent[]): string[] {
  const wrong: string[] = [];
  const ended = new Set<string>();
  for (const [index, event] of journal.entries()) {
    if (event.seq !== index + 1) wrong.push(`Event ${index + 1} has the number ${event.seq}.`);
    if (!('step' in event)) continue;
    const { step, type } = event;
    if (ended.has(step)) wrong.push(`${type} of ${step} after its end.`);
    for (const before of ended)
      if (step.startsWith(`${before}/`) || step.startsWith(`${before}[`))
        wrong.push(`${type} of ${step} after the end of ${before}.`);
    if (/^step_(succeeded|failed|skipped|cancelled)$/.test(type)) ended.add(step);
  }
  const { steps } = applyRunEvents(initialRunState(), journal);
  for (const { path, status } of Object.values(steps))
    if (!ended.has(path)) wrong.push(`${path} is ${status}.`);
  return wrong;
}

function shown(result: RunResult): string {
  return JSON.stringify([result.status, result.output], (key, member: unknown) =>
    key === 'until' ? undefined : member,
  );
}

const ways: Way[] = ['here', 'parked', 'carried', 'carried and parked'];

describe('loops of connectors in loops', () => {
  it.each([undefined, '/busy/3', '/poll/1', 'act 2'].flatMap((fails) => ways.map((way) => ({ way, fails }))))(
    '[X32] [X34] go on from any prefix of their journal: $way, where $fails fails',
    async ({ way, fails }) => {
      const whole = await toTheEnd(way, [], { at: world(fails) });
      expect(violations(whole.journal)).toEqual([]);
      for (let length = 0; length < whole.journal.length; length++) {
        const part = whole.journal.slice(0, length);
        const { result, journal } = await toTheEnd(way, part, { at: world(fails) });
        const says = names(part).join('\n');
        expect(violations(journal), says).toEqual([]);
        expect(shown(result), says).toEqual(shown(whole.result));
      }
    },
  );

  it.each(ways)('[X9] [X34] leave nothing open where they are cancelled at any event: %s', async (way) => {
    const whole = await toTheEnd(way, [], { at: world(undefined) });
    for (let cancelAt = 1; cancelAt < whole.journal.length; cancelAt++) {
      const { result, journal } = await toTheEnd(way, [], { at: world(undefined), cancelAt });
      expect(violations(journal), `at ${cancelAt}`).toEqual([]);
      expect(['cancelled', 'succeeded']).toContain(result.status);
    }
  });
});
