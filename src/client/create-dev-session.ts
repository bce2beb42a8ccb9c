import type { DevSession } from '../../api/resources.js';
import { createTransport, type FetchLike, requestJson } from './transport.js';

/**
 * A token for the local user of an embedded server (`patchbay dev`), with its demo workspace. Every other
 * server, and every caller that isn't on the same machine, is refused with `not_found` (404).
 */
export function createDevSession(baseUrl: string, fetch?: FetchLike): Promise<DevSession> {
  const transport = createTransport({ baseUrl, ...(fetch && { fetch }) });
  return requestJson<DevSession>(transport, '/dev/session', { method: 'POST' });
}
