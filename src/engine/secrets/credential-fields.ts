import { quoteList } from '../expressions/missing-error.js';
import type { Placeholder } from '../expressions/placeholder.js';
import { ownProperty } from '../json-operations.js';
import type { Credential, CredentialUse } from '../run/ports.js';

/** What `{{workspace.<slot>}}` stands for, by how the credential is used. */
const MAIN_FIELDS: Readonly<Partial<Record<CredentialUse['type'], string>>> = {
  bearer: 'token',
  api_key: 'value',
  hmac: 'secret',
};

export type FoundField = { ok: true; text: string } | { ok: false; reason: string };

/** The text for a placeholder, or in a sentence why there is none. */
export function findField({ slot, field }: Placeholder, credential: Credential): FoundField {
  const { fields } = credential;
  const names = Object.keys(fields);
  const name = field ?? mainField(credential);
  if (name === undefined) {
    const [first = 'field'] = names;
    const reason = `The credential in '${slot}' has more than one field: ${quoteList(names)}. Say which one is meant, as in {{workspace.${slot}.${first}}}.`;
    return { ok: false, reason };
  }
  const text = ownProperty(fields, name);
  if (text !== undefined) return { ok: true, text };
  const known = names.length === 0 ? 'it has none' : `it has ${quoteList(names)}`;
  return { ok: false, reason: `The credential in '${slot}' has no field '${name}'; ${known}.` };
}

function mainField({ use, fields, plain = [] }: Credential): string | undefined {
  const main = MAIN_FIELDS[use.type];
  if (main !== undefined && Object.hasOwn(fields, main)) return main;
  const secret = Object.keys(fields).filter((name) => !plain.includes(name));
  return secret.length === 1 ? secret[0] : main;
}
