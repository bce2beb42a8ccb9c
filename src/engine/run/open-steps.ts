import { unreachable } from '../unreachable.js';
import type { RunEventBody, StepPath } from './event.js';
import type { StepState } from './state.js';

/** Which steps a journal has under way. */
export interface OpenSteps {
  /** Takes note of an event, and gives the steps that it ends though nobody went on with them. */
  endedBy(event: RunEventBody): StepPath[];
}

/**
 * Items and inner steps end before what they are in, unless they were under way when their process died and nobody went
 * into their loop or connector any more: since it had failed, say, or isn't there now.
 */
export function createOpenSteps(recorded: ReadonlyMap<StepPath, StepState>): OpenSteps {
  const open = new Set<StepPath>();
  for (const { path, finishedAt } of recorded.values()) if (finishedAt === undefined) open.add(path);
  const resumed: ReadonlySet<StepPath> = new Set(open);

  function take(isEnded: (path: StepPath) => boolean): StepPath[] {
    const ended = [...open].filter(isEnded);
    for (const path of ended) open.delete(path);
    return ended;
  }

  return {
    endedBy(event) {
      switch (event.type) {
        case 'step_queued':
        case 'step_started':
          open.add(event.step);
          return [];
        case 'step_succeeded':
        case 'step_failed':
        case 'step_skipped':
        case 'step_cancelled': {
          const { step } = event;
          open.delete(step);
          if (!resumed.has(step)) return [];
          return take((path) => path.startsWith(step) && /^[[/]/.test(path.slice(step.length)));
        }
        case 'run_succeeded':
        case 'run_failed':
        case 'run_cancelled':
          return take(() => true);
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
