import { describe, expect, it } from 'vitest';
import { applyRunEvent, initialRunState, type RunEvent } from '#engine';
import { commitTogether } from '../../api/runtime/commit-together.js';
import { createExecution } from '../../api/runtime/create-execution.js';
import { renewLeases } from '../../api/runtime/lease.js';
import { postgresDriver } from '../support/database.js';
import { createWorkspace, echoGraph, saveConnector, saveFlow } from '../support/database-fixtures.js';

const RUNS = 40;
const ROUNDS = 25;

describe.runIf(postgresDriver)('renewing leases while batches are written', () => {
  it('never has the two wait for each other', async () => {
    const { database, close } = await postgresDriver!.openMigrated();
    try {
      await createWorkspace(database, 'w');
      const flowId = await saveFlow(database, 'w', echoGraph);
      const connectorId = await saveConnector(database, 'w', 'c', echoGraph);
      const runs = await database.as({ role: 'service' }, async (tx) => {
        const rows = [];
        for (let n = 0; n < RUNS; n += 1) {
          const subject = n % 2 === 0 ? { flowId } : { connectorId };
          rows.push(await createExecution(tx, { workspaceId: 'w', ...subject, input: n, trigger: 'api' }));
        }
        return rows.map((row) => ({
          claim: { workspaceId: 'w', executionId: row!.id, fence: 0 },
          connectorId: row!.connector_id ?? undefined,
        }));
      });
      const commit = commitTogether(database);
      const claims = runs.map(({ claim }) => claim).reverse();
      const writing = async () => {
        let state = initialRunState();
        for (let round = 0; round < ROUNDS; round += 1) {
          const seq = state.seq + 1;
          const event: RunEvent =
            seq === 1
              ? { seq, at: 0, type: 'run_started', input: null }
              : { seq, at: 0, type: 'step_queued', step: 'a' };
          state = applyRunEvent(state, event);
          const entries = runs.map((run) => ({
            ...run.claim,
            ...run,
            events: [event],
            state,
            positionOf: () => 0,
          }));
          await Promise.all(entries.map(commit));
        }
      };
      let isWriting = true;
      const renewing = async () => {
        while (isWriting) expect(await renewLeases(database, claims, 60_000)).toHaveLength(RUNS);
      };
      const renewed = Promise.all([renewing(), renewing()]);
      await Promise.all([writing().finally(() => (isWriting = false)), renewed]);
    } finally {
      await close();
    }
  });
});
