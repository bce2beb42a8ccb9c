import { KeyRound, Plus } from 'lucide-react';
import { Suspense, useState } from 'react';
import type { WorkspaceCredential } from '../client/index.js';
import { usePatchbay } from '../provider/use-patchbay.js';
import { LoadError } from '../screen/load-error.js';
import { Screen } from '../screen/screen.js';
import { Button } from '../ui/button.js';
import { EmptyState } from '../ui/empty-state.js';
import { lazyPart } from '../ui/lazy-part.js';
import { Skeleton } from '../ui/skeleton.js';
import { CredentialRow } from './credential-row.js';
import { useCredentialStrings } from './use-credential-strings.js';
import { useCredentials } from './use-credentials.js';

const CredentialDialog = lazyPart(async () => (await import('./credential-dialog.js')).CredentialDialog);
const DeleteCredential = lazyPart(async () => (await import('./delete-credential.js')).DeleteCredential);

export interface CredentialManagerProps {
  /** The address of a flow in the host's page, for where a credential is used; absent: names are plain text. */
  flowHref?: ((id: string) => string) | undefined;
}

type Open = { dialog: 'new' } | { dialog: 'edit' | 'delete'; credential: WorkspaceCredential };

/**
 * The credentials of the workspace: what each fills, where it may be sent, when it was used. Admins and owners (the
 * provider's `role`) add, change and delete them; secrets go in and are never shown.
 */
export function CredentialManager({ flowHref }: CredentialManagerProps) {
  const { strings: words, role } = usePatchbay();
  const strings = useCredentialStrings();
  const credentials = useCredentials();
  const { data, error, isLoading, reload } = credentials;
  const [open, setOpen] = useState<Open>();
  const close = () => setOpen(undefined);
  const canChange = role === 'admin' || role === 'owner';
  const isEmpty = data?.length === 0;
  const newCredential = canChange && (
    <Button variant="primary" icon={<Plus />} onClick={() => setOpen({ dialog: 'new' })}>
      {strings.newCredential}
    </Button>
  );
  return (
    <Screen title={words.credentials} lead={strings.lead} actions={data && !isEmpty && newCredential}>
      {isLoading && <Skeleton lines={3} height={92} />}
      {error && !data && <LoadError error={error} onRetry={reload} />}
      {isEmpty && (
        <EmptyState icon={<KeyRound />} title={strings.emptyTitle} actions={newCredential}>
          {canChange ? strings.emptyText : strings.emptyReadOnly}
        </EmptyState>
      )}
      {data && !isEmpty && (
        <>
          {!canChange && <p className="pb-credential-note">{strings.readOnlyNote}</p>}
          <ul className="pb-credentials">
            {data.map((credential) => (
              <CredentialRow
                key={credential.id}
                credential={credential}
                credentials={credentials}
                canTest={role !== 'viewer'}
                onEdit={canChange ? () => setOpen({ dialog: 'edit', credential }) : undefined}
                onDelete={canChange ? () => setOpen({ dialog: 'delete', credential }) : undefined}
              />
            ))}
          </ul>
        </>
      )}
      <Suspense fallback={null}>
        {(open?.dialog === 'new' || open?.dialog === 'edit') && (
          <CredentialDialog
            credential={open.dialog === 'edit' ? open.credential : undefined}
            others={(data ?? []).filter(({ id }) => open.dialog === 'new' || id !== open.credential.id)}
            credentials={credentials}
            onClose={close}
          />
        )}
        {open?.dialog === 'delete' && (
          <DeleteCredential
            credential={open.credential}
            flowHref={flowHref}
            credentials={credentials}
            onClose={close}
          />
        )}
      </Suspense>
    </Screen>
  );
}
