import type { RunState, StepPath, StepState } from '../engine/index.js';
import { itemIndexOf, parentOf } from './step-path.js';

/** How the items of a loop stand. */
export interface LoopCounts {
  /** How many there are; at least as many as were begun. */
  items: number;
  succeeded: number;
  failed: number;
}

/** The steps of a run, each with what lies inside of it. */
export interface StepTree {
  /** Steps that lie in none that is known, in the order in which they appeared. */
  roots: readonly StepState[];
  /** Steps inside of a connector step in the order in which they appeared, items of a loop in the loop's. */
  childrenOf(path: StepPath): readonly StepState[];
  /** Absent for what is no loop. */
  countsOf(path: StepPath): LoopCounts | undefined;
}

/** A run with loops has thousands of steps and is looked at several times a second; its steps change with its events. */
const trees = new WeakMap<RunState['steps'], StepTree>();

export function stepTreeOf(steps: RunState['steps']): StepTree {
  const known = trees.get(steps);
  if (known) return known;
  const tree = buildTree(steps);
  trees.set(steps, tree);
  return tree;
}

const nothing: readonly StepState[] = [];

function buildTree(steps: RunState['steps']): StepTree {
  const roots: StepState[] = [];
  const children = new Map<StepPath, StepState[]>();
  for (const step of Object.values(steps)) {
    const parent = parentOf(step.path);
    if (parent === undefined || !Object.hasOwn(steps, parent)) {
      roots.push(step);
      continue;
    }
    const siblings = children.get(parent);
    if (siblings) siblings.push(step);
    else children.set(parent, [step]);
  }
  const counts = new Map<StepPath, LoopCounts>();
  for (const [parent, inside] of children) {
    // Items run at the same time, so the order in which they appeared says nothing.
    if (inside.some(({ path }) => itemIndexOf(path) !== undefined)) inside.sort(byIndex);
    counts.set(parent, countItems(inside));
  }
  return {
    roots,
    childrenOf: (path) => children.get(path) ?? nothing,
    countsOf: (path) => {
      const counted = counts.get(path);
      const items = Math.max(steps[path]?.items ?? 0, counted?.items ?? 0);
      if (items === 0 && steps[path]?.items === undefined) return undefined;
      return { succeeded: 0, failed: 0, ...counted, items };
    },
  };
}

function byIndex(a: StepState, b: StepState): number {
  return (itemIndexOf(a.path) ?? -1) - (itemIndexOf(b.path) ?? -1);
}

function countItems(inside: readonly StepState[]): LoopCounts {
  const counts: LoopCounts = { items: 0, succeeded: 0, failed: 0 };
  for (const { path, status } of inside) {
    if (itemIndexOf(path) === undefined) continue;
    counts.items += 1;
    if (status === 'succeeded') counts.succeeded += 1;
    if (status === 'failed') counts.failed += 1;
  }
  return counts;
}

/**
 * The items to show where not all of them can be, in the loop's order: `wanted` first of all, then those that failed,
 * those under way, and the first of the rest.
 */
export function pickItems(
  items: readonly StepState[],
  limit: number,
  wanted?: (step: StepState) => boolean,
): readonly StepState[] {
  if (items.length <= limit) return items;
  const ranked = items
    .map((step, index) => ({ step, index, rank: wanted?.(step) ? -1 : (ranks[step.status] ?? 2) }))
    .sort((a, b) => a.rank - b.rank || a.index - b.index);
  return ranked
    .slice(0, limit)
    .sort((a, b) => a.index - b.index)
    .map(({ step }) => step);
}

const ranks: Readonly<Partial<Record<StepState['status'], number>>> = { failed: 0, running: 1, waiting: 1 };
