import type { ClockPort, HttpPort } from '#engine';
import type { KeyRing } from '../credentials/key-ring.js';
import type { Database } from '../db/database.js';
import type { Claim } from './claim.js';
import { commitTogether } from './commit-together.js';
import { createCredentialsPort } from './credentials-port.js';
import { createStepsPort, type HostSteps } from './host-steps.js';
import { createIdempotencyKeys } from './idempotency-keys.js';
import { type DatabaseJournal, FencedError, JournalClosedError } from './journal.js';
import { claimExecutions, type HeldClaim, releaseLeases, renewLeases } from './lease.js';
import { runExecution } from './run-execution.js';
import { systemClock } from './system-clock.js';
import { createWakeSignal } from './wake-signal.js';

export interface Runtime {
  /** Begins to take up executions, first those whose runtime is gone. */
  start(): Promise<void>;
  /**
   * Takes up nothing more and gives what runs `graceMs` to end; what hasn't ended is put down for another runtime, or
   * the next start, to go on with.
   */
  stop(): Promise<void>;
  /** Says that there may be new work. It is found without, up to a second later. */
  wake(): void;
  /** Looks at once whether this execution is to be cancelled (see `requestCancel`), if it runs here. */
  cancel(executionId: string): void;
}

export interface EmbeddedRuntimeOptions {
  database: Database;
  http: HttpPort;
  /** Of this deployment; the steps' idempotency keys come from it, so it must stay the same. */
  secret: string;
  /** What steps of type `action` do, by the name that they give. Default: nothing. */
  steps?: HostSteps;
  /** What the workspace's credentials were encrypted with; absent: steps that ask for one fail. */
  keys?: KeyRing;
  clock?: ClockPort;
  random?: () => number;
  /** Executions at once. */
  concurrency?: number;
  /** How long an execution stays held after a sign of life; a dead runtime's is taken up after this. */
  leaseMs?: number;
  /** How long `stop` waits for runs to end. */
  graceMs?: number;
  /** Told of faults that belong to no run: a database that is away, a bug. Default: written to the console. */
  onError?: (error: unknown) => void;
}

interface Active {
  claim: Claim;
  canceller: AbortController;
  journal?: DatabaseJournal;
  /** Set when the run must stop before its journal is there. */
  dropped?: FencedError | JournalClosedError;
  done: Promise<void>;
}

const POLL_MS = 1_000;

/**
 * Runs executions in this process. The rows are the queue, so several processes may do so over one database, and
 * kill -9 loses nothing that was recorded: the execution's lease runs out and it is taken up where its journal ends.
 */
export function createEmbeddedRuntime(options: EmbeddedRuntimeOptions): Runtime {
  const {
    database,
    http,
    secret,
    steps = {},
    keys,
    clock = systemClock,
    random = Math.random,
    concurrency = 20,
    leaseMs = 30_000,
    graceMs = 5_000,
    // biome-ignore lint/suspicious/noConsole: where no log is given, a fault must still be seen
    onError = (error) => console.error(error),
  } = options;
  const idempotencyKey = createIdempotencyKeys(secret);
  const commit = commitTogether(database);
  const stepsPort = createStepsPort(steps);
  const active = new Map<string, Active>();
  const queue = createWakeSignal();
  const unlisten: (() => Promise<void>)[] = [];
  let isStopping = false;
  let looping: Promise<void> = Promise.resolve();
  let heartbeat: ReturnType<typeof setInterval> | undefined;

  const keyOf = ({ workspaceId, executionId }: Claim) => `${workspaceId}/${executionId}`;

  async function takeWork(): Promise<void> {
    while (!isStopping) {
      const free = concurrency - active.size;
      // What is to be cancelled needs no place of its own: it ends at once, and must not wait behind long runs.
      const isFull = free <= 0;
      const claims = await claim(isFull ? concurrency : free, isFull);
      for (const held of claims) begin(held);
      if (isFull || claims.length < free) await queue.wait(POLL_MS);
    }
  }

  async function claim(limit: number, onlyCancelled: boolean): Promise<HeldClaim[]> {
    try {
      return await claimExecutions(database, { limit, leaseMs, onlyCancelled });
    } catch (error) {
      onError(error);
      return [];
    }
  }

  function begin({ cancelRequested, ...claim }: HeldClaim): void {
    const canceller = new AbortController();
    if (cancelRequested) canceller.abort();
    const run: Active = { claim, canceller, done: Promise.resolve() };
    // The same execution may still be here under an older fence, which is lost: it stops before this claim goes on.
    const before = active.get(keyOf(claim));
    if (before) drop(before, new FencedError(claim.executionId));
    active.set(keyOf(claim), run);
    run.done = (before?.done ?? Promise.resolve())
      .then(() =>
        runExecution({
          database,
          commit,
          http,
          clock,
          random,
          steps: stepsPort,
          credentials:
            keys && createCredentialsPort(database, keys, { workspaceId: claim.workspaceId, http }),
          idempotencyKey,
          claim,
          signal: canceller.signal,
          onJournal: (journal) => {
            run.journal = journal;
            if (run.dropped) drop(run, run.dropped);
          },
        }),
      )
      .then(() => {}, onError)
      .finally(() => {
        if (active.get(keyOf(claim)) === run) active.delete(keyOf(claim));
        queue.wake();
      });
  }

  /** Makes a run stop without recording anything more. */
  function drop(run: Active, reason: FencedError | JournalClosedError): void {
    run.dropped = reason;
    run.journal?.close(reason).finally(() => run.canceller.abort());
  }

  async function renew(runs: readonly Active[]): Promise<void> {
    if (runs.length === 0) return;
    const held = await renewLeases(
      database,
      runs.map(({ claim }) => claim),
      leaseMs,
    );
    const mine = new Map(held.map((one) => [keyOf(one), one]));
    for (const run of runs) {
      const key = keyOf(run.claim);
      if (mine.get(key)?.cancelRequested) run.canceller.abort();
      else if (!mine.has(key) && active.get(key) === run) drop(run, new FencedError(run.claim.executionId));
    }
  }

  function cancel(executionId: string): void {
    const runs = [...active.values()].filter(({ claim }) => claim.executionId === executionId);
    renew(runs).catch(onError);
  }

  return {
    start: async () => {
      isStopping = false;
      unlisten.push(
        await database.listen('patchbay_queue', queue.wake),
        await database.listen('patchbay_cancel', cancel),
      );
      heartbeat = setInterval(() => renew([...active.values()]).catch(onError), leaseMs / 3);
      looping = takeWork();
    },
    stop: async () => {
      isStopping = true;
      queue.wake();
      await looping;
      await Promise.all(unlisten.splice(0).map((stop) => stop()));
      const running = () => Promise.all([...active.values()].map(({ done }) => done));
      const grace = new AbortController();
      await Promise.race([running(), clock.sleep(graceMs, grace.signal)]);
      grace.abort();
      const left = [...active.values()];
      for (const run of left) drop(run, new JournalClosedError(run.claim.executionId));
      await running();
      clearInterval(heartbeat);
      if (left.length > 0)
        await releaseLeases(
          database,
          left.map(({ claim }) => claim),
        ).catch(onError);
    },
    wake: queue.wake,
    cancel,
  };
}
