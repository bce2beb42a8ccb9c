import type { Transaction } from 'kysely';
import type { ConnectorsPort, Definition, HttpPort, JsonValue } from '#engine';
import type { KeyRing } from '../credentials/key-ring.js';
import type { Actor } from '../db/actor.js';
import type { Database } from '../db/database.js';
import type { DB } from '../db/generated/database-types.js';
import { Problem } from '../problem.js';
import type { DraftRun, DraftTest } from '../resources.js';
import { createCredentialsPort } from '../runtime/credentials-port.js';
import { draftGraph, readSteps } from '../runtime/draft-graph.js';
import type { HostSteps } from '../runtime/host-steps.js';
import { loadConnectors } from '../runtime/load-execution.js';
import { pinConnectors } from '../runtime/pin-connectors.js';
import { runDraft } from '../runtime/run-draft.js';
import { recordAudit } from './audit.js';
import { knownSlots } from './credentials.js';
import { prepareInput, refuseInvalidInput } from './prepare-input.js';
import { refuseInvalidGraph } from './refuse-invalid-graph.js';
import { refuseUnknownSteps } from './refuse-unknown-steps.js';

/** Longer tests fail, in milliseconds. */
const DEADLINE_MS = 30_000;

export interface TestDraftOptions {
  database: Database;
  actor: Actor;
  workspaceId: string;
  kind: 'flow' | 'connector';
  http: HttpPort;
  keys: KeyRing | undefined;
  steps: HostSteps | undefined;
  /** Cancels the test. */
  signal: AbortSignal;
}

/**
 * Runs what was never saved, in this process, and answers how that ended. All that stays of it is an entry of the audit
 * log. Throws Problems for what can't run; a run that fails is an answer.
 */
export async function testDraft(options: TestDraftOptions, draft: DraftTest): Promise<DraftRun> {
  const { database, actor, workspaceId, keys, http, steps = {}, signal } = options;
  const prepared = await database.as(actor, (tx) => prepareDraft(tx, options, draft));
  const state = await runDraft({
    ...prepared,
    workspaceId,
    http,
    credentials:
      keys && createCredentialsPort(database, keys, { workspaceId, http, chosen: draft.credentials }),
    steps,
    deadlineMs: DEADLINE_MS,
    signal,
  });
  const { status, output = null, error = null, durationMs = null } = state;
  // Nothing puts this run down, so it has ended.
  return {
    status: status as DraftRun['status'],
    output,
    error,
    durationMs,
    steps: Object.values(state.steps),
  };
}

interface PreparedDraft {
  definition: Definition;
  input: JsonValue;
  pinned: Record<string, JsonValue>;
  connectors: ConnectorsPort;
}

async function prepareDraft(
  tx: Transaction<DB>,
  { workspaceId, kind, steps }: TestDraftOptions,
  draft: DraftTest,
): Promise<PreparedDraft> {
  const { onlyStep, pinned: given = {} } = draft;
  refuseUnknownSteps({ onlyStep, pinned: given }, draft.definition.graph);
  if (onlyStep !== undefined) refuseUnpinned(draft.definition, onlyStep, given);
  const definition = draftGraph(draft.definition, { onlyStep, pinned: given });
  const kept = definition.graph.steps.filter(({ id }) => Object.hasOwn(given, id));
  const pinned = Object.fromEntries(kept.map(({ id }) => [id, given[id] ?? null]));
  const slots = await knownSlots(tx, workspaceId, draft.credentials);
  await refuseInvalidGraph(tx, definition, { workspaceId, slots, steps, pinned });
  const input = refuseInvalidInput(prepareInput(draft.input, definition));
  const pins = await pinConnectors(tx, workspaceId, definition);
  const connectors = await loadConnectors(tx, workspaceId, pins);
  await recordAudit(tx, {
    workspaceId,
    action: 'draft.tested',
    subjectType: kind,
    detail: {
      steps: definition.graph.steps.length - kept.length,
      ...(onlyStep !== undefined && { onlyStep }),
    },
  });
  return { definition, input, pinned, connectors };
}

function refuseUnpinned(
  { graph }: Definition,
  onlyStep: string,
  pinned: Readonly<Record<string, JsonValue>>,
): void {
  const missing = readSteps(graph, onlyStep).filter((id) => !Object.hasOwn(pinned, id));
  if (missing.length === 0) return;
  const names = missing.map((id) => `'${id}'`).join(', ');
  const errors = missing.map((id) => ({
    path: `pinned.${id}`,
    message: `'${onlyStep}' reads the output of '${id}'`,
  }));
  throw new Problem('invalid_input', `Pin an output of ${names}: '${onlyStep}' reads it.`, { errors });
}
