import type { HttpFailure, HttpReply, OutgoingRequest, SendOptions } from '#engine';
import { version } from '../../package.json';
import { exchange } from './exchange.js';
import { ACCEPT_ENCODING } from './response-body.js';
import { parseTarget, type Target, type TargetRules } from './target.js';

const MAX_REDIRECTS = 3;
const defaultHeaders = {
  'user-agent': `patchbay/${version}`,
  accept: '*/*',
  'accept-encoding': ACCEPT_ENCODING,
};

interface Following {
  agent: Parameters<typeof exchange>[0];
  rules: TargetRules;
  target: Target;
  request: OutgoingRequest;
  sendOptions: SendOptions;
  signal: AbortSignal;
}

/** Sends a checked request and follows up to 3 redirects, each under the same rules as the first address. */
export async function sendFollowing(options: Following): Promise<HttpReply | HttpFailure> {
  const { agent, rules, request, sendOptions, signal } = options;
  let target = options.target;
  let method = request.method.toUpperCase();
  let body = request.body;
  let headers = withDefaults(request.headers);
  for (let redirects = 0; ; redirects += 1) {
    const { maxResponseBytes } = sendOptions;
    const reply = await exchange(agent, { target, method, headers, body, maxResponseBytes, signal });
    if (!reply.ok) return redirects > 0 && reply.phase === 'connect' ? { ...reply, phase: 'sent' } : reply;
    const location = redirectLocation(reply);
    if (location === undefined) return reply;
    if (redirects === MAX_REDIRECTS) return refused(target, `redirects more than ${MAX_REDIRECTS} times`);
    const next = nextTarget(location, target, rules);
    if ('code' in next) return { ok: false, ...next, phase: 'sent' };
    // The operator's trust goes to steps that name such a place, not to servers outside that send a step there.
    if (rules.isAllowed(next.host, next.port) && !rules.isAllowed(target.host, target.port)) {
      return refused(target, `redirects to ${next.url.host}, a place that only steps may name`);
    }
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
  return { ok: false, code: 'bad_response', message, phase: 'sent' };
}
