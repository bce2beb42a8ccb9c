import { describe, expect, it } from 'vitest';
import { type Graph, type OutgoingRequest, type Ports, type RunEvent, runGraph, runReadyStep } from '#engine';
import { createHost, type HostOptions, json } from '../../support/engine.js';
import { waitsIn } from '../../support/http-step.js';

const PAGES = 8;
const all = Array.from({ length: PAGES }, (_, page) => `item ${page}`);
const graph: Graph = {
  steps: [
    {
      id: 'list',
      type: 'http',
      request: { method: 'GET', url: 'http://api.test/list' },
      pagination: {
        type: 'cursor',
        cursor: '{{response.body.next}}',
        name: 'after',
        items: '{{response.body.data}}',
      },
    },
  ],
};

/** Each page is refused once before it is given. */
function busyServer() {
  const refused = new Set<string>();
  return ({ url }: OutgoingRequest) => {
    const page = Number(/after=(\d)/.exec(url)?.[1] ?? 0);
    if (!refused.has(url)) {
      refused.add(url);
      return json({}, 429, { 'retry-after': '1' });
    }
    return json({ data: [`item ${page}`], next: page + 1 < PAGES ? page + 1 : null });
  };
}

async function run(seed: RunEvent[] = [], { carried, ...options }: HostOptions & { carried?: number } = {}) {
  const host = createHost({ script: busyServer(), seed, ...options });
  host.clock.advance((seed.at(-1)?.at ?? host.clock.now()) - host.clock.now());
  const ports: Ports = { ...host.ports };
  if (carried !== undefined) {
    const { journal: _, ...others } = host.ports;
    ports.runSteps = (batch) =>
      Promise.all(
        batch.map((ready) =>
          runReadyStep(JSON.parse(JSON.stringify(ready)), { ports: others, parkAfterMs: carried }),
        ),
      );
  }
  const result = await runGraph({ graph, ports, resume: seed }).result;
  return { result, journal: host.journal, calls: host.calls() };
}

const itemsIn = (journal: readonly RunEvent[]) =>
  waitsIn(journal).map(({ pages }) => (pages as { items: string[] } | undefined)?.items);

/** Where no wait is shorter than that, each is a journey of its own to another process. */
const journeys = [
  ['in one process', undefined],
  ['carried to another process for each wait', 0],
  ['carried to another process that waits itself', 60_000],
] as const;

describe.each(journeys)('a list that waits at each page, %s', (_how, carried) => {
  const options = carried === undefined ? {} : { carried };

  it('[P9] has each item once in its journal', async () => {
    const { result, journal } = await run([], options);
    expect(result).toMatchObject({ status: 'succeeded', output: all });
    expect(itemsIn(journal)).toEqual([undefined, ...all.slice(0, -1).map((item) => [item])]);
  });

  it('[P9] [X3] goes on with every page that any prefix of the journal has', async () => {
    const { journal } = await run([], options);
    for (let length = 1; length < journal.length; length++) {
      const seed = structuredClone(journal.slice(0, length));
      const kept = waitsIn(seed).length;
      const { result, calls } = await run(seed, options);
      expect(result).toMatchObject({ status: 'succeeded', output: all });
      const isOver = seed.some(({ type }) => type === 'step_succeeded');
      // What came before the last wait is not asked for again.
      expect(calls[0]).toBe(isOver ? undefined : kept < 2 ? 'GET /list' : `GET /list?after=${kept - 1}`);
    }
  });
});
