import type { Transaction } from 'kysely';
import type { ConnectorsPort, Definition, RunEvent } from '#engine';
import type { DB, PinnedConnectors } from '../db/generated/database-types.js';
import type { Claim } from './claim.js';
import type { ExecutionRow } from './create-execution.js';
import { pinKey } from './pin-connectors.js';
import { keepsResults } from './replay-plan.js';

type Found = NonNullable<Awaited<ReturnType<ConnectorsPort['find']>>>;

/** All that a run needs: what it runs, what that calls, and what happened so far. */
export interface LoadedExecution {
  execution: ExecutionRow;
  /** Absent when the flow or connector was deleted since. */
  definition: Definition | undefined;
  connectors: ConnectorsPort;
  events: RunEvent[];
  /** Of a run that keeps results of another and has not begun: that one. */
  repeated: Repeated | undefined;
}

interface Repeated {
  execution: ExecutionRow;
  definition: Definition;
  events: RunEvent[];
}

export async function loadExecution(
  tx: Transaction<DB>,
  { workspaceId, executionId }: Claim,
): Promise<LoadedExecution | undefined> {
  const execution = await tx
    .selectFrom('connector_executions')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', executionId)
    .executeTakeFirst();
  if (!execution) return undefined;
  const events = await loadEvents(tx, execution);
  return {
    execution,
    definition: await loadDefinition(tx, execution),
    connectors: await loadConnectors(tx, execution.workspace_id, execution.pinned_connectors),
    events,
    repeated: events.length === 0 ? await loadRepeated(tx, execution) : undefined,
  };
}

async function loadEvents(
  tx: Transaction<DB>,
  { workspace_id, id }: Pick<ExecutionRow, 'workspace_id' | 'id'>,
): Promise<RunEvent[]> {
  const rows = await tx
    .selectFrom('connector_execution_events')
    .select('event')
    .where('workspace_id', '=', workspace_id)
    .where('execution_id', '=', id)
    .orderBy('seq')
    .execute();
  return rows.map(({ event }) => event);
}

async function loadRepeated(
  tx: Transaction<DB>,
  { workspace_id, replay, replay_of }: ExecutionRow,
): Promise<Repeated | undefined> {
  if (!replay || !keepsResults(replay) || replay_of === null) return undefined;
  const execution = await tx
    .selectFrom('connector_executions')
    .selectAll()
    .where('workspace_id', '=', workspace_id)
    .where('id', '=', replay_of)
    .executeTakeFirst();
  const definition = execution && (await loadDefinition(tx, execution));
  if (!definition) return undefined;
  const events = await loadEvents(tx, execution);
  // Deleted between two of these queries: part of a journal would have done work done again.
  return events.length === execution.last_seq ? { execution, definition, events } : undefined;
}

async function loadDefinition(
  tx: Transaction<DB>,
  { workspace_id, flow_id, connector_id, version }: ExecutionRow,
): Promise<Definition | undefined> {
  if (flow_id !== null) {
    const saved = await tx
      .selectFrom('flow_versions')
      .select('definition')
      .where('workspace_id', '=', workspace_id)
      .where('flow_id', '=', flow_id)
      .where('version', '=', version)
      .executeTakeFirst();
    return saved?.definition;
  }
  if (connector_id === null) return undefined;
  const [saved] = await loadVersions(tx, workspace_id, [{ id: connector_id, version }]);
  return saved?.definition;
}

/** The connectors of a run, by the versions that `pinConnectors` settled. */
export async function loadConnectors(
  tx: Transaction<DB>,
  workspaceId: string,
  pinned: PinnedConnectors,
): Promise<ConnectorsPort> {
  const pins = Object.entries(pinned);
  const versions = await loadVersions(
    tx,
    workspaceId,
    pins.map(([, pin]) => pin),
  );
  const byName = new Map<string, Found>();
  for (const [name, { id, version }] of pins) {
    const saved = versions.find((one) => one.connector_id === id && one.version === version);
    if (saved) byName.set(name, saved);
  }
  return { find: async (connector, version) => byName.get(pinKey({ connector, version })) };
}

async function loadVersions(
  tx: Transaction<DB>,
  workspaceId: string,
  pins: readonly { id: string; version: number }[],
) {
  if (pins.length === 0) return [];
  return tx
    .selectFrom('connector_versions')
    .select(['connector_id', 'version', 'name', 'definition'])
    .where('workspace_id', '=', workspaceId)
    .where((where) => where.or(pins.map(({ id, version }) => where.and({ connector_id: id, version }))))
    .execute();
}
