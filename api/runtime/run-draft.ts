import {
  applyRunEvents,
  type ConnectorsPort,
  type CredentialsPort,
  type Definition,
  type HttpPort,
  initialRunState,
  type JsonValue,
  type RunState,
  runGraph,
} from '#engine';
import { carryOver } from './carry-over.js';
import { createStepsPort, type HostSteps } from './host-steps.js';
import { createIdempotencyKeys } from './idempotency-keys.js';
import { systemClock } from './system-clock.js';

export interface RunDraftOptions {
  workspaceId: string;
  /** Cut down to what runs (`draftGraph`). */
  definition: Definition;
  input: JsonValue;
  /** Outputs by step: these steps don't run. */
  pinned: Readonly<Record<string, JsonValue>>;
  http: HttpPort;
  connectors: ConnectorsPort;
  /** Absent: steps that ask for a credential fail. */
  credentials: CredentialsPort | undefined;
  steps: HostSteps;
  /** It fails when it takes longer, in milliseconds. */
  deadlineMs: number;
  /** Cancels it. */
  signal: AbortSignal;
}

/** Runs a draft in this process, and keeps nothing of it. The state it ends with holds no secrets, as that of any run. */
export async function runDraft(options: RunDraftOptions): Promise<RunState> {
  const { workspaceId, definition, input, deadlineMs, signal } = options;
  const { graph, permissions } = definition;
  const id = crypto.randomUUID();
  // Nobody repeats this run, so nobody needs its keys again.
  const idempotencyKey = createIdempotencyKeys(crypto.randomUUID());
  const resume = carryOver([], {
    plan: { kind: 'replay', pinned: { ...options.pinned } },
    now: { graph, pinned: {} },
    before: { graph, pinned: {} },
    input,
    at: systemClock.now(),
  });
  const events = [...resume];
  const run = runGraph({
    graph,
    permissions,
    input,
    resume,
    signal,
    limits: { runMs: deadlineMs },
    execution: { id, workspaceId },
    ports: {
      http: options.http,
      clock: systemClock,
      random: Math.random,
      journal: {
        record: async (recorded) => {
          events.push(...recorded);
        },
      },
      connectors: options.connectors,
      steps: createStepsPort(options.steps),
      ...(options.credentials && { credentials: options.credentials }),
      idempotencyKey: (step) => idempotencyKey(workspaceId, id, step),
    },
  });
  await run.result;
  return applyRunEvents(initialRunState(), events);
}
