import { quoteList } from '../expressions/missing-error.js';
import type { HttpMethod } from '../graph/http-request-schema.js';
import type { Permissions } from '../graph/schema.js';
import type { StepError } from '../run/event.js';
import type { Credential } from '../run/ports.js';
import { listsHost, type Origin } from './hosts.js';
import { findPermissionProblems, nameOf } from './permission-problems.js';

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
  const [problem] = permissions ? findPermissionProblems(permissions, { method, origin }) : [];
  return problem && { code: 'not_permitted', message: problem.message, path: `${place}.${problem.of}` };
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
