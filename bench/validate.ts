import { deepStrictEqual } from 'node:assert';
import { type Graph, validateGraph } from '#engine';
import { largeGraph, largeGraphContext } from './support/large-graph.js';
import { median } from './support/measure.js';
import { printTable } from './support/table.js';

// Run: npm run bench:validate. A sound graph is checked as a whole, and again after somebody typed one letter into a step.

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

const rows = [50, 500, 2_000].map((size) => {
  const known = largeGraph(size);
  const whole = timeOf(() => largeGraph(size));
  const edit = timeOf((round) => edited(known, (round * 37) % size));
  return {
    what: `${size} steps: an edit (as a whole: ${whole.toFixed(1)} ms)`,
    measured: `${edit.toFixed(2)} ms`,
    ratio: `1 : ${(whole / edit).toFixed(0)}`,
    goal: size === 500 ? `${GOAL_MS} ms at most` : '',
    isMet: size !== 500 || edit <= GOAL_MS,
  };
});
printTable(rows);
