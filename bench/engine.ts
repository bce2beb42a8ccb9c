import { deepStrictEqual } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { Agent, request } from 'undici';
import { type Graph, type HttpStep, type JsonValue, type Ports, type RunEvent, runGraph } from '#engine';
import { createGuardedHttp } from '../api/http/guarded-http.js';
import { systemClock } from '../api/runtime/system-clock.js';
import { median } from './support/measure.js';
import { printTable, type Row } from './support/table.js';
import { startUpstream } from './support/upstream.js';

// Run: npm run bench:engine. Answers come over a socket, and the journal is in memory.

const CLIENTS = 10;
const ROUNDS = 11;
const upstream = await startUpstream();
const http = createGuardedHttp({ allow: [{ host: '127.0.0.1', port: upstream.port }] });
const agent = new Agent({ connections: 128 });
const rows: Row[] = [];

/** A journal in memory: what it is given it keeps. */
function createPorts(send: Ports['http'] = http): { ports: Ports; journal: RunEvent[] } {
  const journal: RunEvent[] = [];
  const record = async (events: readonly RunEvent[]): Promise<void> => void journal.push(...events);
  return { journal, ports: { http: send, clock: systemClock, random: Math.random, journal: { record } } };
}

function chain(length: number): Graph {
  const steps = Array.from({ length }, (_, index): HttpStep => {
    const value = index === 0 ? '{{input.id}}' : `{{s${index - 1}.id}}`;
    return {
      id: `s${index}`,
      type: 'http',
      request: { method: 'GET', url: `${upstream.url}/value/${value}` },
    };
  });
  return { steps };
}

/** What somebody writes who needs just this chain: no journal, no retries, no limits, no guard. */
async function byHand(length: number, id: number): Promise<JsonValue> {
  let value: { id: number } = { id };
  for (let index = 0; index < length; index++) {
    const answer = await request(`${upstream.url}/value/${value.id}`, { dispatcher: agent });
    value = (await answer.body.json()) as { id: number };
  }
  return { ...value };
}

async function byEngine(graph: Graph, input: JsonValue): Promise<JsonValue | undefined> {
  const result = await runGraph({ graph, input, ports: createPorts().ports }).result;
  if (result.status !== 'succeeded') throw new Error(JSON.stringify(result.error));
  return result.output;
}

/** Chains a second, with ten clients that each run one after another. */
async function rateOf(run: (id: number) => Promise<unknown>, each: number): Promise<number> {
  const start = performance.now();
  await Promise.all(
    Array.from({ length: CLIENTS }, async (_, client) => {
      for (let index = 0; index < each; index++) await run(client * 1_000 + index);
    }),
  );
  return (CLIENTS * each) / ((performance.now() - start) / 1_000);
}

async function compareChains(length: number, each: number): Promise<void> {
  const graph = chain(length);
  deepStrictEqual(await byEngine(graph, { id: 5 }), await byHand(length, 5));
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const hand = await rateOf((id) => byHand(length, id), each);
    const engine = await rateOf((id) => byEngine(graph, { id }), each);
    if (round === 0) continue; // to warm up
    theirs.push(hand);
    ours.push(engine);
  }
  const ratio = median(ours.map((rate, index) => rate / (theirs[index] ?? 1)));
  rows.push({
    what: `${length} chained HTTP steps, ${CLIENTS} clients`,
    measured: `${median(ours).toFixed(0)} runs/s, by hand ${median(theirs).toFixed(0)}`,
    ratio: `${ratio.toFixed(2)} ×`,
    goal: '≥ 0.6 ×',
    isMet: ratio >= 0.6,
  });
}

/** The engine's own work: answers are there at once, so all that is left is the engine. */
async function measureOwnCpu(): Promise<void> {
  const bytes = new TextEncoder().encode('{"id":8,"name":"Ada","email":"ada@example.com"}');
  const text = new TextDecoder().decode(bytes);
  const reply = {
    ok: true as const,
    status: 200,
    headers: { 'content-type': 'application/json' },
    bytes,
    text: () => text,
  };
  const instant = { send: async () => reply };
  const graph = chain(10);
  const costs: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const runs = 500;
    const start = process.cpuUsage();
    for (let index = 0; index < runs; index++)
      await runGraph({ graph, input: { id: 1 }, ports: createPorts(instant).ports }).result;
    const { user, system } = process.cpuUsage(start);
    if (round > 0) costs.push((user + system) / (runs * 10));
  }
  const cost = median(costs);
  rows.push({
    what: "the engine's own CPU for an HTTP step",
    measured: `${cost.toFixed(1)} µs`,
    goal: '≤ 25 µs',
    isMet: cost <= 25,
  });
}

