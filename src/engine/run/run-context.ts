import type { JsonObject } from '../json.js';
import type { CredentialStore } from '../secrets/credential-store.js';
import type { Redactor } from '../secrets/redactor.js';
import type { CarryStep } from './carry-steps.js';
import type { Chance } from './chance.js';
import type { Instant, RunEventBody, StepError, StepPath } from './event.js';
import type { GraphRun } from './graph-run.js';
import type { Limits } from './limits.js';
import type { Ports } from './ports.js';
import type { Slots } from './slots.js';
import type { StepState } from './state.js';
import type { StepResult } from './step-result.js';
import type { Timers } from './timers.js';

/** What everything inside one run shares. */
export interface RunContext {
  ports: Ports;
  limits: Limits;
  slots: Slots;
  timers: Timers;
  credentials: CredentialStore;
  /** Hides the secrets that this run has used. */
  redactor: Redactor;
  /** The last time that a step can wait for: then the run's own time is up, unless it can be put down meanwhile. */
  latestWait: Instant;
  /** For jitter. */
  chance: Chance;
  /** The root `execution` of expressions. */
  execution: JsonObject;
  /** What the journal of an earlier attempt at this run says about each step. */
  recorded: ReadonlyMap<StepPath, StepState>;
  /** Stores an event, and gives it as it is stored: without secrets. */
  emit<Event extends RunEventBody>(event: Event): Event;
  /** Like `emit`, for an event that another follows at once: both are stored in one write. */
  hold<Event extends RunEventBody>(event: Event): Event;
  /** Resolves when everything emitted so far is stored. */
  flush(): Promise<void>;
  /** Ends the run by a rejection: a port threw, so that nobody can say how the step under way ended. */
  fail(reason: unknown): void;
  /** Counts a step that starts; an error where the run has had too many. */
  countStep(path: StepPath): StepError | undefined;
  /** Counts the items of a loop that starts; an error where the run has had too many. */
  countItems(path: StepPath, count: number): StepError | undefined;
  /** Has a step run by the host; absent: steps run here. */
  carry?: CarryStep;
  /** Runs the graph of a connector inside this run. */
  runInner(run: GraphRun): Promise<StepResult>;
}
