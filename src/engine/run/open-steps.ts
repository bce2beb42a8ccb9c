import { unreachable } from '../unreachable.js';
import type { RunEventBody, StepPath } from './event.js';
import type { StepState } from './state.js';

/** Which steps a journal has under way. */
export interface OpenSteps {
  /** Takes note of an event, and gives the steps that it ends too, innermost first: nobody goes on with them. */
  endedBy(event: RunEventBody): StepPath[];
}

/**
 * Items and inner steps end before what they are in. Not so those that were under way when their process died, where
 * nobody goes into their loop or connector any more, and those that were put down as their run was cancelled.
 */
export function createOpenSteps(recorded: ReadonlyMap<StepPath, StepState>): OpenSteps {
  /** By what they are in; '' is the run. */
  const inside = new Map<StepPath, Set<StepPath>>();
  for (const { path, finishedAt } of recorded.values()) if (finishedAt === undefined) open(path);

  function open(path: StepPath): void {
    const container = containerOf(path);
    const steps = inside.get(container);
    if (steps) steps.add(path);
    else inside.set(container, new Set([path]));
  }

  function close(path: StepPath): void {
    inside.get(containerOf(path))?.delete(path);
  }

  function closeInside(container: StepPath): StepPath[] {
    const steps = inside.get(container);
    if (!steps) return [];
    inside.delete(container);
    return [...steps].flatMap((path) => [...closeInside(path), path]);
  }

  return {
    endedBy(event) {
      switch (event.type) {
        case 'step_queued':
        case 'step_started':
          open(event.step);
          return [];
        case 'step_succeeded':
        case 'step_failed':
        case 'step_skipped':
        case 'step_cancelled':
          close(event.step);
          return closeInside(event.step);
        case 'run_succeeded':
        case 'run_failed':
        case 'run_cancelled':
          return closeInside('');
        case 'step_attempted':
        case 'step_waiting':
        case 'step_resumed':
        case 'run_started':
        case 'run_waiting':
        case 'run_resumed':
          return [];
        default:
          return unreachable(event);
      }
    },
  };
}

/** The loop of an item, the item or connector step that an inner step is in, and of all others the run. */
function containerOf(path: StepPath): StepPath {
  return path.slice(0, Math.max(0, path.lastIndexOf('/'), path.lastIndexOf('[')));
}
