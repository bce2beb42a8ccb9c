import type { Secrets } from '../expressions/placeholder.js';
import { ownProperty } from '../json-operations.js';
import type { Instant, RequestRecord } from '../run/event.js';
import type { Credential, OutgoingRequest } from '../run/ports.js';
import type { RunContext } from '../run/run-context.js';
import { catchExpression } from '../run/step-error.js';
import { findField } from '../secrets/credential-fields.js';
import { authOf, type ResolvedAuth } from '../secrets/resolve-auth.js';
import { applyAuth } from './auth/apply-auth.js';
import type { CompiledRequest } from './build-request.js';
import { recordRequest } from './record-request.js';
import type { Made, RequestAsk } from './request-ask.js';

/** Credentials by the slots that a request names. */
export type Held = ReadonlyMap<string, Credential>;

export interface AssembledRequest {
  /** Where it goes, secrets included. */
  url: string;
  hasKey: boolean;
  /** What is sent at that time. */
  sign(now: Instant): OutgoingRequest;
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
    return { ok: true, value: { url: built.request.url, hasKey, sign: () => built.request, record } };
  }
  if (auth.type === 'basic' && held.size > 0) context.redactor.addPair(auth.username, auth.password);
  const signAt = (now: Instant) => ({ now, request: applyAuth(built.request, auth, { now }) });
  const first = catchExpression(() => signAt(context.ports.clock.now()), path);
  if (!first.ok) return first;
  let last = first.value;
  return {
    ok: true,
    value: {
      url: last.request.url,
      hasKey,
      sign(now) {
        if (last.now !== now) last = signAt(now);
        return last.request;
      },
      record: () => recordRequest({ ...built, request: last.request }, context.redactor, auth),
    },
  };
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
  return { built, auth: auth ?? request.auth?.(scope, secrets) };
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
