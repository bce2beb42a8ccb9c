import { deepStrictEqual } from 'node:assert';
import { type Graph, validateGraph } from '#engine';
import { largeGraph, largeGraphContext } from './support/large-graph.js';
import { median } from './support/measure.js';
import { printTable } from './support/table.js';

// Run: npm run bench:validate. A sound graph is checked as a whole, again after somebody typed one letter into a step,
// and again after an edit of an output that every step reads, so that all of them are looked at again.

const ROUNDS = 101;
const GOAL_MS = 5;

/** Milliseconds, the median of several rounds after as many to warm up. */
function timeOf(prepare: (round: number) => Graph): number {
  const times: number[] = [];
  for (let round = 0; round < 2 * ROUNDS; round++) {
    const graph = prepare(round);
    const start = performance.now();
    const problems = validateGraph(graph, largeGraphContext);
    times.push(performance.now() - start);
    deepStrictEqual(problems, []);
  }
  return median(times.slice(ROUNDS));
}

function edited(graph: Graph, at: number): Graph {
  const steps = graph.steps.map((step, index) => (index === at ? { ...step, name: `${step.name}x` } : step));
  return { ...graph, steps };
}

/** All steps but the first read the first one's output. */
function fannedOut(size: number): Graph {
  const {
    steps: [first, ...others],
    ...graph
  } = largeGraph(size);
  if (!first) throw new Error('This graph has no steps.');
  const readers = others.map((step) => ({
    ...step,
    ...(step.type !== 'branch' && {
      output: { ...step.output, first: '{{s0.id}}', both: '{{s0.id}}: {{s0.total}}' },
    }),
    when: { left: '{{s0.total}}', op: 'gt' as const, right: 5 },
  }));
  return { ...graph, steps: [first, ...readers] };
}

function withOutput(graph: Graph, round: number): Graph {
  const [first, ...others] = graph.steps;
  if (!first) throw new Error('This graph has no steps.');
  return { ...graph, steps: [{ ...first, output: { id: 1, total: 2, [`field${round}`]: 3 } }, ...others] };
}

const rows = [50, 500, 2_000].flatMap((size) => {
  const known = largeGraph(size);
  const whole = timeOf(() => largeGraph(size));
  const edit = timeOf((round) => edited(known, (round * 37) % size));
  const shared = fannedOut(size);
  const output = timeOf((round) => withOutput(shared, round));
  const row = (what: string, milliseconds: number) => ({
    what: `${size} steps: ${what}`,
    measured: `${milliseconds.toFixed(2)} ms`,
    ratio: `1 : ${(whole / milliseconds).toFixed(0)}`,
    goal: size === 500 ? `${GOAL_MS} ms at most` : '',
    isMet: size !== 500 || milliseconds <= GOAL_MS,
  });
  return [
    row(`an edit (as a whole: ${whole.toFixed(1)} ms)`, edit),
    row('an edit of an output that all others read', output),
  ];
});
printTable(rows);
