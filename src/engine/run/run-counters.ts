import type { StepPath } from './event.js';
import type { RunContext } from './run-context.js';
import type { StepState } from './state.js';

/** Loops of a run have so many times the items of one loop together. */
const LOOPS = 10;

/**
 * Counts the steps that a run starts, those of an earlier attempt at it included. A step in a loop counts once,
 * however many items there are: those have a limit of their own.
 */
export function createStepCounter(
  limit: number,
  recorded: ReadonlyMap<StepPath, StepState>,
): RunContext['countStep'] {
  const looped = new Set<StepPath>();
  let count = 0;
  const isCounted = (path: StepPath): boolean => {
    if (!path.includes('[')) return false;
    const step = path.replace(/\[\d+\]/g, '');
    if (looped.has(step)) return true;
    looped.add(step);
    // A whole step is counted where its loop starts.
    return path.endsWith(']');
  };
  for (const { path, startedAt } of recorded.values()) {
    if (startedAt !== undefined && !isCounted(path)) count += 1;
  }
  return (path) => {
    if (recorded.get(path)?.startedAt !== undefined || isCounted(path)) return undefined;
    count += 1;
    if (count <= limit) return undefined;
    return {
      code: 'limit',
      message: `A run may start ${limit} steps, those inside connectors included. Split it into smaller runs.`,
    };
  };
}

/** Counts the items of loops, those of an earlier attempt at the run included. */
export function createItemCounter(
  limit: number,
  recorded: ReadonlyMap<StepPath, StepState>,
): RunContext['countItems'] {
  let count = 0;
  for (const { items = 0 } of recorded.values()) count += items;
  return (path, items) => {
    if (recorded.get(path)?.items === undefined) count += items;
    if (count <= limit * LOOPS) return undefined;
    return {
      code: 'limit',
      message: `The loops of a run may have ${limit * LOOPS} items together. Split it into smaller runs.`,
    };
  };
}
