import type { LookupAddress } from 'node:dns';
import { promises as dns } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { Agent, buildConnector } from 'undici';
import { normalHost, type TargetRules } from './target.js';

const DNS_TIMEOUT_MS = 5_000;
const CONNECT_TIMEOUT_MS = 10_000;
const MAX_RESPONSE_HEADER_BYTES = 32 * 1024;

/** Answers with all addresses of a name. */
export type Lookup = (hostname: string) => Promise<readonly { address: string; family: number }[]>;

const systemLookup: Lookup = (hostname) => dns.lookup(hostname, { all: true, order: 'verbatim' });

/**
 * Connections that only ever reach checked addresses: a name is resolved once per connection, every address of
 * the answer must be public, and just those are dialled, so that a second answer can't swap them.
 */
export function createGuardedAgent(rules: TargetRules, lookup: Lookup = systemLookup): Agent {
  const connectPublic = createConnector(guardLookup(lookup, rules.isReachable));
  const connectAllowed = createConnector(guardLookup(lookup, () => true));
  return new Agent({
    allowH2: false,
    connections: 128,
    maxHeaderSize: MAX_RESPONSE_HEADER_BYTES,
    // The caller's own deadline covers the whole exchange; these only measure silence.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: (options, callback) => {
      const port = Number(options.port) || (options.protocol === 'https:' ? 443 : 80);
      const connect = rules.isAllowed(normalHost(options.hostname), port) ? connectAllowed : connectPublic;
      connect(options, callback);
    },
  });
}

function createConnector(lookup: LookupFunction): buildConnector.connector {
  return buildConnector({ allowH2: false, timeout: CONNECT_TIMEOUT_MS, lookup });
}

function guardLookup(lookup: Lookup, isReachable: (address: string) => boolean): LookupFunction {
  return (hostname, options, callback) => {
    withDeadline(lookup(hostname), DNS_TIMEOUT_MS).then(
      (addresses) => {
        const first = addresses[0];
        if (!first || !addresses.every(({ address }) => isReachable(address))) {
          callback(new Error('The name has no address, or one that may not be reached.'), []);
        } else if (options.all) {
          callback(null, [...addresses] satisfies LookupAddress[]);
        } else {
          callback(null, first.address, first.family);
        }
      },
      (error: unknown) => callback(error instanceof Error ? error : new Error(String(error)), []),
    );
  };
}

function withDeadline<T>(work: Promise<T>, ms: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('The name server did not answer.')), ms);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
