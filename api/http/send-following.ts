import type { HttpFailure, HttpReply, OutgoingRequest, SendOptions } from '#engine';
import { version } from '../../package.json';
import type { Exchange } from './exchange.js';
import type { Stop } from './stop.js';
import { parseTarget, type Target, type TargetRules } from './target.js';

const MAX_REDIRECTS = 3;
/** What a whole exchange has where nobody says otherwise. */
const TOTAL_MS = 60_000;

export interface Following {
  exchange: Exchange;
  /** The content encodings that `exchange` undoes. */
  acceptEncoding: string;
  firstByteMs: number;
  rules: TargetRules;
  target: Target;
  request: OutgoingRequest;
  sendOptions: SendOptions;
  stop: Stop;
}

/** Sends a checked request and follows up to 3 redirects, each under the same rules as the first address. */
export async function sendFollowing(options: Following): Promise<HttpReply | HttpFailure> {
  const { exchange, rules, request, sendOptions, stop } = options;
  const { timeoutMs, maxResponseBytes, followRedirects = true, mayFollow } = sendOptions;
  // Whoever gives the whole exchange more than that knows of a slow server.
  const firstByteMs = timeoutMs > TOTAL_MS ? timeoutMs : options.firstByteMs;
  const defaultHeaders = {
    'user-agent': `patchbay/${version}`,
    accept: '*/*',
    'accept-encoding': options.acceptEncoding,
  };
  let target = options.target;
  let method = request.method.toUpperCase();
  let body = request.body;
  let headers = withDefaults(request.headers, defaultHeaders);
  for (let redirects = 0; ; redirects += 1) {
    const reply = await exchange({ target, method, headers, body, maxResponseBytes, firstByteMs, stop });
    if (!reply.ok) return redirects > 0 && reply.phase === 'connect' ? { ...reply, phase: 'sent' } : reply;
    const location = followRedirects ? redirectLocation(reply) : undefined;
    if (location === undefined) return reply;
    if (redirects === MAX_REDIRECTS) return refused(target, `redirects more than ${MAX_REDIRECTS} times`);
    const next = nextTarget(location, target, rules);
    if ('code' in next) return { ok: false, ...next, phase: 'sent' };
    const objection = redirectObjection(target, next, rules);
    if (objection) return refused(target, objection);
    if (mayFollow && !mayFollow(next.url.href)) {
      return refused(target, `redirects to ${next.url.host}, where this request may not go`);
    }
    if (dropsBody(reply.status, method)) {
      method = 'GET';
      body = undefined;
      headers = withoutContent(headers);
    }
    if (next.url.origin !== target.url.origin) {
      if (body !== undefined)
        return refused(target, `redirects the request's body to another origin (${next.url.host})`);
      headers = defaultHeaders;
    }
    target = next;
  }
}

function redirectObjection(from: Target, to: Target, rules: TargetRules): string | undefined {
  // The operator's trust goes to steps that name such a place, not to servers outside that send a step there.
  if (rules.isAllowed(to.host, to.port) && !rules.isAllowed(from.host, from.port)) {
    return `redirects to ${to.url.host}, a place that only steps may name`;
  }
  return from.url.protocol === 'https:' && to.url.protocol === 'http:'
    ? 'redirects from https to http'
    : undefined;
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

function withDefaults(
  headers: Record<string, string>,
  defaults: Record<string, string>,
): Record<string, string> {
  const all = { ...defaults, ...headers };
  for (const name of Object.keys(headers)) {
    const lower = name.toLowerCase();
    if (lower !== name) delete all[lower];
  }
  return all;
}

/** What describes a body goes with it (https://fetch.spec.whatwg.org/#request-body-header-name). */
function withoutContent(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !/^content-/i.test(name)));
}

function refused(target: Target, what: string): HttpFailure {
  const message = `${target.host} ${what}; that is not followed. Use the final address in the step.`;
  return { ok: false, code: 'bad_response', message, phase: 'sent' };
}
