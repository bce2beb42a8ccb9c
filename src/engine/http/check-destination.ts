import { quoteList } from '../expressions/missing-error.js';
import type { HttpMethod } from '../graph/http-request-schema.js';
import type { Permissions } from '../graph/schema.js';
import type { StepError } from '../run/event.js';
import type { Credential } from '../run/ports.js';
import { declaresHost, formatOrigin, listsHost, type Origin } from './hosts.js';

/** A request, as far as it is asked whether it may be sent. */
export interface Destination {
  method: HttpMethod;
  /** Undefined where the URL isn't plain enough to be sure. */
  origin: Origin | undefined;
  permissions: Permissions | undefined;
  /** What it carries, by slot. */
  credentials: ReadonlyMap<string, Credential>;
  /** Where its template stands. */
  place: string;
}

/** Why a request may not be sent: its graph doesn't declare that, or a credential in it isn't for that host. */
export function refuseDestination(destination: Destination): StepError | undefined {
  return refuseByPermissions(destination) ?? refuseByCredentials(destination);
}

function refuseByPermissions({ method, origin, permissions, place }: Destination): StepError | undefined {
  if (!permissions) return undefined;
  const { hosts, methods } = permissions;
  if (methods && !methods.includes(method)) {
    const message = `This may not send ${method} requests: it only declares ${quoteList(methods)}. Allow the method, or use another.`;
    return { code: 'not_permitted', message, path: `${place}.method` };
  }
  if (origin && declaresHost(hosts, origin)) return undefined;
  const message = `This may not send requests to ${nameOf(origin)}: ${declared(hosts)}. Allow the host, or use another.`;
  return { code: 'not_permitted', message, path: `${place}.url` };
}

function refuseByCredentials({ origin, credentials, place }: Destination): StepError | undefined {
  for (const [slot, { hosts }] of credentials) {
    if (origin && listsHost(hosts, origin)) continue;
    const known = hosts.length === 0 ? 'it names no hosts' : `it is only for ${quoteList(hosts)}`;
    const message = `The credential in '${slot}' may not be sent to ${nameOf(origin)}: ${known}. Add the host to the credential if it can be trusted.`;
    return { code: 'credential', message, path: `${place}.url` };
  }
  return undefined;
}

function declared(hosts: readonly string[]): string {
  return hosts.length === 0 ? 'it declares no hosts' : `it only declares ${quoteList(hosts)}`;
}

function nameOf(origin: Origin | undefined): string {
  return origin ? formatOrigin(origin) : 'a host that is written like this';
}
