import {
  applyRunEvents,
  type ClockPort,
  type CredentialsPort,
  type HttpPort,
  initialRunState,
  type RunEvent,
  type RunEventBody,
  runGraph,
  type StepPath,
  type StepsPort,
} from '#engine';
import type { Database } from '../db/database.js';
import { isFinal } from './append-events.js';
import { carryOver } from './carry-over.js';
import type { Claim } from './claim.js';
import type { CommitEntry } from './commit-together.js';
import { createDatabaseJournal, type DatabaseJournal, FencedError, JournalClosedError } from './journal.js';
import { type LoadedExecution, loadExecution } from './load-execution.js';
import { keepsResults, keyOwner } from './replay-plan.js';

/** A run whose runtime was lost this often most likely takes it down each time. Orderly restarts don't count. */
const MAX_LOST_LEASES = 20;

export interface RunExecutionOptions {
  database: Database;
  /** How the journal is written (`commitTogether`); shared by all runs of a runtime. */
  commit: CommitEntry;
  http: HttpPort;
  clock: ClockPort;
  random(): number;
  /** What the host does in steps of type `action`; absent: nothing. */
  steps?: StepsPort | undefined;
  /** The credentials of the run's workspace; absent: steps that ask for one fail. */
  credentials?: CredentialsPort | undefined;
  idempotencyKey(workspaceId: string, executionId: string, step: StepPath): Promise<string>;
  claim: Claim;
  /** Aborting it cancels the run. */
  signal: AbortSignal;
  /** Called with the journal once there is one: closing it makes the run stop without an end. */
  onJournal?(journal: DatabaseJournal): void;
}

/** `ended`: its end is recorded. `released`: it stopped without an end, and another runtime goes on with it. */
export type RunOutcome = 'ended' | 'released';

/**
 * Runs a claimed execution from where its journal stands to its end. This is the one function that does so, whatever
 * the runtime: it loads the pinned definition, runs the graph with the database journal, and the journal's last entry
 * finishes the row and counts it.
 *
 * Rejects only when the database can't be reached or refuses what is written; the execution can then be claimed again.
 */
export async function runExecution(options: RunExecutionOptions): Promise<RunOutcome> {
  const { database, claim, clock } = options;
  const { workspaceId, executionId } = claim;
  const loaded = await database.as({ role: 'runtime', workspaceId }, (tx) => loadExecution(tx, claim));
  if (!loaded) return 'released'; // deleted with its workspace
  const { execution, events } = loaded;
  const journal = createDatabaseJournal({
    commit: options.commit,
    claim,
    clock,
    state: applyRunEvents(initialRunState(), events),
    connectorId: execution.connector_id ?? undefined,
  });
  options.onJournal?.(journal);
  try {
    await advance(loaded, journal, options);
    return 'ended';
  } catch (error) {
    const reason = journal.failure ?? error;
    if (reason instanceof FencedError || reason instanceof JournalClosedError) return 'released';
    if (journal.failure !== undefined) throw reason;
    await fail(journal, clock, {
      input: execution.input,
      message:
        'The run stopped because of a fault in Patchbay itself. Run it again; if it stops again, report it.',
    });
    throw new Error(`Execution ${executionId} failed because of a bug.`, { cause: error });
  }
}

async function advance(
  { execution, definition, connectors, events, repeated }: LoadedExecution,
  journal: DatabaseJournal,
  options: RunExecutionOptions,
): Promise<void> {
  const { clock, http, random, steps, credentials, signal } = options;
  const { workspaceId, executionId } = options.claim;
  const { input } = execution;
  if (isFinal(journal.state)) return journal.record([]);
  if (execution.lost_leases >= MAX_LOST_LEASES) {
    const message = `The server that ran this stopped working ${MAX_LOST_LEASES} times before the run ended, so the run is given up. Look in the server's log for why.`;
    return fail(journal, clock, { input, message });
  }
  if (!definition) {
    const message = "What this run was running has been deleted, so it can't go on.";
    return fail(journal, clock, { input, message });
  }
  const { replay } = execution;
  let resume = events;
  if (replay && events.length === 0) {
    if (keepsResults(replay) && !repeated) {
      const message = 'The run that this one goes on from has been deleted. Run it from its beginning.';
      return fail(journal, clock, { input, message });
    }
    resume = carryOver(repeated?.events ?? [], {
      plan: replay,
      now: { graph: definition.graph, pinned: execution.pinned_connectors },
      before: {
        graph: (repeated?.definition ?? definition).graph,
        pinned: (repeated?.execution ?? execution).pinned_connectors,
      },
      input,
      at: clock.now(),
    });
    await journal.record(resume);
  }
  const run = runGraph({
    graph: definition.graph,
    permissions: definition.permissions,
    input,
    resume,
    signal,
    execution: { id: executionId, workspaceId },
    ports: {
      http,
      clock,
      random,
      journal,
      connectors,
      ...(steps && { steps }),
      ...(credentials && { credentials }),
      idempotencyKey: (step) =>
        options.idempotencyKey(workspaceId, keyOwner(replay, executionId, step), step),
    },
  });
  await run.result;
}

/** Records that the run failed for a reason that is none of its steps'. */
async function fail(
  journal: DatabaseJournal,
  clock: ClockPort,
  { input, message }: { input: LoadedExecution['execution']['input']; message: string },
): Promise<void> {
  const { state } = journal;
  const at = clock.now();
  const bodies: RunEventBody[] = [];
  if (state.startedAt === undefined) bodies.push({ type: 'run_started', input });
  for (const { path, status } of Object.values(state.steps)) {
    const isOpen = status === 'queued' || status === 'running' || status === 'waiting';
    if (isOpen) bodies.push({ type: 'step_cancelled', step: path });
  }
  const durationMs = at - (state.startedAt ?? at);
  bodies.push({ type: 'run_failed', error: { code: 'internal', message }, durationMs });
  await journal.record(bodies.map((body, index): RunEvent => ({ ...body, seq: state.seq + index + 1, at })));
}
