import type { Context } from 'hono';
import type { ApiEnv } from '../context.js';
import { actorOf } from '../middleware/sign-in.js';
import type { Execution } from '../resources.js';
import { followEvents } from '../runtime/follow-events.js';
import { getExecution, isFinished } from '../services/executions.js';
import { createStopSignal } from '../stop-signal.js';
import type { RunRoutesOptions } from './route-parts.js';

/** Browsers say so when a page sent the request: then a person pressed Run. RFC: Fetch Metadata, `Sec-Fetch-Site`. */
export function triggerOf(c: Context<ApiEnv>): 'manual' | 'api' {
  return c.req.header('sec-fetch-site') === undefined ? 'api' : 'manual';
}

/** Answers a started run: 202 with its address, or 200 when it ended within `wait` seconds. */
export async function answerExecution(
  c: Context<ApiEnv>,
  options: RunRoutesOptions,
  started: Execution,
  wait: number | undefined,
) {
  const execution = wait ? await waitForEnd(c, options, started, wait) : started;
  if (isFinished(execution)) return c.json(execution, 200);
  return c.json(execution, 202, locationOf(execution));
}

export function locationOf({ id }: Execution): { location: string } {
  return { location: `/api/v1/executions/${id}` };
}

async function waitForEnd(
  c: Context<ApiEnv>,
  { database, closing }: RunRoutesOptions,
  started: Execution,
  wait: number,
): Promise<Execution> {
  const { signal, stop } = createStopSignal(wait * 1_000, [c.req.raw.signal, closing]);
  try {
    for await (const event of followEvents(database, actorOf(c), started.id, 0, signal)) {
      // Only the end matters, and the loop ends with it.
      if (signal.aborted || event === undefined) break;
    }
  } finally {
    stop();
  }
  return database.as(actorOf(c), (tx) => getExecution(tx, c.get('workspaceId'), started.id));
}
