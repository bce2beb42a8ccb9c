import type { RunEvent } from '../engine/index.js';
import { ApiError } from './api-error.js';
import { readEventStream } from './event-stream.js';
import type { Transport } from './transport.js';

/** The server sends a comment every 15 s; three missed ones mean that the line is dead. */
const SILENCE_MS = 45_000;
const FIRST_DELAY_MS = 250;
const MAX_DELAY_MS = 10_000;
/** Failures in a row, without an event between them, until it gives up (about a minute). */
const MAX_FAILURES = 10;

export interface FollowOptions {
  /** The `seq` of the last event that is already known; default 0, from the start. */
  after?: number;
  /** Ends the loop without an error. */
  signal?: AbortSignal;
}

/** Follows one execution: gives every event after `after` once and in order, and ends after the run's final one. */
export type FollowEvents = (
  transport: Transport,
  executionId: string,
  options?: FollowOptions,
) => AsyncIterable<RunEvent>;

/**
 * The events of an execution, those that happened and those to come, each once and in order. A broken line is
 * taken up again after the last event; the loop ends by itself after the run's final event. Throws an
 * `ApiError` when the server refuses, or can't be reached ten times in a row.
 */
export async function* followEvents(
  transport: Transport,
  executionId: string,
  options: FollowOptions = {},
): AsyncGenerator<RunEvent> {
  const signal = options.signal;
  let after = options.after ?? 0;
  let failures = 0;
  while (!signal?.aborted) {
    try {
      const response = await connect(transport, executionId, after, signal);
      // 204: the run has ended and there is nothing after the last known event.
      if (response.status === 204 || !response.body) return;
      for await (const { data } of readEventStream(response.body, SILENCE_MS)) {
        // The stream's data is what the server's journal holds, whose type this is.
        const event = JSON.parse(data) as RunEvent;
        if (event.seq <= after) continue;
        after = event.seq;
        failures = 0;
        yield event;
        if (isFinal(event)) return;
        if (signal?.aborted) return;
      }
      failures += 1;
    } catch (error) {
      if (signal?.aborted) return;
      failures += 1;
      if (isRefusal(error) || failures > MAX_FAILURES) throw error;
    }
    if (failures > MAX_FAILURES) {
      const detail = 'The server keeps closing the event stream. Reload to try again.';
      throw new ApiError({ code: 'network', detail });
    }
    // Spread out: when a server restarts, all its clients come back.
    const delay = Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** (failures - 1));
    await sleep(delay * (0.5 + Math.random() / 2), signal);
  }
}

function connect(
  transport: Transport,
  executionId: string,
  after: number,
  signal: AbortSignal | undefined,
): Promise<Response> {
  return transport(`/executions/${encodeURIComponent(executionId)}/events`, {
    headers: { accept: 'text/event-stream', ...(after > 0 && { 'last-event-id': String(after) }) },
    signal,
  });
}

export function isFinal(event: RunEvent): boolean {
  return event.type === 'run_succeeded' || event.type === 'run_failed' || event.type === 'run_cancelled';
}

/** An answer that another try won't change. */
function isRefusal(error: unknown): boolean {
  return (
    error instanceof ApiError &&
    error.status >= 400 &&
    error.status < 500 &&
    ![408, 429].includes(error.status)
  );
}

function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    function done(): void {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    }
    signal?.addEventListener('abort', done, { once: true });
  });
}
