import type { Scope } from '../expressions/scope.js';
import type { StepId } from '../graph/step-id.js';
import type { Step } from '../graph/step-schema.js';
import { stepReferences } from '../graph/step-templates.js';
import type { JsonObject, JsonValue } from '../json.js';
import type { Abort } from './abort.js';
import type { StepError } from './event.js';
import type { GraphRun } from './graph-run.js';
import { narrowScope } from './narrow-scope.js';
import type { Plan } from './plan.js';
import type { RunContext } from './run-context.js';
import type { Schedule } from './schedule.js';

/** One graph that is being run. Only `run-steps.ts` changes it. */
export interface Session {
  context: RunContext;
  run: GraphRun;
  plan: Plan;
  schedule: Schedule;
  abort: Abort;
  /** What expressions see; a step without an output is known and undefined. */
  scope: Record<string, JsonValue | undefined>;
  /** Of a step that failed its own error, of any other the one that led to it. */
  errors: Map<StepId, StepError>;
  /** The failure that nothing took up: from then on no step starts. */
  failure?: StepError;
  /** A step was cancelled, now or in the journal: no other starts. */
  wasCancelled: boolean;
  /** A step waits for a time at which the run is resumed. */
  isParked: boolean;
  inFlight: number;
  /** Called when nothing is in flight any more. */
  onIdle: () => void;
}

export function isStopping(session: Session): boolean {
  return session.failure !== undefined || session.wasCancelled || session.abort.signal.aborted;
}

/** The graph's scope, and `error` where the way to this step leads over a failure. */
export function scopeOf(session: Session, step: Step): Scope {
  const error = session.errors.size === 0 ? undefined : errorBefore(session, step.id);
  if (!error) return session.scope;
  const { code, message, status } = error;
  const shown: JsonObject = { code, message, step: error.step ?? null, status: status ?? null };
  return narrowScope(session.scope, stepReferences(step), { error: shown });
}

/** The failure that led to a step: over a failure edge that was taken, or else the one that led to a step before it. */
export function errorBefore({ plan, schedule, errors }: Session, id: StepId): StepError | undefined {
  const taken = (plan.incoming.get(id) ?? []).filter(schedule.isActive);
  const source = taken.find((edge) => edge.on === 'failure') ?? taken.find((edge) => errors.has(edge.source));
  return source && errors.get(source.source);
}
