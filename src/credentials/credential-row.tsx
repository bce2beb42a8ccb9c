import { Lock, LockOpen, Pencil, Trash2 } from 'lucide-react';
import type { WorkspaceCredential } from '../client/index.js';
import { When } from '../screen/when.js';
import { Button } from '../ui/button.js';
import { CopyButton } from '../ui/copy-button.js';
import { IconButton } from '../ui/icon-button.js';
import { credentialIcons } from './credential-icons.js';
import { CredentialState } from './credential-state.js';
import { SecretHints } from './secret-hints.js';
import { useCredentialStrings } from './use-credential-strings.js';
import type { Credentials } from './use-credentials.js';

export interface CredentialRowProps {
  credential: WorkspaceCredential;
  credentials: Credentials;
  canTest: boolean;
  /** Absent: it can't be changed. */
  onEdit: (() => void) | undefined;
  onDelete: (() => void) | undefined;
}

/** So many hosts are listed; more are counted. */
const SHOWN_HOSTS = 3;

/** One credential, without its secrets. */
export function CredentialRow(props: CredentialRowProps) {
  const { credential, credentials, canTest, onEdit, onDelete } = props;
  const strings = useCredentialStrings();
  const { name, slot, type, lastUsedAt, updatedAt } = credential;
  const placeholder = `{{workspace.${slot}}}`;
  return (
    <li className="pb-card pb-credential">
      <span className="pb-credential-icon">{credentialIcons[type]}</span>
      <div className="pb-credential-head">
        <h2 className="pb-credential-name">{name}</h2>
        <p className="pb-credential-type">{strings.type[type].label}</p>
      </div>
      <span className="pb-credential-slot">
        <code>{placeholder}</code>
        <CopyButton text={placeholder} label={strings.copySlot(placeholder)} />
      </span>
      <dl className="pb-credential-facts">
        <div className="pb-credential-fact" data-wide>
          <dt>{strings.hosts}</dt>
          <dd>
            <Hosts hosts={credential.hosts} />
          </dd>
        </div>
        <div className="pb-credential-fact" data-wide>
          <dt>{strings.secrets}</dt>
          <dd>
            <SecretHints credential={credential} />
          </dd>
        </div>
        <div className="pb-credential-fact">
          <dt>{strings.lastUsed}</dt>
          <dd>{lastUsedAt === null ? strings.neverUsed : <When at={lastUsedAt} />}</dd>
        </div>
        <div className="pb-credential-fact">
          <dt>{strings.changed}</dt>
          <dd>
            <When at={updatedAt} />
          </dd>
        </div>
      </dl>
      {(onEdit || onDelete) && (
        <div className="pb-credential-actions">
          {onEdit && (
            <Button size="small" icon={<Pencil />} aria-label={strings.editNamed(name)} onClick={onEdit}>
              {strings.edit}
            </Button>
          )}
          {onDelete && (
            <IconButton size="small" label={strings.deleteNamed(name)} onClick={onDelete}>
              <Trash2 />
            </IconButton>
          )}
        </div>
      )}
      <CredentialState
        credential={credential}
        credentials={credentials}
        canConnect={onEdit !== undefined}
        canTest={canTest}
      />
    </li>
  );
}

function Hosts({ hosts }: { hosts: readonly string[] }) {
  const strings = useCredentialStrings();
  const hidden = hosts.slice(SHOWN_HOSTS);
  return (
    <ul className="pb-credential-hosts">
      {hosts.slice(0, SHOWN_HOSTS).map((host) => (
        <li key={host} data-open={host.startsWith('http://') || undefined}>
          {host.startsWith('http://') ? <LockOpen aria-hidden="true" /> : <Lock aria-hidden="true" />}
          <span>{host}</span>
        </li>
      ))}
      {hidden.length > 0 && <li title={hidden.join('\n')}>{strings.more(hidden.length)}</li>}
    </ul>
  );
}
