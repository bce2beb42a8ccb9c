import type { HttpPort } from '#engine';
import { createAgentExchange } from './agent-exchange.js';
import { createDoor, createTargetRules, type DoorOptions } from './door.js';
import { FIRST_BYTE_MS } from './exchange.js';
import { createGuardedAgent, type Lookup, systemLookup } from './guarded-agent.js';
import { isOwnAddress } from './own-address.js';
import { isPublicAddress } from './public-address.js';
import { ACCEPT_ENCODING } from './response-body.js';
import { cannotConnect } from './target.js';

export interface GuardedHttpOptions extends DoorOptions {
  /** Resolves names; default: the system's resolver. Every address it gives is checked. */
  lookup?: Lookup;
  /**
   * Milliseconds for a name's addresses (5,000), for a connection (10,000), for the first byte of an answer (30,000). A
   * caller that gives the whole exchange more than a minute waits as long for the first byte.
   */
  timeouts?: { dnsMs?: number; connectMs?: number; firstByteMs?: number };
}

/** The guarded door: the only way out of the server. */
export interface GuardedHttp extends HttpPort {
  /** Drops all connections; requests under way fail. */
  close(): Promise<void>;
}

/**
 * An HTTP port that reaches the public internet and the allow list, nothing else: https on ports 80, 443 and
 * 8443, names whose every address is public, at most 3 redirects under the same rules (across origins without
 * the author's headers, never with a body, never down to http, never into the allow list from outside it).
 * Blocked, refused, not found and too slow to connect look the same. Limits: 5 s for DNS, 10 s to connect, 30 s
 * from the request to the first byte of its answer, 32 KB of headers each way, the caller's deadline and decoded size.
 */
export function createGuardedHttp(options: GuardedHttpOptions = {}): GuardedHttp {
  const {
    lookup = systemLookup,
    timeouts: { dnsMs = 5_000, connectMs = 10_000, firstByteMs = FIRST_BYTE_MS } = {},
  } = options;
  const isReachable = (address: string): boolean => isPublicAddress(address) && !isOwnAddress(address);
  const rules = createTargetRules(options, { isReachable, cannotConnect });
  const agent = createGuardedAgent(rules, { lookup, dnsMs, connectMs });
  const exchange = createAgentExchange(agent);
  return {
    ...createDoor({ rules, exchange, firstByteMs, acceptEncoding: ACCEPT_ENCODING }),
    close: () => agent.destroy(),
  };
}
