import { ChevronLeft } from 'lucide-react';
import { useState } from 'react';
import type { WorkspaceCredential } from '../client/index.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import type { CredentialType } from './credential-fields.js';
import { CredentialForm } from './credential-form.js';
import { TypeChoice } from './type-choice.js';
import { useCredentialStrings } from './use-credential-strings.js';
import type { Credentials } from './use-credentials.js';

export interface CredentialDialogProps {
  /** The one to edit; absent: a new one, whose type is chosen first. */
  credential: WorkspaceCredential | undefined;
  others: readonly WorkspaceCredential[];
  credentials: Pick<Credentials, 'create' | 'update' | 'get'>;
  onClose(): void;
}

/** The sheet in which a credential is added or changed. A click beside it doesn't close it: a secret is hard to get again. */
export function CredentialDialog({ credential, others, credentials, onClose }: CredentialDialogProps) {
  const strings = useCredentialStrings();
  const [type, setType] = useState<CredentialType | undefined>(credential?.type);
  const shared = { open: true, onOpenChange: onClose, placement: 'side', dismissible: false } as const;
  if (type === undefined) {
    return (
      <Dialog {...shared} title={strings.chooseTypeTitle} description={strings.chooseTypeText}>
        <TypeChoice onChoose={setType} />
      </Dialog>
    );
  }
  const { label, help } = strings.type[type];
  return (
    <Dialog
      {...shared}
      title={credential ? strings.editTitle : strings.newTitle(label)}
      description={credential ? label : help}
    >
      {!credential && (
        <Button
          className="pb-credential-back"
          variant="ghost"
          size="small"
          icon={<ChevronLeft />}
          onClick={() => setType(undefined)}
        >
          {strings.changeType}
        </Button>
      )}
      <CredentialForm
        key={type}
        type={type}
        credential={credential}
        others={others}
        credentials={credentials}
        onSaved={onClose}
        onCancel={onClose}
      />
    </Dialog>
  );
}
