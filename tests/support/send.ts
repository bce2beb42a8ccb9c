import type { HttpFailure, HttpPort, HttpReply, OutgoingRequest, SendOptions } from '#engine';

/** Sends with the defaults of a step: GET, no headers, 5 s, 1 MB. */
export function send(
  http: HttpPort,
  request: Partial<OutgoingRequest> & { url: string },
  options: Partial<SendOptions> = {},
): Promise<HttpReply | HttpFailure> {
  return http.send(
    { method: 'GET', headers: {}, ...request },
    { signal: new AbortController().signal, timeoutMs: 5_000, maxResponseBytes: 1_000_000, ...options },
  );
}
