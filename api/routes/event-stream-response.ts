import type { RunEvent } from '#engine';
import { createStopSignal } from '../stop-signal.js';

/** Proxies close lines that are silent for a minute; clients take three missed comments for a dead line. */
const KEEP_ALIVE_MS = 15_000;
/** A stream ends after this long and the client comes back with a fresh token. */
const MAX_STREAM_MS = 30 * 60_000;

/**
 * Run events as `text/event-stream` (WHATWG HTML section 9.2), read no faster than the client takes them. When
 * the client goes away or one of `signals` aborts, so does `follow`'s signal, and the stream ends.
 */
export function eventStreamResponse(
  signals: readonly (AbortSignal | undefined)[],
  follow: (signal: AbortSignal) => AsyncIterable<RunEvent>,
): Response {
  const { signal, stop } = createStopSignal(MAX_STREAM_MS, signals);
  const events = follow(signal)[Symbol.asyncIterator]();
  // Between two reads it is suspended at an event, and only this lets it clean up.
  const release = (): unknown => events.return?.().catch(() => {}); // a failure is the next read's to tell
  signal.addEventListener('abort', release, { once: true });
  const encoder = new TextEncoder();
  let next: Promise<IteratorResult<RunEvent>> | undefined;
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(encoder.encode('retry: 1000\n\n')),
    async pull(controller) {
      next ??= events.next();
      const result = await orSilence(next).catch((error: unknown) => {
        stop();
        throw error;
      });
      if (result === 'silence') {
        controller.enqueue(encoder.encode(': keep-alive\n\n'));
        return;
      }
      next = undefined;
      if (result.done) {
        stop();
        controller.close();
      } else controller.enqueue(encoder.encode(toMessage(result.value)));
    },
    cancel: stop,
  });
  return new Response(body, {
    headers: { 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' },
  });
}

function toMessage(event: RunEvent): string {
  return `id: ${event.seq}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
}

function orSilence<T>(work: Promise<T>): Promise<T | 'silence'> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve('silence'), KEEP_ALIVE_MS);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
