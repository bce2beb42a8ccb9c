import type { WorkspaceCredential } from '../client/index.js';
import type { CredentialSummary } from '../editor/credential-summary.js';
import { fieldsInPlaceholders } from './credential-fields.js';

/** What the editor needs of a credential. */
export function credentialSummaryOf(credential: WorkspaceCredential): CredentialSummary {
  const { slot, name, hosts } = credential;
  return { slot, name, hosts, fields: fieldsInPlaceholders(credential) };
}
