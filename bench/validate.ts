import { deepStrictEqual } from 'node:assert';
import { type Graph, validateGraph } from '#engine';
import { largeGraph, largeGraphContext } from './support/large-graph.js';
import { median } from './support/measure.js';
import { printTable } from './support/table.js';

// Run: npm run bench:validate.

const ROUNDS = 101;

/** Milliseconds of `validateGraph`, the median of several rounds after as many to warm up. */
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

/** The graph after somebody typed one letter into one step. */
function edited(graph: Graph, round: number): Graph {
  const at = (round * 37) % graph.steps.length;
  return {
    ...graph,
    steps: graph.steps.map((step, index) => (index === at ? { ...step, name: `${step.name}x` } : step)),
  };
}

const rows = [50, 500, 2_000].flatMap((size) => {
  const known = largeGraph(size);
  const whole = timeOf(() => largeGraph(size));
  const edit = timeOf((round) => edited(known, round));
  return [
    { what: `${size} steps`, measured: `${whole.toFixed(2)} ms` },
    {
      what: `${size} steps, after an edit of one`,
      measured: `${edit.toFixed(2)} ms`,
      ratio: `${(edit / whole).toFixed(2)} ×`,
    },
  ];
});
printTable(rows);
