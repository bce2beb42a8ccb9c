import type { HttpStep } from '../graph/http-step-schema.js';
import type { ActionStep } from '../graph/step-schema.js';
import { stepReferences } from '../graph/step-templates.js';
import type { JsonObject, JsonValue } from '../json.js';
import { type Abort, createAbort } from './abort.js';
import { applyStepEvents } from './apply-run-event.js';
import type { RunEventBody, Waiting } from './event.js';
import type { GraphRun } from './graph-run.js';
import type { AbortSignalLike, CarriedGraph, ReadyStep, RunStepsPort, StepReport } from './ports.js';
import type { RunContext } from './run-context.js';
import type { Unit } from './run-unit.js';
import type { StepState } from './state.js';
import { resultOfWait, type StepResult } from './step-result.js';

/** Has a step run by the host, wherever that is. */
export type CarryStep = (
  unit: Unit & { step: HttpStep | ActionStep },
  input: JsonValue,
) => Promise<StepResult>;

interface Carried {
  ready: ReadyStep;
  signal: AbortSignalLike;
  resolve: (report: StepReport) => void;
  reject: (reason: unknown) => void;
}

/**
 * Hands ready steps to the host in batches: all that became ready while the last batch was under way, since runtimes
 * that wait for a batch can't wait for a second one meanwhile.
 */
export function createCarrier(context: RunContext, runSteps: RunStepsPort): CarryStep {
  let queue: Carried[] = [];
  let isUnderWay = false;

  async function handOver(): Promise<void> {
    isUnderWay = true;
    // Steps that become ready together are queued in one turn.
    await Promise.resolve();
    while (queue.length > 0) {
      const batch = queue;
      queue = [];
      const abort = abortedWithAll(batch);
      try {
        // Nothing is carried anywhere before the journal has all that led to it.
        await context.flush();
        const ready = batch.map((carried) => carried.ready);
        const reports = await runSteps(ready, { signal: abort.signal });
        for (const [index, { ready, resolve }] of batch.entries()) {
          const report = reports[index];
          if (!report) throw new Error(`The host gave no report about ${ready.path}.`);
          resolve(report);
        }
      } catch (error) {
        for (const { reject } of batch) reject(error);
      } finally {
        abort.dispose();
      }
    }
    isUnderWay = false;
  }

  return async function carry(unit, input) {
    const { path, signal } = unit;
    let before = context.recorded.get(path);
    for (let waiting = before?.status === 'waiting' ? before.waiting : undefined; ; ) {
      const ended = waiting && resultOfWait(await context.timers.wait(path, waiting, signal));
      if (ended) return ended;
      if (signal.aborted) return { status: 'cancelled' };
      const ready = describe(unit, input, before);
      const report = await new Promise<StepReport>((resolve, reject) => {
        queue.push({ ready, signal, resolve, reject });
        if (!isUnderWay) void handOver(); // it rejects what it can't do
      });
      const next = record(context, report.events, waiting !== undefined);
      if (report.result.status !== 'parked') return report.result;
      before = applyStepEvents(before, report.events, context.ports.clock.now());
      waiting = next ?? waiting;
      if (!waiting) throw new Error(`The host gave a report about ${path} that waits, and not for what.`);
    }
  };
}

/** A signal that is aborted when those of all steps are: they are carried together. */
function abortedWithAll(batch: readonly Carried[]): Pick<Abort, 'signal' | 'dispose'> {
  const { signal, abort } = createAbort();
  // Steps of one graph have one signal.
  const parents = new Set(batch.map((step) => step.signal));
  let left = parents.size;
  const count = () => {
    left -= 1;
    if (left === 0) abort();
  };
  for (const parent of parents) {
    if (parent.aborted) count();
    else parent.addEventListener('abort', count, { once: true });
  }
  const dispose = () => {
    for (const parent of parents) parent.removeEventListener('abort', count);
  };
  return { signal, dispose };
}

/** Puts what happened elsewhere into the journal, but for a wait at its end: that happens here, and is recorded here. */
function record(
  context: RunContext,
  events: readonly RunEventBody[],
  hasWaited: boolean,
): Waiting | undefined {
  const last = events.at(-1);
  for (const [index, event] of events.entries()) {
    const isWait = event === last && event.type === 'step_waiting';
    if (!isWait && !(index === 0 && hasWaited && event.type === 'step_resumed')) context.hold(event);
  }
  return last?.type === 'step_waiting' ? last.waiting : undefined;
}

/** All that another process needs to know. */
function describe(
  { step, path, scope, run }: Unit & { step: HttpStep | ActionStep },
  input: JsonValue,
  before: StepState | undefined,
): ReadyStep {
  const roots = new Set(stepReferences(step).map(({ root }) => root));
  const seen: JsonObject = {};
  const absent: string[] = [];
  for (const root of roots) {
    if (!Object.hasOwn(scope, root)) continue;
    const value = scope[root];
    if (value === undefined) absent.push(root);
    else seen[root] = value;
  }
  return { path, step, input, scope: seen, absent, graph: carriedGraph(run), ...(before && { before }) };
}

function carriedGraph({ permissions, caller, stack }: GraphRun): CarriedGraph {
  const connector = stack.at(-1)?.connector;
  return {
    ...(permissions && { permissions }),
    ...(connector !== undefined && { connector }),
    ...(caller && { caller: { graph: carriedGraph(caller.run), credentials: caller.credentials } }),
  };
}
