import { useState } from 'react';
import { ApiError, type CredentialUser, type WorkspaceCredential } from '../client/index.js';
import { usePatchbay } from '../provider/use-patchbay.js';
import { Banner } from '../screen/banner.js';
import { LoadError } from '../screen/load-error.js';
import { Button } from '../ui/button.js';
import { ConfirmDialog } from '../ui/confirm-dialog.js';
import { Spinner } from '../ui/spinner.js';
import { useCredentialStrings } from './use-credential-strings.js';
import { useCredentialUsers } from './use-credential-users.js';
import type { Credentials } from './use-credentials.js';

export interface DeleteCredentialProps {
  credential: WorkspaceCredential;
  flowHref: ((id: string) => string) | undefined;
  credentials: Pick<Credentials, 'remove' | 'get'>;
  onClose(): void;
}

/** Asks before a credential is deleted, and says what would break without it. */
export function DeleteCredential({ credential, flowHref, credentials, onClose }: DeleteCredentialProps) {
  const strings = useCredentialStrings();
  const { strings: words } = usePatchbay();
  const [version, setVersion] = useState(credential.version);
  const [isDeleting, setDeleting] = useState(false);
  const [refusal, setRefusal] = useState<unknown>();
  const { data: users, error, isLoading, reload } = useCredentialUsers(credential.id);
  const isUsed = users !== undefined && users.length > 0;
  const isConflict = refusal instanceof ApiError && refusal.status === 412;

  const remove = async () => {
    setDeleting(true);
    setRefusal(undefined);
    try {
      await credentials.remove(credential.id, { version, ...(isUsed && { force: true }) });
      onClose();
    } catch (cause) {
      // Deleted is deleted, whoever did it.
      if (cause instanceof ApiError && cause.status === 404) return onClose();
      setRefusal(cause);
      // Something began to use it since the dialog was opened: it is shown, and asked for again.
      reload();
    } finally {
      setDeleting(false);
    }
  };
  const lookAgain = async () => {
    try {
      setVersion((await credentials.get(credential.id)).version);
      setRefusal(undefined);
      reload();
    } catch (cause) {
      setRefusal(cause);
    }
  };

  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={strings.deleteTitle(credential.name)}
      description={strings.deleteText}
      confirmLabel={isUsed ? strings.deleteAnyway : strings.deleteConfirm}
      onConfirm={() => void remove()}
      danger
      loading={isDeleting}
      // What would break has to be seen first.
      disabled={users === undefined || isConflict}
    >
      {isLoading && <Spinner label={strings.lookingForUsers} />}
      {error && !users && <LoadError error={error} onRetry={reload} />}
      {refusal !== undefined && (
        <Banner
          title={isConflict ? strings.conflictTitle : strings.notDeleted}
          tone={isConflict ? 'wait' : 'bad'}
          actions={
            isConflict && (
              <Button size="small" onClick={() => void lookAgain()}>
                {words.loadTheirs}
              </Button>
            )
          }
        >
          {!isConflict && (refusal instanceof Error ? refusal.message : String(refusal))}
        </Banner>
      )}
      {isUsed && <Users users={users} flowHref={flowHref} />}
    </ConfirmDialog>
  );
}

function Users({
  users,
  flowHref,
}: { users: readonly CredentialUser[] } & Pick<DeleteCredentialProps, 'flowHref'>) {
  const strings = useCredentialStrings();
  return (
    <>
      <p className="pb-credential-used">{strings.deleteUsed(users.length)}</p>
      <ul className="pb-credential-users">
        {users.map(({ kind, id, name }) => {
          const href = kind === 'flow' ? flowHref?.(id) : undefined;
          return (
            <li key={id}>
              {href === undefined ? <span>{name}</span> : <a href={href}>{name}</a>}
              <span className="pb-credential-kind">{strings.userKind(kind)}</span>
            </li>
          );
        })}
      </ul>
    </>
  );
}
