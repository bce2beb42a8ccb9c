import { ApiError, type WorkspaceCredential } from '../client/index.js';
import type { FormError } from '../forms/dynamic-form.js';
import { HOST, SLOT } from './credential-fields.js';
import type { CredentialFormValue } from './credential-form-schema.js';
import type { CredentialStrings } from './credential-strings.js';

const slotRule = new RegExp(SLOT);
const hostRule = new RegExp(HOST);

/** What is wrong with a credential before it is sent, beside what its schema says in general words. */
export function formProblems(
  { slot, hosts }: CredentialFormValue,
  others: readonly WorkspaceCredential[],
  strings: CredentialStrings,
): FormError[] {
  const problems: FormError[] = [];
  const taken = others.find((other) => other.slot === slot);
  if (taken) problems.push({ path: 'slot', message: strings.slotTaken(taken.name) });
  else if (slot !== '' && !slotRule.test(slot))
    problems.push({ path: 'slot', message: strings.slotRule, whenLeft: true });
  for (const [index, host] of hosts.entries()) {
    if (host !== '' && !hostRule.test(host))
      problems.push({ path: `hosts[${index}]`, message: strings.hostRule, whenLeft: true });
  }
  return problems;
}

/** A refusal of the server at the fields that it is about; empty where it is about none. */
export function refusedFields(refusal: unknown): readonly FormError[] {
  if (!(refusal instanceof ApiError)) return [];
  if (refusal.code === 'slot_taken') return [{ path: 'slot', message: refusal.detail }];
  return refusal.errors ?? [];
}

/** The hosts that a credential isn't sent to as it is saved. */
export function addedHosts(
  { hosts }: CredentialFormValue,
  saved: WorkspaceCredential | undefined,
): readonly string[] {
  return saved ? hosts.filter((host) => host !== '' && !saved.hosts.includes(host)) : [];
}
