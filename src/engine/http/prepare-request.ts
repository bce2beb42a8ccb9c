import { atPlace } from '../expressions/compile-template.js';
import type { Instant, RequestRecord, StepError } from '../run/event.js';
import type { Credential, OutgoingRequest } from '../run/ports.js';
import type { RunContext } from '../run/run-context.js';
import { catchExpression } from '../run/step-error.js';
import { isRefusal } from '../secrets/credential-store.js';
import { HIDDEN } from '../secrets/redact-value.js';
import { type AssembledRequest, assembleRequest, type Held } from './assemble-request.js';
import { type CompiledRequest, compileRequest } from './build-request.js';
import { checkComputedUrl } from './check-computed-url.js';
import { refuseDestination } from './check-destination.js';
import { declaresHost, isSameOrigin, type Origin, parseOrigin } from './hosts.js';
import type { Made, RequestAsk } from './request-ask.js';

/** A request with all that it needs to be sent, and to be sent again. */
export interface PreparedRequest {
  /** What is sent now: signed afresh for each attempt. */
  forAttempt(now: Instant): Promise<OutgoingRequest>;
  /** As it goes into the journal, redacted. */
  record(): RequestRecord;
  /** The server can tell a repeat by a key. */
  readonly hasKey: boolean;
  readonly usesSlots: readonly string[];
  /** Whether a redirect may be followed to that URL. */
  mayFollow(url: string): boolean;
  /** A new access for the slots that can be refreshed; false where there is none. */
  refresh(): Promise<boolean>;
}

const NOTHING: Held = new Map();

/**
 * Makes a request from its template. What is wrong with it comes back as a value; a port that throws rejects. No secret
 * is filled in before the host that the request goes to was found among those of its credential and of its graph.
 */
export async function prepareRequest(context: RunContext, ask: RequestAsk): Promise<Made<PreparedRequest>> {
  const { template, place, path, run } = ask;
  const compiled = catchExpression(() => compileRequest(template, place), path);
  if (!compiled.ok) return compiled;
  const request = compiled.value;
  const { slots } = request;
  // Before any credential is looked for.
  const refused = refuse(context, ask, { request, held: NOTHING });
  if (refused) return { ok: false, error: refused };
  const found = slots.size === 0 ? undefined : await findCredentials(context, ask, slots);
  if (found && !found.ok) return found;
  let held = found?.value ?? NOTHING;
  const made = await make(context, ask, { request, held });
  if (!made.ok) return made;
  let current = made.value;
  const isSecret = slots.size > 0 || template.auth !== undefined;
  return {
    ok: true,
    value: {
      forAttempt: (now) => current.sign(now),
      record: () => current.record(),
      hasKey: current.hasKey,
      usesSlots: [...slots.keys()],
      mayFollow(url) {
        const origin = parseOrigin(url);
        if (isSecret && !isSameOrigin(origin, parseOrigin(current.url))) return false;
        return !run.permissions || (origin !== undefined && declaresHost(run.permissions.hosts, origin));
      },
      async refresh() {
        const renewed = await renewCredentials(context, ask, held);
        const next = renewed && (await make(context, ask, { request, held: renewed }));
        if (!renewed || !next?.ok) return false;
        held = renewed;
        current = next.value;
        return true;
      },
    },
  };
}

/** Fills the request in where it may be sent, and makes sure that this changed nothing about where it goes. */
async function make(
  context: RunContext,
  ask: RequestAsk,
  { request, held }: { request: CompiledRequest; held: Held },
): Promise<Made<AssembledRequest>> {
  const refused = refuse(context, ask, { request, held });
  if (refused) return { ok: false, error: refused };
  const made = await assembleRequest(context, ask, { request, held });
  if (!made.ok || !isGuarded(request, ask)) return made;
  const { url } = made.value;
  const late = refuseDestination(destinationOf(ask, parseOrigin(url), held)) ?? refuseHidden(ask, url);
  return late ? { ok: false, error: { ...late, step: ask.path } } : made;
}

/** The next page's URL comes from an answer, where a secret is hidden: what the server would get isn't what it wrote. */
function refuseHidden({ change, place }: RequestAsk, url: string): StepError | undefined {
  if (change?.url === undefined || !url.includes(HIDDEN)) return undefined;
  const message =
    "The URL of the next page holds a credential, which no step can read. Send the credential by the request's auth, or page by a parameter.";
  return { code: 'credential', message, path: `${place}.url` };
}

function isGuarded({ slots }: CompiledRequest, { run, change }: RequestAsk): boolean {
  return slots.size > 0 || run.permissions !== undefined || change?.url !== undefined;
}

/** Why the request may not be sent to where it goes; found out without any secret. */
function refuse(
  { redactor }: RunContext,
  ask: RequestAsk,
  { request, held }: { request: CompiledRequest; held: Held },
): StepError | undefined {
  if (!isGuarded(request, ask)) return undefined;
  const { scope, path, place, change } = ask;
  const url = `${place}.url`;
  const next = change?.url;
  // Taken from the URL of the page before, where a secret may stand.
  const shown = next === undefined ? '' : redactor.text(next);
  const goal = catchExpression(() => {
    if (next !== undefined) atPlace(url, () => checkComputedUrl(next, shown));
    return parseOrigin(request.base(scope));
  }, path);
  if (!goal.ok) return goal.error;
  const origin = goal.value;
  if (next !== undefined && !isSameOrigin(parseOrigin(next), origin)) {
    const message = `The next page is at ${shown}, which is another host than the first. Page by a parameter, or take the host's own URL.`;
    return { code: 'not_permitted', message, step: path, path: url };
  }
  const refused = refuseDestination(destinationOf(ask, origin, held));
  return refused && { ...refused, step: path };
}

function destinationOf({ template, run, place }: RequestAsk, origin: Origin | undefined, credentials: Held) {
  return { method: template.method, origin, permissions: run.permissions, credentials, place };
}

async function findCredentials(
  { credentials }: RunContext,
  { run, path }: RequestAsk,
  slots: CompiledRequest['slots'],
): Promise<Made<Held>> {
  const held = new Map<string, Credential>();
  for (const [slot, place] of slots) {
    const credential = await credentials.find(slot, run);
    if (!credential) {
      const message = `There is no credential in the slot '${slot}'. Choose one for it, then run this again.`;
      return { ok: false, error: { code: 'credential', message, step: path, path: place } };
    }
    if (isRefusal(credential)) {
      const { refused: code, message } = credential;
      return { ok: false, error: { code, message, step: path, path: place } };
    }
    held.set(slot, credential);
  }
  return { ok: true, value: held };
}

async function renewCredentials(
  { credentials }: RunContext,
  { run }: RequestAsk,
  held: Held,
): Promise<Held | undefined> {
  const renewed = new Map(held);
  let isNew = false;
  for (const [slot, stale] of held) {
    const credential = await credentials.renew(slot, run, stale);
    if (!credential) continue;
    renewed.set(slot, credential);
    isNew = true;
  }
  return isNew ? renewed : undefined;
}
