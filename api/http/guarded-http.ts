import type { HttpPort, SendOptions } from '#engine';
import { createGuardedAgent, type Lookup } from './guarded-agent.js';
import { isOwnAddress } from './own-address.js';
import { isPublicAddress } from './public-address.js';
import { headersRefusal } from './request-headers.js';
import { sendFollowing } from './send-following.js';
import { type HostPort, normalHost, parseTarget, type TargetRules } from './target.js';

export interface GuardedHttpOptions {
  /** What may be reached although it is private, on another port, or without TLS. Default: nothing. */
  allow?: readonly HostPort[];
  /** Lets steps use `http://` towards public hosts. Default: false. */
  allowHttp?: boolean;
  /** Resolves names; default: the system's resolver. Every address it gives is checked. */
  lookup?: Lookup;
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
 * Blocked, refused and not found look the same. Limits: 5 s for DNS, 10 s to connect, 32 KB of headers each way, the
 * caller's deadline and decoded size.
 */
export function createGuardedHttp(options: GuardedHttpOptions = {}): GuardedHttp {
  const allowed = new Set((options.allow ?? []).map(({ host, port }) => hostKey(normalHost(host), port)));
  const rules: TargetRules = {
    isAllowed: (host, port) => allowed.has(hostKey(host, port)),
    isReachable: (address) => isPublicAddress(address) && !isOwnAddress(address),
    allowHttp: options.allowHttp ?? false,
  };
  const agent = createGuardedAgent(rules, options.lookup);
  return {
    async send(request, sendOptions) {
      const refusal = headersRefusal(request.headers);
      if (refusal) return { ok: false, code: 'invalid_request', message: refusal, phase: 'connect' };
      const target = parseTarget(request.url, rules);
      if ('code' in target) return { ok: false, ...target, phase: 'connect' };
      const stop = createStop(sendOptions);
      try {
        return await sendFollowing({ agent, rules, target, request, sendOptions, signal: stop.signal });
      } finally {
        stop.release();
      }
    },
    close: () => agent.destroy(),
  };
}

/** One signal for the caller's cancel and the total deadline. */
function createStop({ signal, timeoutMs }: SendOptions): { signal: AbortSignal; release(): void } {
  const controller = new AbortController();
  const onCancel = (): void => controller.abort('cancelled');
  const timer = setTimeout(() => controller.abort('timeout'), timeoutMs);
  if (signal.aborted) onCancel();
  signal.addEventListener('abort', onCancel, { once: true });
  return {
    signal: controller.signal,
    release() {
      clearTimeout(timer);
      signal.removeEventListener('abort', onCancel);
    },
  };
}

function hostKey(host: string, port: number): string {
  return `${host} ${port}`;
}
