import { z } from 'zod';
import { type CredentialType, credentialTypes } from '../credentials/credential-types.js';
import type { TestRequest } from '../credentials/test-request.js';
import { toValidationProblem } from '../map-error.js';
import { Problem } from '../problem.js';

/** Problems are told with their place, and without the values, which may be secrets. */
export function parseIn<T>(schema: z.ZodType<T>, value: unknown, place: 'settings' | 'secrets'): T {
  const parsed = z.object({ [place]: schema }).safeParse({ [place]: value });
  if (!parsed.success) throw toValidationProblem(parsed.error);
  return parsed.data[place] as T; // the object has this one member
}

/** Refuses to send secrets to other places than before by somebody who doesn't give them. */
export function refuseOtherDestinations(
  current: { type: CredentialType; hosts: readonly string[]; settings: Readonly<Record<string, unknown>> },
  { hosts = [], settings }: { hosts: string[] | undefined; settings: object | undefined },
): void {
  const added = hosts.filter((host) => !current.hosts.includes(host));
  const next: Readonly<Record<string, unknown>> = { ...settings };
  const moved = settings
    ? credentialTypes[current.type].destinations.filter((field) => next[field] !== current.settings[field])
    : [];
  if (added.length === 0 && moved.length === 0) return;
  const message =
    added.length > 0
      ? `Give the secrets again to have them sent to ${added.join(', ')} too`
      : `Give the secrets again to change where they are sent (${moved.join(', ')})`;
  throw new Problem('invalid_request', `${message}.`, { errors: [{ path: 'secrets', message }] });
}

/** As the run of the test would say it, before anybody relies on the test. */
export function refuseForeignTest(
  { url }: TestRequest,
  { hosts, slot }: { hosts: string[]; slot: string },
): void {
  const refuse = (message: string) => {
    throw new Problem('invalid_request', `${message}.`, { errors: [{ path: 'test.url', message }] });
  };
  const foreign = [...url.matchAll(/\{\{\s*workspace\.(\w+)/g)].find(([, named]) => named !== slot);
  if (foreign) refuse(`The test can use this credential only: {{workspace.${slot}}}`);
  if (!URL.canParse(url.replace(/\{\{.*?\}\}/g, 'x')))
    refuse('Write the whole address, like https://api.example.com/me');
  const { protocol, host } = new URL(url.replace(/\{\{.*?\}\}/g, 'x'));
  const entry = protocol === 'http:' ? `http://${host}` : host;
  if (!hosts.includes(entry)) refuse(`The test has to go to a host of the credential; ${entry} is none`);
}

/** Refuses a field that would be two. */
export function refuseSameNames(settings: object, secrets: object): void {
  const same = Object.keys(settings).find((name) => Object.hasOwn(secrets, name));
  if (same === undefined) return;
  const message = `A field is a setting or a secret, and '${same}' is both`;
  throw new Problem('invalid_request', `${message}.`, { errors: [{ path: `settings.${same}`, message }] });
}
