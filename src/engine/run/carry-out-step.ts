import type { JsonValue } from '../json.js';
import { createRedactor } from '../secrets/redactor.js';
import { createAbort } from './abort.js';
import { createRunContext } from './create-run-context.js';
import type { RunEventBody, StepPath } from './event.js';
import type { GraphRun } from './graph-run.js';
import type { AbortSignalLike, CarriedGraph, ReadyStep, StepReport } from './ports.js';
import { redactEvent, redactResult } from './redact-event.js';
import { runActionStep } from './run-action-step.js';
import { runHttpStep } from './run-http-step.js';
import type { ReadyStepOptions } from './run-ready-step.js';

/** See `runReadyStep`. */
export async function carryOutStep(ready: ReadyStep, options: ReadyStepOptions): Promise<StepReport> {
  const { path, step, input, before } = ready;
  const events: RunEventBody[] = [];
  const abort = createAbort(options.signal);
  let failure: { reason: unknown } | undefined;
  const collect = <Event extends RunEventBody>(event: Event): Event => {
    const stored = redactEvent(event, redactor);
    events.push(stored);
    return stored;
  };
  const redactor = createRedactor();
  const context = createRunContext({
    redactor,
    ports: { ...options.ports, journal: { record: async () => {} } },
    limits: options.limits,
    execution: undefined,
    parkAfterMs: options.parkAfterMs ?? 0,
    recorded: new Map<StepPath, NonNullable<typeof before>>(before ? [[path, before]] : []),
    recorder: {
      emit: collect,
      hold: collect,
      // The run has stored all that led here before it handed the step out.
      flush: async () => {},
      fail(reason) {
        failure ??= { reason };
        abort.abort();
      },
    },
  });
  const unit = {
    path,
    scope: scopeOf(ready),
    signal: abort.signal,
    run: graphRunOf(ready.graph, abort.signal),
  };
  await context.slots.take();
  try {
    const result =
      step.type === 'http'
        ? await runHttpStep(context, { ...unit, step })
        : await runActionStep(context, { ...unit, step }, input);
    if (failure) throw failure.reason;
    return { events, result: redactResult(result, redactor) };
  } finally {
    abort.dispose();
  }
}

function scopeOf({ scope, absent }: ReadyStep): Record<string, JsonValue | undefined> {
  return { ...Object.fromEntries(absent.map((root) => [root, undefined])), ...scope };
}

/** A graph without steps: only what its requests depend on. */
function graphRunOf({ permissions, connector, caller }: CarriedGraph, signal: AbortSignalLike): GraphRun {
  const graph = { steps: [] };
  return {
    graph,
    permissions,
    input: null,
    prefix: '',
    stack: connector === undefined ? [] : [{ connector, name: connector, graph }],
    signal,
    ...(caller && { caller: { run: graphRunOf(caller.graph, signal), credentials: caller.credentials } }),
  };
}
