import type { StepPath } from '../engine/index.js';

/** What a path lies in: `step_2` for its item `step_2[3]`, that item for the step `step_2[3]/step_1` inside of it. */
export function parentOf(path: StepPath): StepPath | undefined {
  const end = Math.max(path.lastIndexOf('/'), path.lastIndexOf('['));
  return end < 0 ? undefined : path.slice(0, end);
}

/** The place of an item in its loop, from 0; undefined for what is no item itself. */
export function itemIndexOf(path: StepPath): number | undefined {
  const index = /\[(\d+)\]$/.exec(path)?.[1];
  return index === undefined ? undefined : Number(index);
}

/** How many steps and items lie around a path. */
export function depthOf(path: StepPath): number {
  return path.match(/[/[]/g)?.length ?? 0;
}

/** The ids of a path's steps, from the graph's own inward; items of a loop are the loop's step. */
export function stepIdsOf(path: StepPath): string[] {
  return path.replaceAll(/\[\d+\]/g, '').split('/');
}

/** Which items a path lies in, from 1, outermost first. */
export function itemNumbersOf(path: StepPath): number[] {
  return [...path.matchAll(/\[(\d+)\]/g)].map(([, index]) => Number(index) + 1);
}
