import { unreachable } from '../unreachable.js';
import type { Instant, RunEvent, RunEventBody, StepPath } from './event.js';
import { joinPages } from './join-pages.js';
import type { RunState, StepState } from './state.js';

/** The state of a run before its first event. */
export function initialRunState(): RunState {
  return { status: 'queued', seq: 0, steps: {} };
}

/**
 * The state after one more event. Pure; whatever the event doesn't touch is shared with the state before, so
 * that a view of one step changes only when that step does. An event that was applied already (its `seq` is
 * not after the state's) gives back the same state.
 */
export function applyRunEvent(state: RunState, event: RunEvent): RunState {
  if (event.seq <= state.seq) return state;
  if ('step' in event) {
    const step = applyStepEvent(state.steps[event.step], event);
    return { ...state, seq: event.seq, steps: { ...state.steps, [event.step]: step } };
  }
  const next: RunState = { ...state };
  applyToRun(next, event);
  return next;
}

/** `applyRunEvent` over several events, with one copy of what they touch in all. */
export function applyRunEvents(state: RunState, events: readonly RunEvent[]): RunState {
  const fresh = events.filter((event) => event.seq > state.seq);
  if (fresh.length === 0) return state;
  const next: RunState = { ...state };
  if (fresh.some((event) => 'step' in event)) next.steps = { ...state.steps };
  for (const event of fresh) applyRunEventInPlace(next, event);
  return next;
}

/**
 * `applyRunEvent` for the one who owns the state: it changes `state` itself, in constant time, where a copy
 * for each of thousands of events would be quadratic.
 */
export function applyRunEventInPlace(state: RunState, event: RunEvent): void {
  if (event.seq <= state.seq) return;
  if ('step' in event) {
    state.seq = event.seq;
    state.steps[event.step] = applyStepEvent(state.steps[event.step], event);
  } else {
    applyToRun(state, event);
  }
}

type StepEvent = Extract<RunEvent, { step: StepPath }>;
type OwnEvent = Exclude<RunEvent, { step: StepPath }>;

/** The state of one step after events that no journal has numbered yet. */
export function applyStepEvents(
  before: StepState | undefined,
  events: readonly RunEventBody[],
  at: Instant,
): StepState | undefined {
  return events.reduce<StepState | undefined>(
    (state, event) => ('step' in event ? applyStepEvent(state, { ...event, seq: 0, at }) : state),
    before,
  );
}

function applyToRun(state: RunState, event: OwnEvent): void {
  state.seq = event.seq;
  switch (event.type) {
    case 'run_started':
      state.status = 'running';
      state.startedAt = event.at;
      state.input = event.input;
      return;
    case 'run_waiting':
      state.status = 'waiting';
      state.waitingUntil = event.until;
      return;
    case 'run_resumed':
      state.status = 'running';
      delete state.waitingUntil;
      return;
    case 'run_succeeded':
      state.status = 'succeeded';
      state.output = event.output;
      break;
    case 'run_failed':
      state.status = 'failed';
      state.error = event.error;
      break;
    case 'run_cancelled':
      state.status = 'cancelled';
      break;
    default:
      unreachable(event);
  }
  state.finishedAt = event.at;
  state.durationMs = event.durationMs;
}

function applyStepEvent(before: StepState | undefined, event: StepEvent): StepState {
  const known: StepState = before ?? { path: event.step, status: 'queued', attempts: [] };
  const step = 'name' in event && event.name !== undefined ? { ...known, name: event.name } : known;
  switch (event.type) {
    case 'step_queued':
      return { ...step, status: 'queued', queuedAt: event.at };
    case 'step_started':
      return {
        ...step,
        status: 'running',
        startedAt: event.at,
        ...(event.input !== undefined && { input: event.input }),
        ...(event.items !== undefined && { items: event.items }),
      };
    case 'step_waiting':
      return { ...step, status: 'waiting', waiting: joinPages(event.waiting, step.waiting) };
    case 'step_resumed':
      return { ...step, status: 'running' };
    case 'step_attempted':
      return { ...step, attempts: [...step.attempts, event.attempt] };
    case 'step_succeeded':
      return {
        ...finished(step, event),
        status: 'succeeded',
        output: event.output,
        durationMs: event.durationMs,
        ...(event.case !== undefined && { case: event.case }),
      };
    case 'step_failed':
      return {
        ...finished(step, event),
        status: 'failed',
        error: event.error,
        handled: event.handled,
        durationMs: event.durationMs,
      };
    case 'step_skipped':
      return { ...finished(step, event), status: 'skipped', reason: event.reason };
    case 'step_cancelled':
      return { ...finished(step, event), status: 'cancelled' };
    default:
      return unreachable(event);
  }
}

function finished({ waiting: _, ...step }: StepState, event: StepEvent): StepState {
  return { ...step, finishedAt: event.at };
}
