import type { Limits } from './limits.js';
import type { AbortSignalLike, Ports, ReadyStep, StepReport } from './ports.js';

export interface ReadyStepOptions {
  /** Of this process; it stores no events of its own, so there is no journal. */
  ports: Omit<Ports, 'journal' | 'runSteps'>;
  limits?: Partial<Limits>;
  signal?: AbortSignalLike;
  /** A longer wait than this ends the step as `parked`, to be handed out again when it is due. Default: any. */
  parkAfterMs?: number;
}

/**
 * Runs a step that a run has handed out (`Ports.runSteps`), in any process, and gives what the run has to know.
 * Rejects where a port throws: nobody can then say how the step ended, and its run must be resumed.
 */
export async function runReadyStep(ready: ReadyStep, options: ReadyStepOptions): Promise<StepReport> {
  // Whoever draws and checks graphs loads nothing of what runs them.
  const { carryOutStep } = await import('./runner.js');
  return carryOutStep(ready, options);
}