async function measureFanOut(): Promise<void> {
  const ids = Array.from({ length: 8 }, (_, index) => `p${index}`);
  const graph: Graph = {
    steps: ids.map((id) => ({
      id,
      type: 'http',
      request: { method: 'GET', url: `${upstream.url}/slow/50` },
    })),
    edges: [],
  };
  await compareTime('fan-out of 8 × 50 ms', 50, () => byEngine(graph, {}));
}

async function measureLoop(): Promise<void> {
  const concurrency = 10;
  const graph: Graph = {
    steps: [
      {
        id: 'each',
        type: 'http',
        request: { method: 'GET', url: `${upstream.url}/slow/10?item={{item}}` },
        forEach: { items: '{{input.items}}', concurrency },
      },
    ],
  };
  const items = Array.from({ length: 1_000 }, (_, index) => index);
  // The limit is what the same requests take with nothing but a pool around them: timers of 10 ms last 10 to 11.
  const limit = await medianTime(async () => {
    let next = 0;
    const lane = async (): Promise<void> => {
      while (next < items.length) {
        const answer = await request(`${upstream.url}/slow/10?item=${next++}`, { dispatcher: agent });
        await answer.body.json();
      }
    };
    await Promise.all(Array.from({ length: concurrency }, lane));
  });
  await compareTime('loop of 1,000 items of 10 ms, 10 at once', limit, () => byEngine(graph, { items }));
}

async function compareTime(what: string, limit: number, run: () => Promise<unknown>): Promise<void> {
  const time = await medianTime(run);
  rows.push({
    what,
    measured: `${time.toFixed(1)} ms of at least ${limit.toFixed(1)}`,
    ratio: `${(time / limit).toFixed(2)} ×`,
    goal: '≤ 1.15 ×',
    isMet: time / limit <= 1.15,
  });
}

async function medianTime(run: () => Promise<unknown>): Promise<number> {
  await run();
  const times: number[] = [];
  for (let round = 0; round < 5; round++) {
    const start = performance.now();
    await run();
    times.push(performance.now() - start);
  }
  return median(times);
}

async function measureLargeAnswer(): Promise<void> {
  const hand = peakInOwnProcess('by hand');
  const ours = peakInOwnProcess('by engine');
  rows.push({
    what: 'peak memory of a 10 MB answer, one field used',
    measured: `${(ours / 1e6).toFixed(0)} MB, by hand ${(hand / 1e6).toFixed(0)}`,
    ratio: `${(ours / hand).toFixed(2)} ×`,
    goal: '≤ 2 ×',
    isMet: ours / hand <= 2,
  });
}

/** In a process that does nothing else: what one way leaves behind is neither there for another, nor for chains. */
function peakInOwnProcess(way: keyof typeof largeAnswers): number {
  const bench = process.argv[1] ?? '';
  return Number(execFileSync(process.execPath, [...process.execArgv, bench, way], { encoding: 'utf8' }));
}

const largeAnswers = {
  'by hand': async () => {
    const answer = await request(`${upstream.url}/large`, { dispatcher: agent });
    return ((await answer.body.json()) as { wanted: string }).wanted;
  },
  'by engine': () =>
    byEngine(
      {
        steps: [
          {
            id: 'large',
            type: 'http',
            request: { method: 'GET', url: `${upstream.url}/large` },
            output: { wanted: '{{response.body.wanted}}' },
          },
        ],
      },
      {},
    ),
};

/** The most memory in bytes above what was there before, looked at while it runs. */
async function peakOf(run: () => Promise<unknown>): Promise<number> {
  globalThis.gc?.();
  const before = process.memoryUsage.rss();
  let peak = before;
  const look = (): void => {
    peak = Math.max(peak, process.memoryUsage.rss());
  };
  const timer = setInterval(look, 1);
  for (let index = 0; index < 5; index++) {
    await run();
    look();
  }
  clearInterval(timer);
  return peak - before;
}

async function measureAll(): Promise<void> {
  await measureLargeAnswer();
  await compareChains(3, 500);
  await compareChains(10, 150);
  await measureOwnCpu();
  await measureFanOut();
  await measureLoop();
  printTable(rows);
}

const way = process.argv[2];
if (way === undefined) await measureAll();
else if (way === 'by hand' || way === 'by engine') console.log(await peakOf(largeAnswers[way]));
else throw new Error(`There is no ${way}.`);
await http.close();
await agent.close();
await upstream.close();
