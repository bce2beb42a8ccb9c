import type { Context } from 'hono';
import type { ApiEnv } from '../context.js';
import { actorOf } from '../middleware/sign-in.js';
import type { Execution } from '../resources.js';
import { followEvents } from '../runtime/follow-events.js';
import { getExecution, isFinished } from '../services/executions.js';
import { createStopSignal } from '../stop-signal.js';
import type { OnceOptions } from './once.js';
import type { RunRoutesOptions } from './route-parts.js';

/** Browsers say so when a page sent the request: then a person pressed Run. RFC: Fetch Metadata, `Sec-Fetch-Site`. */
export function triggerOf(c: Context<ApiEnv>): 'manual' | 'api' {
  return c.req.header('sec-fetch-site') === undefined ? 'api' : 'manual';
}

/** Answers a run: 202 with its address, or 200 when it has ended. */
export function answerExecution(c: Context<ApiEnv>, execution: Execution) {
  if (isFinished(execution)) return c.json(execution, 200);
  return c.json(execution, 202, { location: `/api/v1/executions/${execution.id}` });
}

/** What a request still takes besides its wait. */
const MARGIN_MS = 5_000;

/** Waits up to `wait` seconds for a started run to end, as the last part of `once`; without `wait` nothing. */
export function waitForEnd(
  c: Context<ApiEnv>,
  { database, closing }: RunRoutesOptions,
  wait: number | undefined,
): OnceOptions<Execution>['finish'] {
  if (!wait) return undefined;
  return {
    withinMs: wait * 1_000 + MARGIN_MS,
    run: async ({ id }) => {
      const { signal, stop } = createStopSignal(wait * 1_000, [c.req.raw.signal, closing]);
      try {
        for await (const event of followEvents(database, actorOf(c), id, 0, signal)) {
          // Only the end matters, and the loop ends with it.
          if (signal.aborted || event === undefined) break;
        }
      } finally {
        stop();
      }
      return database.as(actorOf(c), (tx) => getExecution(tx, c.get('workspaceId'), id));
    },
  };
}
