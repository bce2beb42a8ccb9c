import type { Edge } from '../graph/schema.js';
import type { StepId } from '../graph/step-id.js';
import type { Plan } from './plan.js';

/** How a step ended. */
export type Outcome = 'succeeded' | 'failed' | 'skipped' | 'cancelled';

interface Advance {
  /** Steps that run now, in the order of the edges. */
  ready: StepId[];
  /** Steps that never will, because no edge to them was taken. */
  skipped: { id: StepId; reason: string }[];
}

/** How many steps a reason names: hundreds may lead to one. */
const MAX_LISTED = 5;

/** Which steps may run, told how others ended. It decides and does nothing else. */
export interface Schedule {
  /** `way`: the case that a branch takes. */
  settle(id: StepId, outcome: Outcome, way?: string): Advance;
  outcomeOf(id: StepId): Outcome | undefined;
  /** True where the edge's source ended in the way that the edge names. */
  isActive(edge: Edge): boolean;
  /** Steps that have not settled. */
  unsettled(): number;
}

/** Work in all is linear in steps and edges: each step counts down the edges that it waits for. */
export function createSchedule(plan: Plan): Schedule {
  const outcomes = new Map<StepId, Outcome>();
  const ways = new Map<StepId, string>();
  const waitingFor = new Map<StepId, number>();
  const active = new Set<StepId>();
  for (const [target, edges] of plan.incoming) waitingFor.set(target, edges.length);

  function isActive({ source, on = 'success' }: Edge): boolean {
    const outcome = outcomes.get(source);
    if (on === 'failure') return outcome === 'failed';
    return outcome === 'succeeded' && (on === 'success' || on === ways.get(source));
  }

  function settle(first: StepId, outcome: Outcome, way?: string): Advance {
    const advance: Advance = { ready: [], skipped: [] };
    const settled: [StepId, Outcome][] = [[first, outcome]];
    if (way !== undefined) ways.set(first, way);
    for (const [id, how] of settled) {
      outcomes.set(id, how);
      for (const edge of plan.outgoing.get(id) ?? []) {
        const { target } = edge;
        if (isActive(edge)) active.add(target);
        const remaining = (waitingFor.get(target) ?? 0) - 1;
        waitingFor.set(target, remaining);
        if (remaining > 0) continue;
        if (active.has(target)) {
          advance.ready.push(target);
        } else {
          advance.skipped.push({ id: target, reason: skipReason(target) });
          settled.push([target, 'skipped']);
        }
      }
    }
    return advance;
  }

  function skipReason(id: StepId): string {
    const ids = new Set((plan.incoming.get(id) ?? []).map(({ source }) => source));
    const sources = [...ids].map((source) => `${plan.steps.get(source)?.name ?? source} ${endOf(source)}`);
    const listed = sources.slice(0, MAX_LISTED);
    const more = sources.length - listed.length;
    return `No line to it was followed: ${listed.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`;
  }

  function endOf(id: StepId): string {
    const outcome = outcomes.get(id) ?? 'did not run';
    const way = ways.get(id);
    if (outcome === 'succeeded' && way !== undefined) return `took '${way}'`;
    return outcome === 'skipped' ? 'was skipped' : outcome;
  }

  return {
    settle,
    isActive,
    outcomeOf: (id) => outcomes.get(id),
    unsettled: () => plan.steps.size - outcomes.size,
  };
}
