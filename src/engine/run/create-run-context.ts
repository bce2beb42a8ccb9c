import type { JsonObject } from '../json.js';
import { createCredentialStore } from '../secrets/credential-store.js';
import type { Redactor } from '../secrets/redactor.js';
import { createCarrier } from './carry-steps.js';
import { createChance } from './chance.js';
import type { StepPath } from './event.js';
import { DEFAULT_LIMITS, type Limits } from './limits.js';
import type { Ports } from './ports.js';
import type { Recorder } from './recorder.js';
import type { RunContext } from './run-context.js';
import { createItemCounter, createStepCounter } from './run-counters.js';
import { runSteps } from './run-steps.js';
import { createSlots } from './slots.js';
import type { StepState } from './state.js';
import { createTimers } from './timers.js';

interface RunContextOptions {
  ports: Ports;
  limits: Partial<Limits> | undefined;
  execution: { id: string; workspaceId?: string } | undefined;
  parkAfterMs: number | undefined;
  recorder: Recorder;
  recorded: ReadonlyMap<StepPath, StepState>;
  redactor: Redactor;
}

/** What everything inside one run shares, made anew for each process that carries the run on. */
export function createRunContext(options: RunContextOptions): RunContext {
  const { ports, recorder, recorded, redactor, parkAfterMs } = options;
  const { emit, hold, flush, fail } = recorder;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const slots = createSlots(limits.concurrency);
  // A run that can be put down has all the time there is: it has its own anew whenever it goes on.
  const isPatient = parkAfterMs !== undefined && parkAfterMs < limits.runMs;
  const context: RunContext = {
    ports,
    limits,
    slots,
    recorded,
    emit,
    hold,
    flush,
    fail,
    redactor,
    credentials: createCredentialStore(ports.credentials, redactor),
    chance: createChance(ports.random()),
    latestWait: isPatient ? Number.POSITIVE_INFINITY : ports.clock.now() + limits.runMs,
    timers: createTimers({
      clock: ports.clock,
      slots,
      parkAfterMs,
      isRecorded: (step, { until }) => recorded.get(step)?.waiting?.until === until,
      emit,
    }),
    execution: executionOf(options.execution),
    countStep: createStepCounter(limits.steps, recorded),
    countItems: createItemCounter(limits.items, recorded),
    runInner: (run) => runSteps(context, run),
  };
  if (ports.runSteps) context.carry = createCarrier(context, ports.runSteps);
  return context;
}

function executionOf(execution: RunContextOptions['execution']): JsonObject {
  if (!execution) return {};
  const { id, workspaceId } = execution;
  return workspaceId === undefined ? { id } : { id, workspaceId };
}
