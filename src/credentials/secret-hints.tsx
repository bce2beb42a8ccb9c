import type { WorkspaceCredential } from '../client/index.js';
import { useCredentialStrings } from './use-credential-strings.js';

/** So many are listed; more are counted. */
const SHOWN = 4;

/** That each secret is there, and the end of it where the server tells it. */
export function SecretHints({ credential }: { credential: WorkspaceCredential }) {
  const strings = useCredentialStrings();
  const { type, secrets } = credential;
  const entries = Object.entries(secrets);
  const hidden = entries.slice(SHOWN).map(([field]) => field);
  return (
    <ul className="pb-credential-hints">
      {entries.slice(0, SHOWN).map(([field, { hint }]) => (
        <li key={field}>
          {strings.field[`${type}.${field}`]?.label ?? field} <code>{hint ?? strings.isSet}</code>
        </li>
      ))}
      {hidden.length > 0 && <li title={hidden.join('\n')}>{strings.more(hidden.length)}</li>}
    </ul>
  );
}
