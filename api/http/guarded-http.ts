import type { HttpFailure, HttpPort, HttpReply, OutgoingRequest, SendOptions } from '#engine';
import { version } from '../../package.json';
import { exchange } from './exchange.js';
import { createGuardedAgent, type Lookup } from './guarded-agent.js';
import { headersRefusal } from './request-headers.js';
import { ACCEPT_ENCODING } from './response-body.js';
import { type HostPort, normalHost, parseTarget, type Target, type TargetRules } from './target.js';

const MAX_REDIRECTS = 3;
const defaultHeaders = {
  'user-agent': `patchbay/${version}`,
  accept: '*/*',
  'accept-encoding': ACCEPT_ENCODING,
};

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
 * the author's headers, never with a body, never down to http). Blocked, refused and not found look the same.
 * Limits: 5 s for DNS, 10 s to connect, 32 KB of headers each way, the caller's deadline and decoded size.
 */
export function createGuardedHttp(options: GuardedHttpOptions = {}): GuardedHttp {
  const allowed = new Set((options.allow ?? []).map(({ host, port }) => hostKey(normalHost(host), port)));
  const rules: TargetRules = {
    isAllowed: (host, port) => allowed.has(hostKey(host, port)),
    allowHttp: options.allowHttp ?? false,
  };
  const agent = createGuardedAgent(rules, options.lookup);
  return {
    async send(request, sendOptions) {
      const refusal = headersRefusal(request.headers);
      if (refusal) return { ok: false, code: 'invalid_request', message: refusal, sent: false };
      const target = parseTarget(request.url, rules);
      if ('code' in target) return { ok: false, ...target, sent: false };
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

interface Following {
  agent: Parameters<typeof exchange>[0];
  rules: TargetRules;
  target: Target;
  request: OutgoingRequest;
  sendOptions: SendOptions;
  signal: AbortSignal;
}

async function sendFollowing(options: Following): Promise<HttpReply | HttpFailure> {
  const { agent, rules, request, sendOptions, signal } = options;
  let target = options.target;
  let method = request.method.toUpperCase();
  let body = request.body;
  let headers = withDefaults(request.headers);
  for (let redirects = 0; ; redirects += 1) {
    const { maxResponseBytes } = sendOptions;
    const reply = await exchange(agent, { target, method, headers, body, maxResponseBytes, signal });
    if (!reply.ok) return redirects > 0 ? { ...reply, sent: true } : reply;
    const location = redirectLocation(reply);
    if (location === undefined) return reply;
    if (redirects === MAX_REDIRECTS) return refused(target, `redirects more than ${MAX_REDIRECTS} times`);
    const next = nextTarget(location, target, rules);
    if ('code' in next) return { ok: false, ...next, sent: true };
    if (target.url.protocol === 'https:' && next.url.protocol === 'http:') {
      return refused(target, 'redirects from https to http');
    }
    if (dropsBody(reply.status, method)) {
      method = method === 'HEAD' ? 'HEAD' : 'GET';
      body = undefined;
      headers = without(headers, 'content-type');
    }
    if (next.url.origin !== target.url.origin) {
      if (body !== undefined)
        return refused(target, `redirects the request's body to another origin (${next.url.host})`);
      headers = { ...defaultHeaders };
    }
    target = next;
  }
}

function redirectLocation(reply: HttpReply): string | undefined {
  return [301, 302, 303, 307, 308].includes(reply.status) ? reply.headers.location : undefined;
}

function nextTarget(location: string, from: Target, rules: TargetRules): ReturnType<typeof parseTarget> {
  // An absolute location is checked as it was written, since resolving it would repair it.
  if (/^[a-z][a-z0-9+.-]*:/i.test(location)) return parseTarget(location, rules);
  if (!URL.canParse(location, from.url)) {
    return { code: 'invalid_request', message: `${from.host} redirects to an address that is not a URL.` };
  }
  return parseTarget(new URL(location, from.url).href, rules);
}

/** The method changes as browsers do it: RFC 9110 sections 15.4.2 to 15.4.4. */
function dropsBody(status: number, method: string): boolean {
  return status === 303 ? method !== 'GET' && method !== 'HEAD' : status < 303 && method === 'POST';
}

function withDefaults(headers: Record<string, string>): Record<string, string> {
  const given = new Set(Object.keys(headers).map((name) => name.toLowerCase()));
  const missing = Object.entries(defaultHeaders).filter(([name]) => !given.has(name));
  return { ...Object.fromEntries(missing), ...headers };
}

function without(headers: Record<string, string>, dropped: string): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name.toLowerCase() !== dropped));
}

function refused(target: Target, what: string): HttpFailure {
  const message = `${target.host} ${what}, which is not followed. Use the final address in the step.`;
  return { ok: false, code: 'bad_response', message, sent: true };
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
