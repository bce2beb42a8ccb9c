import type { JsonValue, StepPath } from '#engine';

/** What a run keeps of the run that it repeats. */
export interface ReplayPlan {
  /**
   * `retry`: all that succeeded, in loops and connectors too, so that it goes on where the other failed.
   * `replay`: nothing, or with `from` what that step doesn't come after.
   */
  kind: 'retry' | 'replay';
  /** The step that it begins with. */
  from?: string;
  /** Steps that don't run: these are their outputs. */
  pinned?: Record<string, JsonValue>;
  /**
   * Of a retry: whose idempotency keys it sends. A request of the other run that may have arrived must carry the same
   * key again, or its work could be done twice; one that was answered must not, or services would repeat that answer.
   */
  keys?: IdempotencyBase;
}

export interface IdempotencyBase {
  /** The execution whose keys they are. */
  execution: string;
  /** By step: the execution that began anew with it, since it had been answered; null: this one. */
  renewed: Record<StepPath, string | null>;
}

/** Whether a run that repeats another needs the other's journal. */
export function keepsResults({ kind, from }: ReplayPlan): boolean {
  return kind === 'retry' || from !== undefined;
}

/** The execution whose idempotency key a step of `executionId` sends; pages and look-ups go with their step. */
export function keyOwner(plan: ReplayPlan | null, executionId: string, step: StepPath): string {
  const keys = plan?.keys;
  if (!keys) return executionId;
  const path = step.replace(/#.*$/, '');
  return Object.hasOwn(keys.renewed, path) ? (keys.renewed[path] ?? executionId) : keys.execution;
}
