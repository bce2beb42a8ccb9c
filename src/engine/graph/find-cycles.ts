import { appendTo } from '../append-to.js';
import type { Edge } from './schema.js';
import type { StepId } from './step-id.js';

export interface Cycles {
  /** Each with its steps in order and the index of the edge that closes it. */
  cycles: { steps: StepId[]; edge: number }[];
  /** Steps that only come after a cycle. */
  after: StepId[];
}

/** A tangle is not described in full: taking one edge away changes the rest. */
const MAX_CYCLES = 20;

/** Finds the edges that close a cycle among the steps that have no topological order. Never recurses. */
export function findCycles(
  ids: readonly StepId[],
  edges: readonly Edge[],
  unordered: ReadonlySet<StepId>,
): Cycles {
  const outgoing = new Map<StepId, { target: StepId; edge: number }[]>();
  for (const [edge, { source, target }] of edges.entries()) {
    if (!unordered.has(source) || !unordered.has(target)) continue;
    appendTo(outgoing, source, { target, edge });
  }
  const cycles: Cycles['cycles'] = [];
  const done = new Set<StepId>();
  for (const id of ids) {
    if (unordered.has(id) && !done.has(id)) searchFrom(id, outgoing, done, cycles);
  }
  return { cycles, after: stepsAfter(ids, outgoing, unordered) };
}

function searchFrom(
  start: StepId,
  outgoing: ReadonlyMap<StepId, readonly { target: StepId; edge: number }[]>,
  done: Set<StepId>,
  cycles: Cycles['cycles'],
): void {
  const path: { id: StepId; next: number }[] = [{ id: start, next: 0 }];
  const onPath = new Set<StepId>([start]);
  for (let top = path.at(-1); top; top = path.at(-1)) {
    const link = outgoing.get(top.id)?.[top.next];
    top.next += 1;
    if (!link) {
      path.pop();
      onPath.delete(top.id);
      done.add(top.id);
    } else if (onPath.has(link.target)) {
      if (cycles.length === MAX_CYCLES) continue;
      const from = path.findIndex((entry) => entry.id === link.target);
      cycles.push({ steps: path.slice(from).map((entry) => entry.id), edge: link.edge });
    } else if (!done.has(link.target)) {
      path.push({ id: link.target, next: 0 });
      onPath.add(link.target);
    }
  }
}

/** Takes away, again and again, steps that nothing unordered follows: what goes is after a cycle, what stays is in one. */
function stepsAfter(
  ids: readonly StepId[],
  outgoing: ReadonlyMap<StepId, readonly { target: StepId }[]>,
  unordered: ReadonlySet<StepId>,
): StepId[] {
  const sources = new Map<StepId, StepId[]>();
  const following = new Map<StepId, number>();
  for (const [source, links] of outgoing) {
    following.set(source, links.length);
    for (const { target } of links) appendTo(sources, target, source);
  }
  const gone = new Set([...unordered].filter((id) => !following.has(id)));
  for (const id of gone) {
    for (const source of sources.get(id) ?? []) {
      const count = (following.get(source) ?? 0) - 1;
      following.set(source, count);
      if (count === 0) gone.add(source);
    }
  }
  return ids.filter((id) => gone.has(id));
}
