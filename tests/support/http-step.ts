import { type HttpStep, initialRunState, type RunEvent } from '#engine';
import type { PreparedRequest } from '../../src/engine/http/prepare-request.js';
import { createAbort } from '../../src/engine/run/abort.js';
import { applyRunEvents } from '../../src/engine/run/apply-run-event.js';
import { createRunContext } from '../../src/engine/run/create-run-context.js';
import { type Exchange, exchange } from '../../src/engine/run/exchange.js';
import { createOpenSteps } from '../../src/engine/run/open-steps.js';
import { createRecorder } from '../../src/engine/run/recorder.js';
import type { RunContext } from '../../src/engine/run/run-context.js';
import { runHttpStep } from '../../src/engine/run/run-http-step.js';
import { createRedactor } from '../../src/engine/secrets/redactor.js';
import { createHost, type Host, type HostOptions, httpStep } from './engine.js';

export interface StepOptions extends HostOptions {
  parkAfterMs?: number;
  /** What a run has used before. */
  secrets?: readonly string[];
  /** The time at which it goes on. */
  at?: number;
}

/** What one step needs of its run, over a journal that may have begun already. */
export function createContext(
  { ports }: Host,
  { seed = [], parkAfterMs, secrets = [] }: StepOptions = {},
): RunContext {
  const state = applyRunEvents(initialRunState(), seed);
  const recorded = new Map(Object.entries(state.steps));
  const redactor = createRedactor();
  for (const secret of secrets) redactor.add(secret);
  return createRunContext({
    ports,
    limits: undefined,
    execution: undefined,
    parkAfterMs,
    redactor,
    recorded,
    recorder: createRecorder({
      journal: ports.journal,
      clock: ports.clock,
      seq: state.seq,
      redactor,
      openSteps: createOpenSteps(recorded),
      onRecorded: () => undefined,
      onFailed: () => undefined,
    }),
  });
}

export const run = { graph: { steps: [] }, input: null, prefix: '', stack: [], signal: createAbort().signal };

/**
 * Runs one step as a graph does, with a journal, timers that can be parked, and whatever hides secrets. Gives what the
 * journal has in the end, so that it can go on from there.
 */
export async function runStep(step: Partial<HttpStep>, options: StepOptions = {}) {
  const host = createHost(options);
  host.clock.advance((options.at ?? host.clock.now()) - host.clock.now());
  const context = createContext(host, options);
  const path = 'a';
  const abort = createAbort();
  context.slots.tryTake();
  const isWaiting = context.recorded.get(path)?.status === 'waiting';
  if (!isWaiting) context.emit({ type: 'step_started', step: path });
  const scope = { input: { id: 7 } };
  const result = await runHttpStep(context, {
    step: httpStep({ ...step, id: path }),
    path,
    scope,
    signal: abort.signal,
    run,
  });
  context.emit({ type: 'step_queued', step: 'the end' });
  await context.flush();
  const journal = host.journal.filter((event) => !('step' in event && event.step === 'the end'));
  return { host, result, journal, parkedUntil: context.timers.parkedUntil() };
}

/** Sends a request that was prepared by hand. */
export async function exchangeOnce(
  prepared: Partial<PreparedRequest>,
  options: StepOptions & { step?: Partial<HttpStep>; ask?: Partial<Exchange> } = {},
) {
  const host = createHost(options);
  const context = createContext(host, options);
  const step = httpStep({ id: 'a', ...options.step });
  context.slots.tryTake();
  const { request } = step;
  const result = await exchange(
    {
      context,
      step,
      path: 'a',
      scope: {},
      signal: createAbort().signal,
      run,
      attempts: 0,
      polls: 0,
      pages: undefined,
      hasRenewed: false,
    },
    {
      prepared: {
        forAttempt: async () => ({ method: request.method, url: request.url, headers: {} }),
        record: () => ({ method: request.method, url: request.url, headers: {} }),
        hasKey: false,
        usesSlots: [],
        mayFollow: () => true,
        refresh: async () => false,
        ...prepared,
      },
      template: request,
      tries: 0,
      isUnknown: false,
      ...options.ask,
    },
  );
  await context.flush();
  return { host, result };
}

/** The attempts in a journal. */
export function attemptsIn(journal: readonly RunEvent[]) {
  return journal.flatMap((event) => (event.type === 'step_attempted' ? [event.attempt] : []));
}

/** What a journal's timers wait for. */
export function waitsIn(journal: readonly RunEvent[]) {
  return journal.flatMap((event) => (event.type === 'step_waiting' ? [event.waiting] : []));
}
