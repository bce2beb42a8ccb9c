import { createWorkerHttp } from '../../../api/http/worker-http.js';
import { ARRIVAL_URL, DEPARTURE_URL } from './signal-urls.js';
import { encodeReply, type WireRequest } from './wire.js';

// biome-ignore lint/style/noDefaultExport: a Worker is what its main module exports so.
export default {
  /** Sends what it is told through the door, and tells how that went. */
  async fetch(message: Request): Promise<Response> {
    const { door, request, options, followable, cancel, untilClosed }: WireRequest = await message.json();
    const asked: string[] = [];
    const canceller = new AbortController();
    if (cancel === 'before') canceller.abort();
    if (cancel === 'on arrival') void fetch(ARRIVAL_URL).then(() => canceller.abort());
    const reply = await createWorkerHttp(door).send(request, {
      ...options,
      signal: canceller.signal,
      ...(followable && {
        mayFollow(url: string) {
          asked.push(url);
          return followable.includes(url);
        },
      }),
    });
    if (untilClosed) await fetch(DEPARTURE_URL);
    if (!reply.ok) return new Response(encodeReply({ reply, asked }, new Uint8Array()));
    const { ok, status, headers, bytes } = reply;
    return new Response(encodeReply({ reply: { ok, status, headers }, asked }, bytes));
  },
};
