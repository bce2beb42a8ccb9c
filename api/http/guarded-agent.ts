import type { LookupAddress } from 'node:dns';
import { promises as dns } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { Agent, buildConnector } from 'undici';
import { MAX_RESPONSE_HEADER_BYTES } from './exchange.js';
import { normalHost, type TargetRules } from './target.js';

/** Answers with all addresses of a name. */
export type Lookup = (hostname: string) => Promise<readonly { address: string; family: number }[]>;

export const systemLookup: Lookup = (hostname) => dns.lookup(hostname, { all: true, order: 'verbatim' });

export interface ConnectOptions {
  lookup: Lookup;
  dnsMs: number;
  connectMs: number;
}

/**
 * Connections that only ever reach checked addresses: a name is resolved once per connection, every address of
 * the answer must be public, and just those are dialled, so that a second answer can't swap them.
 */
export function createGuardedAgent(rules: TargetRules, given: ConnectOptions): Agent {
  const options = { ...given, lookup: shareLookups(given.lookup) };
  const connectPublic = createConnector(rules.isReachable, options);
  const connectAllowed = createConnector(() => true, options);
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

/** One lookup of a name at a time: a name whose server hangs holds one of the system's few threads, and not all. */
function shareLookups(lookup: Lookup): Lookup {
  const underWay = new Map<string, ReturnType<Lookup>>();
  return (hostname) => {
    const shared = underWay.get(hostname);
    if (shared) return shared;
    const started = lookup(hostname).finally(() => underWay.delete(hostname));
    underWay.set(hostname, started);
    return started;
  };
}

type IsReachable = TargetRules['isReachable'];

function createConnector(isReachable: IsReachable, options: ConnectOptions): buildConnector.connector {
  const lookup = guardLookup(isReachable, options);
  return buildConnector({ allowH2: false, timeout: options.connectMs, lookup });
}

function guardLookup(isReachable: IsReachable, { lookup, dnsMs }: ConnectOptions): LookupFunction {
  return (hostname, options, callback) => {
    withDeadline(lookup(hostname), dnsMs).then(
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
