import type { Transaction } from 'kysely';
import type { StepState } from '#engine';
import type { DB } from '../db/generated/database-types.js';
import { Problem } from '../problem.js';
import type { Execution, Replay, Retry } from '../resources.js';
import { type ExecutionRow, repeatExecution } from '../runtime/create-execution.js';
import type { HostSteps } from '../runtime/host-steps.js';
import type { IdempotencyBase, ReplayPlan } from '../runtime/replay-plan.js';
import { getConnector } from './connectors.js';
import { findExecution, refuseUnfinished, toExecution } from './executions.js';
import { getFlow } from './flows.js';
import { refuseUnknownSteps } from './refuse-unknown-steps.js';
import { startExecution } from './start-execution.js';
import { getVersion } from './versions.js';

type Tx = Transaction<DB>;

export interface RepeatOptions {
  workspaceId: string;
  /** The run that is repeated. */
  id: string;
  trigger: 'manual' | 'api';
  steps: HostSteps | undefined;
}

/** Queues a run that goes on where another one failed or was cancelled, with all that had succeeded. */
export async function retryExecution(tx: Tx, options: RepeatOptions, { version }: Retry): Promise<Execution> {
  const { execution, steps } = await findExecution(tx, options.workspaceId, options.id);
  refuseUnfinished(execution);
  if (execution.status === 'succeeded') {
    const detail = 'The run succeeded, so there is no step to retry. Replay it to run it again.';
    throw new Problem('nothing_to_retry', detail);
  }
  const plan: ReplayPlan = { kind: 'retry', keys: idempotencyBase(execution, steps) };
  return repeat(tx, execution, { ...options, version, plan });
}

/** Queues a run that does another one's work again: all of it, or from a step on. */
export async function replayExecution(
  tx: Tx,
  options: RepeatOptions,
  { version, from, pinned }: Replay,
): Promise<Execution> {
  const { execution } = await findExecution(tx, options.workspaceId, options.id);
  refuseUnfinished(execution);
  const plan: ReplayPlan = {
    kind: 'replay',
    ...(from !== undefined && { from }),
    ...(pinned && { pinned }),
  };
  return repeat(tx, execution, { ...options, version, plan });
}

interface Repeating extends RepeatOptions {
  plan: ReplayPlan;
  version: 'same' | 'newest' | undefined;
}

async function repeat(tx: Tx, original: ExecutionRow, repeating: Repeating): Promise<Execution> {
  const { workspaceId, trigger, steps, version, plan } = repeating;
  const subject = subjectOf(original);
  const replay = { of: original.id, plan };
  if (version !== 'newest') {
    const of = { kind: subject.kind, workspaceId, id: subject.id };
    refuseUnknownSteps(plan, (await getVersion(tx, of, original.version)).definition.graph);
    return toExecution(await repeatExecution(tx, original, { trigger, replay }), []);
  }
  const get = subject.kind === 'flow' ? getFlow : getConnector;
  const { definition } = await get(tx, workspaceId, subject.id);
  refuseUnknownSteps(plan, definition.graph);
  const start = { workspaceId, definition, input: original.input, trigger, steps, replay };
  return startExecution(
    tx,
    subject.kind === 'flow' ? { ...start, flowId: subject.id } : { ...start, connectorId: subject.id },
  );
}

function subjectOf({ flow_id, connector_id }: ExecutionRow): { kind: 'flow' | 'connector'; id: string } {
  if (flow_id !== null) return { kind: 'flow', id: flow_id };
  if (connector_id !== null) return { kind: 'connector', id: connector_id };
  throw new Problem('nothing_to_retry', 'What this run ran has been deleted, so it can’t run again.');
}

/** A step whose last request was answered begins with a key of its own; one that wasn't sends the same again. */
function idempotencyBase({ id, replay }: ExecutionRow, steps: readonly StepState[]): IdempotencyBase {
  const earlier = Object.entries(replay?.keys?.renewed ?? {}).map(([path, owner]) => [path, owner ?? id]);
  // Of a step that was cancelled a later request than those that are recorded may be under way.
  const answered = steps.filter(
    ({ status, attempts }) => status === 'failed' && attempts.at(-1)?.response !== undefined,
  );
  return {
    execution: replay?.keys?.execution ?? id,
    renewed: Object.fromEntries([...earlier, ...answered.map(({ path }): [string, null] => [path, null])]),
  };
}
