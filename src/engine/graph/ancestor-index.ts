import { ancestorsOf, effectiveEdges } from './edges.js';
import type { Graph } from './schema.js';
import type { StepId } from './step-id.js';

/** Answers at once whether a step comes before another, for graphs of thousands of steps. */
export interface AncestorIndex {
  isAncestor(candidate: StepId, of: StepId): boolean;
  /** Steps that are in a cycle or only come after one; empty for a sound graph. */
  readonly unordered: ReadonlySet<StepId>;
}

/** One bit for each pair of steps, filled in topological order; steps without an order are looked up on demand. */
export function createAncestorIndex(graph: Graph): AncestorIndex {
  const numbers = new Map<StepId, number>();
  for (const { id } of graph.steps) if (!numbers.has(id)) numbers.set(id, numbers.size);
  const outgoing = Array.from(numbers, (): number[] => []);
  const waiting = new Uint32Array(numbers.size);
  for (const { source, target } of effectiveEdges(graph)) {
    const from = numbers.get(source);
    const to = numbers.get(target);
    if (from === undefined || to === undefined) continue;
    outgoing[from]?.push(to);
    waiting[to] = (waiting[to] ?? 0) + 1;
  }
  const words = Math.ceil(numbers.size / 32);
  const bits = new Uint32Array(words * numbers.size);
  const order: number[] = [];
  for (const [number, count] of waiting.entries()) if (count === 0) order.push(number);
  for (const from of order) {
    for (const to of outgoing[from] ?? []) {
      for (let word = 0; word < words; word++) or(bits, to * words + word, bits[from * words + word] ?? 0);
      or(bits, to * words + (from >>> 5), 1 << (from & 31));
      const remaining = (waiting[to] ?? 0) - 1;
      waiting[to] = remaining;
      if (remaining === 0) order.push(to);
    }
  }
  const unordered = new Set<StepId>();
  for (const [id, number] of numbers) if ((waiting[number] ?? 0) > 0) unordered.add(id);
  const lookedUp = new Map<StepId, Set<StepId>>();
  return {
    unordered,
    isAncestor(candidate, of) {
      if (unordered.has(of)) {
        const ancestors = lookedUp.get(of) ?? ancestorsOf(graph, of);
        lookedUp.set(of, ancestors);
        return ancestors.has(candidate);
      }
      const from = numbers.get(candidate);
      const to = numbers.get(of);
      if (from === undefined || to === undefined) return false;
      return ((bits[to * words + (from >>> 5)] ?? 0) & (1 << (from & 31))) !== 0;
    },
  };
}

function or(bits: Uint32Array, index: number, value: number): void {
  bits[index] = (bits[index] ?? 0) | value;
}
