import type { HttpPort } from '#engine';
import { createDoor, createTargetRules, type DoorOptions } from './door.js';
import { FIRST_BYTE_MS } from './exchange.js';
import { createFetchExchange, FETCH_ACCEPT_ENCODING } from './fetch-exchange.js';
import { isPublicAddress } from './public-address.js';
import { cannotConnect, type TargetRefusal } from './target.js';

export interface WorkerHttpOptions extends DoorOptions {
  /** Milliseconds from a request to the first byte of its answer. Default: 30,000. */
  timeouts?: { firstByteMs?: number };
}

/**
 * The guarded door on Cloudflare Workers: an HTTP port over the platform's `fetch` with the rules of
 * `createGuardedHttp` for addresses, names, ports, schemes, headers, redirects, sizes and deadlines, asked at each hop.
 *
 * A Worker can't see what a name resolves to. The compatibility flag `global_fetch_strictly_public` keeps its fetch on
 * the public internet, so set it; and a compatibility date of 2024-11-11 or later, for brotli and for answers that no
 * cache keeps.
 *
 * What differs: DNS, connecting and sending are one to fetch. From its call on a failure has the phase `sent`, so a
 * POST without an idempotency key is never repeated after one, and a closed port, an unknown name and a connection that
 * broke before the answer have one message. Answers are decoded from gzip and brotli only, header values beyond ASCII
 * travel as UTF-8, and GET and HEAD can't carry a body.
 */
export function createWorkerHttp(options: WorkerHttpOptions = {}): HttpPort {
  const { firstByteMs = FIRST_BYTE_MS } = options.timeouts ?? {};
  const rules = createTargetRules(options, { isReachable: isPublicAddress, cannotConnect: noConnection });
  const exchange = createFetchExchange(noConnection);
  return createDoor({ rules, exchange, firstByteMs, acceptEncoding: FETCH_ACCEPT_ENCODING });
}

function noConnection(host: string, port: number): TargetRefusal {
  return cannotConnect(host, port, { otherwise: ', or the connection broke before an answer' });
}
