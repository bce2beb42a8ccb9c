import { deepStrictEqual } from 'node:assert';
import { type Graph, validateGraph } from '#engine';
import { largeGraph, largeGraphContext } from './support/large-graph.ts';

const ROUNDS = 101;

/** Milliseconds, the median of several rounds after as many to warm up. */
function median(prepare: (round: number) => Graph): number {
  const times: number[] = [];
  for (let round = 0; round < 2 * ROUNDS; round++) {
    const graph = prepare(round);
    const start = performance.now();
    const problems = validateGraph(graph, largeGraphContext);
    times.push(performance.now() - start);
    deepStrictEqual(problems, []);
  }
  return times.slice(ROUNDS).sort((left, right) => left - right)[ROUNDS >> 1] ?? 0;
}

/** The graph after somebody typed one letter into one step. */
function edited(graph: Graph, round: number): Graph {
  const at = (round * 37) % graph.steps.length;
  return {
    ...graph,
    steps: graph.steps.map((step, index) => (index === at ? { ...step, name: `${step.name}x` } : step)),
  };
}

console.log('validateGraph, milliseconds (median)\nsteps   whole   after an edit');
for (const size of [50, 500, 2_000]) {
  const known = largeGraph(size);
  const whole = median(() => largeGraph(size));
  const edit = median((round) => edited(known, round));
  console.log(`${String(size).padStart(5)} ${whole.toFixed(2).padStart(7)} ${edit.toFixed(2).padStart(15)}`);
}
