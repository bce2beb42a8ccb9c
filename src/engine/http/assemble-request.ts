import { ExpressionError } from '../expressions/expression-error.js';
import type { Secrets } from '../expressions/placeholder.js';
import { ownProperty } from '../json-operations.js';
import type { Instant, RequestRecord } from '../run/event.js';
import type { Credential, OutgoingRequest } from '../run/ports.js';
import type { RunContext } from '../run/run-context.js';
import { catchExpression } from '../run/step-error.js';
import { findField } from '../secrets/credential-fields.js';
import { authOf } from '../secrets/resolve-auth.js';
import { applyAuth } from './auth/apply-auth.js';
import type { ResolvedAuth } from './auth/auth.js';
import type { BuiltRequest, CompiledRequest } from './build-request.js';
import { removeQueryParameter } from './change-query.js';
import { recordRequest } from './record-request.js';
import type { Made, RequestAsk } from './request-ask.js';

/** Credentials by the slots that a request names. */
export type Held = ReadonlyMap<string, Credential>;

export interface AssembledRequest {
  /** Where it goes, secrets included. */
  url: string;
  hasKey: boolean;
  /** What is sent at that time. */
  sign(now: Instant): Promise<OutgoingRequest>;
  /** What was signed last. */
  record(): RequestRecord;
}

/** Fills a request in, secrets included: that it may go where it goes is for the caller to have checked. */
export async function assembleRequest(
  context: RunContext,
  ask: RequestAsk,
  { request, held }: { request: CompiledRequest; held: Held },
): Promise<Made<AssembledRequest>> {
  const { path } = ask;
  const { idempotency } = request;
  const resolved = resolveCredentials(request, ask, held);
  if (!resolved.ok) return resolved;
  const filled = catchExpression(() => fill(request, ask, resolved.value), path);
  if (!filled.ok) return filled;
  const { built, auth } = filled.value;
  const { headers } = built.request;
  if (idempotency.usesRunKey && !Object.hasOwn(headers, idempotency.header)) {
    const key = await context.ports.idempotencyKey?.(path);
    if (key !== undefined) headers[idempotency.header] = key;
  }
  const hasKey = (ownProperty(headers, idempotency.header) ?? '') !== '';
  if (!auth) {
    const record = () => recordRequest(built, context.redactor);
    const sign = () => Promise.resolve(built.request);
    return { ok: true, value: { url: built.request.url, hasKey, sign, record } };
  }
  if (auth.type === 'basic' && held.size > 0) context.redactor.addPair(auth.username, auth.password);
  const first = await signFirst(context, ask, { built, auth });
  if (!first.ok) return first;
  let { now: signedAt, request: signed } = first.value;
  return {
    ok: true,
    value: {
      url: signed.url,
      hasKey,
      async sign(now) {
        if (signedAt !== now) signed = await applyAuth(built.request, auth, { now });
        signedAt = now;
        return signed;
      },
      record: () => recordRequest({ ...built, request: signed }, context.redactor, auth),
    },
  };
}

/** What can't be signed is found now, and not while it is sent. */
async function signFirst(
  { ports }: RunContext,
  { path, place }: RequestAsk,
  { built, auth }: { built: BuiltRequest; auth: ResolvedAuth },
): Promise<Made<{ now: Instant; request: OutgoingRequest }>> {
  const now = ports.clock.now();
  try {
    return { ok: true, value: { now, request: await applyAuth(built.request, auth, { now }) } };
  } catch (error) {
    // Whoever signs knows of no other place.
    if (error instanceof ExpressionError && error.place !== undefined)
      error.place = error.place.replace(/^request\b/, place);
    return catchExpression((): never => {
      throw error;
    }, path);
  }
}

interface Resolved {
  secrets?: Secrets;
  auth?: ResolvedAuth;
}

function fill(request: CompiledRequest, { scope, change }: RequestAsk, { secrets, auth }: Resolved) {
  const built = request.build(scope, secrets, change);
  const { header, key } = request.idempotency;
  const { headers } = built.request;
  if (key && !Object.hasOwn(headers, header)) headers[header] = key(scope, secrets);
  const resolved = auth ?? request.auth?.(scope, secrets);
  // The key of the page before may stand in the URL of the next, hidden as in all answers.
  if (change?.url !== undefined && resolved?.type === 'api_key' && resolved.in === 'query')
    built.request.url = removeQueryParameter(built.request.url, resolved.name);
  return { built, auth: resolved };
}

/** What fills the placeholders, and what a credential is used as where the request leaves that to it. */
function resolveCredentials(
  { placeholders }: CompiledRequest,
  { template: { auth }, place, path }: RequestAsk,
  held: Held,
): Made<Resolved> {
  if (held.size === 0) return { ok: true, value: {} };
  const refused = (reason: string, at: string): Made<Resolved> => {
    return { ok: false, error: { code: 'credential', message: reason, step: path, path: at } };
  };
  for (const placeholder of placeholders) {
    const found = findField(placeholder, credentialOf(placeholder.slot, held));
    if (!found.ok) return refused(found.reason, placeholder.place);
  }
  const secrets: Secrets = (placeholder) => {
    const found = findField(placeholder, credentialOf(placeholder.slot, held));
    // Each one that the template has was found above.
    if (!found.ok) throw new Error(found.reason);
    return found.text;
  };
  if (auth?.type !== 'credential') return { ok: true, value: { secrets } };
  const use = authOf(auth.slot, credentialOf(auth.slot, held));
  return use.ok
    ? { ok: true, value: { secrets, auth: use.value } }
    : refused(use.reason, `${place}.auth.slot`);
}

function credentialOf(slot: string, held: Held): Credential {
  const credential = held.get(slot);
  if (!credential) throw new Error(`The credential in '${slot}' was not asked for.`);
  return credential;
}
